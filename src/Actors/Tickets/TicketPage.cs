namespace RedmineBridge.Actors.Tickets;

/// <summary>One page of a list, newest change first.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Total">Tickets on all pages.</param>
public sealed record TicketPage(TicketList List, int Page, int PageSize, int Total, IReadOnlyList<Ticket> Tickets)
{
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}
