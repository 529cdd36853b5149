namespace RedmineBridge.Actors.Tickets;

/// <summary>
/// A ticket as it is asked for. What is null is not sent, so Redmine's own defaults hold. Text is cleaned when it is set
/// (<see cref="TicketText"/>), so that what is compared later is what was sent.
/// </summary>
public sealed record NewTicket
{
    public required int Project { get; init; }

    public int? Tracker { get; init; }

    public int? Status { get; init; }

    public int? Priority { get; init; }

    public required string Subject
    {
        get;
        init => field = TicketText.OneLine(value);
    }

    /// <summary>Empty: none.</summary>
    public string Description
    {
        get;
        init => field = TicketText.Lines(value);
    }
    = "";

    /// <summary>The Redmine user's id.</summary>
    public int? Assignee { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public decimal? EstimatedHours { get; init; }

    /// <summary>In per cent.</summary>
    public int? DoneRatio { get; init; }

    public IReadOnlyList<CustomFieldValue> CustomFields { get; init; } = [];
}
