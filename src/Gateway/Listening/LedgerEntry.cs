using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Gateway.Listening;

/// <summary>How one version of one post ended.</summary>
/// <param name="EditAt">With the id it names the version: 0 for a post never edited.</param>
/// <param name="Linked">Tickets that became links in this post, now or in an earlier version.</param>
/// <param name="Told">Tickets of which the author has heard that they can't see them.</param>
/// <param name="ReplyId">The reply that carries the links where posts are not edited; else null.</param>
public sealed record LedgerEntry(
    PostId Post,
    long EditAt,
    LinkOutcome Outcome,
    IReadOnlyList<TicketId> Linked,
    IReadOnlyList<TicketId> Told,
    PostId? ReplyId,
    DateTimeOffset At);
