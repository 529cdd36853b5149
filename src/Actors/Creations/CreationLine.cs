using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>One ticket of a request, and what has become of it.</summary>
/// <param name="Number">Its place in the list, from 1.</param>
/// <param name="Source">The line as it was written, ready to be pasted again; the subject for a form.</param>
/// <param name="Ticket">As Redmine made it; null while it is under way, or when it was refused.</param>
/// <param name="Notes">What Redmine made otherwise than asked, in sentences.</param>
/// <param name="Errors">Why it was not created, in sentences; empty while that isn't known to be so.</param>
/// <param name="Assignee">The Mattermost username of who it is assigned to, for mentioning them; null for nobody.</param>
public sealed record CreationLine(
    int Number, string Source, Ticket? Ticket, IReadOnlyList<string> Notes, IReadOnlyList<string> Errors, string? Assignee)
{
    public bool IsSettled => Ticket is not null || Errors.Count > 0;
}
