using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// One call to Redmine; it may be several requests. All but <see cref="CreateTicket"/> only read, so repeating them is harmless. What
/// takes a login is done as that person, with that person's rights; the rest as the administrator whose key is used.
/// </summary>
public abstract record RedmineCall
{
    /// <summary>Redmine gives no more rows to one request.</summary>
    public const int MaxRows = 100;

    private RedmineCall()
    {
    }

    /// <summary>Whether nothing is changed by it, so that it can be sent again where its answer is lost.</summary>
    public bool IsRepeatable => this is not CreateTicket;

    /// <summary>What is known when the call was sent and no answer came.</summary>
    internal RedmineAnswer Lost(string why) => IsRepeatable ? new RedmineAnswer.Unreachable(why) : new RedmineAnswer.OutcomeUnknown(why);

    /// <summary>Whose key is ours? Answered with <see cref="RedmineAnswer.KeyChecked"/>.</summary>
    public sealed record CheckKey : RedmineCall;

    /// <summary>
    /// Which of these tickets does the person see, open or closed? One call however many ids; at most <see cref="MaxRows"/>.
    /// Answered with <see cref="RedmineAnswer.TicketsSeen"/>.
    /// </summary>
    public sealed record SeeTickets(RedmineLogin As, IReadOnlyList<TicketId> Tickets) : RedmineCall;

    /// <summary>Open tickets, newest change first. Answered with <see cref="RedmineAnswer.TicketsListed"/>.</summary>
    public sealed record ListTickets(RedmineLogin As, TicketList List, int Page, int PageSize) : RedmineCall;

    /// <summary>
    /// Trackers, statuses, priorities, custom fields and roles: some requests and one a role. Answered with
    /// <see cref="RedmineAnswer.CatalogRead"/>.
    /// </summary>
    public sealed record ReadCatalog : RedmineCall;

    /// <summary>
    /// The active projects that the person sees, and what the person is there. Answered with <see cref="RedmineAnswer.ProjectsRead"/>.
    /// </summary>
    public sealed record ReadProjects(RedmineLogin As) : RedmineCall;

    /// <summary>
    /// Who belongs to a project, locked accounts too: the list doesn't tell them (<see cref="FindUsers"/> does). Answered with
    /// <see cref="RedmineAnswer.MembersRead"/>, <see cref="RedmineAnswer.ProjectUnknown"/> or <see cref="RedmineAnswer.ProjectForbidden"/>.
    /// </summary>
    public sealed record ReadMembers(RedmineLogin As, int Project) : RedmineCall;

    /// <summary>
    /// Who these logins are, and whether their accounts are locked. One request for one that is well; for several as few as the size
    /// of the installation lets. Answered with <see cref="RedmineAnswer.UsersFound"/>.
    /// </summary>
    public sealed record FindUsers(IReadOnlyList<RedmineLogin> Logins) : RedmineCall;

    /// <summary>
    /// The logins of all accounts of a status, or of those that have a text in their login, name or address; by login, and no more than
    /// <see cref="MaxRows"/>. One request. Answered with <see cref="RedmineAnswer.AccountsRead"/>.
    /// </summary>
    /// <param name="Name">The text; null for all.</param>
    /// <param name="Offset">How many to pass over.</param>
    public sealed record ReadAccounts(AccountStatus Status, string? Name, int Offset) : RedmineCall;

    /// <summary>
    /// Creates a ticket, by one POST that is never repeated here. Answered with <see cref="RedmineAnswer.TicketCreated"/>,
    /// <see cref="RedmineAnswer.Invalid"/>, <see cref="RedmineAnswer.ProjectUnknown"/>, <see cref="RedmineAnswer.ProjectForbidden"/> or
    /// <see cref="RedmineAnswer.OutcomeUnknown"/>; any other answer says that nothing was created.
    /// </summary>
    /// <param name="Mark">
    /// Names the creation. While one with the same mark waits or is under way, whoever asks for it again gets its answer. What the
    /// ticket itself says of it is up to the caller.
    /// </param>
    public sealed record CreateTicket(RedmineLogin As, string Mark, NewTicket Ticket) : RedmineCall;

    /// <summary>
    /// In all projects, open or closed, lowest id first, as the administrator sees it: a ticket that the person may no longer see is found
    /// too. Answered with <see cref="RedmineAnswer.TicketsFound"/>.
    /// </summary>
    public sealed record FindTickets(MarkSearch Search) : RedmineCall;
}
