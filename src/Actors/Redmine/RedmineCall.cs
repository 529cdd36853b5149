using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>One call to Redmine. Each is a read, so repeating it is harmless.</summary>
public abstract record RedmineCall
{
    /// <summary>Redmine gives no more rows to one call.</summary>
    public const int MaxRows = 100;

    private RedmineCall()
    {
    }

    /// <summary>Whose key is ours? Answered with <see cref="RedmineAnswer.KeyChecked"/>.</summary>
    public sealed record CheckKey : RedmineCall;

    /// <summary>
    /// Which of these tickets does the person see, open or closed? One call however many ids; at most <see cref="MaxRows"/>.
    /// Answered with <see cref="RedmineAnswer.TicketsSeen"/>.
    /// </summary>
    public sealed record SeeTickets(RedmineLogin As, IReadOnlyList<TicketId> Tickets) : RedmineCall;

    /// <summary>Open tickets, newest change first. Answered with <see cref="RedmineAnswer.TicketsListed"/>.</summary>
    public sealed record ListTickets(RedmineLogin As, TicketList List, int Page, int PageSize) : RedmineCall;
}
