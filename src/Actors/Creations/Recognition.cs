using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>Recognizes a ticket of which nobody said whether it was created. Pure.</summary>
internal static class Recognition
{
    /// <summary>Redmine's clock is known, and its stamps are given, in whole seconds.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What to ask Redmine for. Where a field carries the mark, it is all that the person created: Redmine may have dropped the value, and
    /// this one search tells both.
    /// </summary>
    public static MarkSearch SearchFor(CreationState.Request request, CreationState.Line line) => line.Ticket.Carrier == MarkCarrier.Description
        ? new MarkSearch.InDescriptions(MarkOf(request, line).Value, line.SentSince - Overlap)
        : new MarkSearch.ByAuthor(request.Asked.Author, line.SentSince - Overlap);

    /// <summary>The first one that is the person's and is it; copies made in Redmine come after it. Null: it isn't there.</summary>
    /// <param name="isAnothers">Whether a ticket is known to be what another line was made into.</param>
    public static CreatedTicket? Among(
        IEnumerable<CreatedTicket> found, CreationState.Request request, CreationState.Line line, Func<TicketId, bool> isAnothers)
    {
        CreatedTicket[] own = [.. found.Where(t => t.Author.Id == request.Asked.Author && !isAnothers(t.Id)).OrderBy(t => t.Id.Value)];
        return Array.Find(own, t => CarriesMark(request, line, t))
            ?? (line.Ticket.Carrier == MarkCarrier.Description ? null : Array.Find(own, t => IsUnmarked(t, line.Ticket) && IsEqual(t, line.Ticket.Ticket)));
    }

    public static bool CarriesMark(CreationState.Request request, CreationState.Line line, CreatedTicket made)
    {
        var mark = MarkOf(request, line);
        return line.Ticket.Carrier switch
        {
            MarkCarrier.Description => mark.IsIn(made.Description),
            MarkCarrier.Field => ValuesOf(made, line.Ticket.MarkField).Any(mark.IsIn),
            _ => false,
        };
    }

    /// <summary>A ticket with a value in the field is another one of the bridge's, or was made by hand with a care of its own.</summary>
    private static bool IsUnmarked(CreatedTicket made, RequestedTicket asked) => ValuesOf(made, asked.MarkField).All(v => v.Length == 0);

    /// <summary>What else was asked for Redmine may have made otherwise, and says so with the result alone.</summary>
    private static bool IsEqual(CreatedTicket made, NewTicket asked) =>
        made.Project.Id == asked.Project
        && (asked.Tracker is null || made.Tracker.Id == asked.Tracker)
        && made.Subject == asked.Subject
        && made.Description.TrimEnd() == asked.Description.TrimEnd();

    private static IEnumerable<string> ValuesOf(CreatedTicket made, int? field) =>
        made.CustomFields.Where(f => f.Field == field).SelectMany(f => f.Values);

    private static CreationMark MarkOf(CreationState.Request request, CreationState.Line line) => CreationMark.Of(request.Asked.RequestId, line.Ticket.Number);
}
