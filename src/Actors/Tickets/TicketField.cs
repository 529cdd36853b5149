namespace RedmineBridge.Actors.Tickets;

/// <summary>A field that every ticket has.</summary>
public enum TicketField
{
    Project,
    Tracker,
    Status,
    Priority,
    Subject,
    Description,
    Assignee,
    StartDate,
    DueDate,
    EstimatedHours,
    DoneRatio,
}
