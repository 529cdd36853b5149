namespace RedmineBridge.Actors.Tickets;

/// <summary>One row of a ticket list, as Redmine showed it to the person who asked.</summary>
public sealed record Ticket(
    TicketId Id,
    string Project,
    string Tracker,
    string Status,
    string Priority,
    string Subject,
    string Author,
    string? Assignee,
    DateTimeOffset UpdatedOn,
    DateOnly? DueDate);
