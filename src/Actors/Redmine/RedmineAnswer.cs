using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>What came of a call: Redmine's answer, or one of the ways to fail. Never an exception.</summary>
public abstract record RedmineAnswer
{
    private RedmineAnswer()
    {
    }

    public sealed record KeyChecked(string Login, bool IsAdministrator) : RedmineAnswer;

    public sealed record TicketsSeen(IReadOnlySet<TicketId> Tickets) : RedmineAnswer;

    public sealed record TicketsListed(TicketPage Page) : RedmineAnswer;

    /// <summary>412: the login is unknown or locked.</summary>
    public sealed record NoSuchAccount(RedmineLogin Login) : RedmineAnswer;

    /// <summary>Redmine won't work for the bridge at all until an administrator mends something.</summary>
    public sealed record Misconfigured(RedmineTrouble Trouble) : RedmineAnswer;

    /// <summary>No connection, a time-out or a 5xx; or the breaker is open, and nothing was sent.</summary>
    /// <param name="Why">For the log, without secrets.</param>
    public sealed record Unreachable(string Why) : RedmineAnswer;

    /// <summary>The queue is full; nothing was sent.</summary>
    public sealed record Busy : RedmineAnswer;

    /// <summary>An answer outside of what the API is known to give.</summary>
    public sealed record Unexpected(string What) : RedmineAnswer;
}
