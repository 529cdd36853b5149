namespace RedmineBridge.Actors.Tickets;

/// <summary>Which of a person's open tickets are listed.</summary>
public enum TicketList
{
    AssignedToMe,
    CreatedByMe,
}
