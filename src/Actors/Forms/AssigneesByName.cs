using System.Collections.Immutable;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Forms;

/// <summary>
/// Where people act by keys of their own, whoever has given none is taken for the one member of the project who is called as they are in
/// Mattermost. A name proves nothing, so whoever assigns a ticket to them is asked: the summary of a ticket and the preview of a list say for
/// whom they are taken, and that is written down among the values; nothing is created before just that was shown. Pure.
/// </summary>
internal static class AssigneesByName
{
    /// <summary>Who was shown as whom, among the values of a draft or list. What a door sends under this name counts for nothing: it is written anew with what is shown.</summary>
    public const string Key = "shown_by_name";

    /// <summary>Null where nobody, or more than one, may be meant.</summary>
    public static Member? MemberOf(Assignee? assignee, TicketFormContext context)
    {
        if (assignee is not Assignee.NotConnected { Name: { } name })
            return null;
        var found = name.Comparable.SelectMany(context.Choices.MembersCalled).Where(m => !context.Connected.Contains(m.Id)).DistinctBy(m => m.Id);
        return found.Take(2).ToArray() is [var only] ? only : null;
    }

    /// <summary>Those among these people whom a ticket would be assigned by name.</summary>
    public static IReadOnlyList<(string Username, Member Member)> Of(IEnumerable<string> people, TicketFormContext context) =>
        [.. Found(people, context).Select(f => (f.Assignee.Username, f.Member)).Distinct()];

    /// <summary>The values with what is shown now of these people.</summary>
    public static FormValues Shown(FormValues values, IEnumerable<string> people, TicketFormContext context) =>
        Written(people, context) is { IsEmpty: false } shown ? values.With(Key, shown) : values.Without(Key);

    /// <summary>Whether all that would be assigned by name was shown so.</summary>
    public static bool WereShown(IEnumerable<string> people, TicketFormContext context)
    {
        var shown = context.Values.Of(Key);
        return Written(people, context).All(shown.Contains);
    }

    private static ImmutableArray<string> Written(IEnumerable<string> people, TicketFormContext context) =>
        [.. Found(people, context).Select(f => $"{f.Asked} {TicketFormFields.Written(f.Member.Id)}")];

    private static IEnumerable<(string Asked, Assignee.NotConnected Assignee, Member Member)> Found(IEnumerable<string> people, TicketFormContext context)
    {
        foreach (var asked in people)
        {
            if (context.People.GetValueOrDefault(asked) is Assignee.NotConnected assignee && MemberOf(assignee, context) is { } member && context.Choices.MayBeAssigned(member.Id))
                yield return (asked, assignee, member);
        }
    }
}
