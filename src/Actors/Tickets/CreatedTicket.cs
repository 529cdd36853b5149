namespace RedmineBridge.Actors.Tickets;

/// <summary>A ticket as Redmine made it, told when it was or found later, which need not be as it was asked for: <see cref="TicketDifference"/>.</summary>
public sealed record CreatedTicket(
    TicketId Id, Named Project, Named Tracker, Named Status, Named Priority, Named Author, string Subject, DateTimeOffset CreatedOn)
{
    public Named? Assignee { get; init; }

    /// <summary>Empty: none. Lines end with a line feed alone.</summary>
    public string Description { get; init; } = "";

    public DateOnly? StartDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public decimal? EstimatedHours { get; init; }

    public int DoneRatio { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>Those that the ticket's project and tracker have and the person may see.</summary>
    public IReadOnlyList<CustomFieldValue> CustomFields { get; init; } = [];
}
