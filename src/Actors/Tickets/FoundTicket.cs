namespace RedmineBridge.Actors.Tickets;

/// <summary>A ticket that may be the one looked for: what tells whether it is.</summary>
/// <param name="Description">Whole; lines end with a line feed alone.</param>
public sealed record FoundTicket(
    TicketId Id, int Author, string Subject, string Description, DateTimeOffset CreatedOn, IReadOnlyList<CustomFieldValue> CustomFields);
