using System.Text.Json.Serialization;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Creations;

/// <summary>One ticket of a request, checked and ready to be sent.</summary>
/// <param name="Number">Its place in the list, from 1; 1 for a form. Unique in its request.</param>
/// <param name="Source">The line as it was written; the subject for a form.</param>
/// <param name="Ticket">Without the mark, which is added when it is sent.</param>
/// <param name="Assignee">The Mattermost username of who it is assigned to; null for nobody.</param>
public sealed record RequestedTicket(int Number, string Source, NewTicket Ticket, string? Assignee)
{
    /// <summary>What its mark is put into. Not stored where it is the description, as before it could be anything else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MarkCarrier Carrier { get; init; }

    /// <summary>The custom field that carries its mark; null where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MarkField { get; init; }
}
