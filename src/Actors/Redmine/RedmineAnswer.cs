using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>What came of a call: Redmine's answer, or one of the ways to fail. Never an exception.</summary>
public abstract record RedmineAnswer
{
    private RedmineAnswer()
    {
    }

    /// <summary>
    /// When Redmine answered, by the clock on its side, in whole seconds; null where it didn't say. A front server says so in every
    /// answer (<c>Date</c>), Redmine's own puma in none; a created ticket tells too.
    /// </summary>
    public DateTimeOffset? ServerTime { get; init; }

    public sealed record KeyChecked(string Login, bool IsAdministrator) : RedmineAnswer;

    /// <summary>Redmine answers, and its API is on; there is no key of ours to look at.</summary>
    public sealed record Reached : RedmineAnswer;

    /// <param name="Account">Whose it is.</param>
    public sealed record OwnKeyChecked(RedmineUser Account) : RedmineAnswer;

    public sealed record TicketsSeen(IReadOnlySet<TicketId> Tickets) : RedmineAnswer;

    public sealed record TicketsListed(TicketPage Page) : RedmineAnswer;

    public sealed record CatalogRead(RedmineCatalog Catalog) : RedmineAnswer;

    public sealed record ProjectsRead(PersonProjects Projects) : RedmineAnswer;

    public sealed record MembersRead(ProjectMembers Members) : RedmineAnswer;

    /// <param name="Unknown">Logins that no account has, or only one that was never activated.</param>
    public sealed record UsersFound(IReadOnlyList<RedmineUser> Users, IReadOnlyList<RedmineLogin> Unknown) : RedmineAnswer;

    /// <param name="Total">How many there are in all.</param>
    public sealed record AccountsRead(IReadOnlyList<string> Logins, int Total) : RedmineAnswer;

    public sealed record TicketCreated(CreatedTicket Ticket) : RedmineAnswer;

    public sealed record TicketsFound(IReadOnlyList<CreatedTicket> Tickets) : RedmineAnswer;

    /// <summary>422: nothing was created.</summary>
    /// <param name="Errors">Redmine's own sentences in the person's language in Redmine; may be none.</param>
    public sealed record Invalid(IReadOnlyList<string> Errors) : RedmineAnswer;

    /// <summary>404: there is no such project.</summary>
    public sealed record ProjectUnknown(int Project) : RedmineAnswer;

    /// <summary>The person may view tickets in no project, so it can't be looked whether one is there.</summary>
    public sealed record MayNotView : RedmineAnswer;

    /// <summary>403: the person doesn't see the project, or may not do this in it; or it is closed, archived or without tickets.</summary>
    public sealed record ProjectForbidden(int Project) : RedmineAnswer;

    /// <summary>
    /// A creation was sent, or may have been, and no answer came that tells what became of it: a lost connection, a time-out, a 5xx, an
    /// answer that can't be read. It may have happened, and may still happen for a while.
    /// </summary>
    /// <param name="Why">For the log, without secrets.</param>
    public sealed record OutcomeUnknown(string Why) : RedmineAnswer;

    /// <summary>412: the login is unknown or locked.</summary>
    public sealed record NoSuchAccount(RedmineLogin Login) : RedmineAnswer;

    /// <summary>
    /// The person's own key is not accepted (any more), is another account's, can't be opened, or there is none; it is that person's to mend,
    /// and says nothing of Redmine. Nothing was changed.
    /// </summary>
    public sealed record OwnKeyRefused : RedmineAnswer;

    /// <summary>Redmine won't work for the bridge at all until an administrator mends something.</summary>
    public sealed record Misconfigured(RedmineTrouble Trouble) : RedmineAnswer;

    /// <summary>
    /// No connection; for what only reads also a time-out or a 5xx; or the breaker is open, and nothing was sent. Nothing was changed.
    /// </summary>
    /// <param name="Why">For the log, without secrets.</param>
    public sealed record Unreachable(string Why) : RedmineAnswer;

    /// <summary>The queue is full; nothing was sent.</summary>
    public sealed record Busy : RedmineAnswer;

    /// <summary>An answer outside of what the API is known to give. Nothing was changed.</summary>
    public sealed record Unexpected(string What) : RedmineAnswer;
}
