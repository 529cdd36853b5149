using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>A place in a text where a ticket is mentioned and could become a link.</summary>
/// <param name="Start">In UTF-16 units, like <paramref name="Length"/>.</param>
public readonly record struct Reference(TicketId Ticket, int Start, int Length)
{
    public int End => Start + Length;
}
