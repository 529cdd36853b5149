using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <param name="Text">The text with its links; where <paramref name="Outcome"/> is not Linked, exactly as it came.</param>
/// <param name="Linked">The tickets that became links now, in order of appearance.</param>
public sealed record LinkedText(string Text, IReadOnlyList<TicketId> Linked, LinkTextOutcome Outcome);
