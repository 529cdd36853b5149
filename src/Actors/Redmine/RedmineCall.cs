using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// One call to Redmine; it may be several requests. All but <see cref="CreateTicket"/> only read, so repeating them is harmless. What
/// takes an identity is done as that person, with that person's rights; the rest as the administrator whose key is used.
/// </summary>
public abstract record RedmineCall
{
    /// <summary>Redmine gives no more rows to one request.</summary>
    public const int MaxRows = 100;

    private RedmineCall(RedmineIdentity? @as = null) => As = @as;

    /// <summary>Null: the administrator whose key is used.</summary>
    public RedmineIdentity? As { get; init; }

    /// <summary>Whether nothing is changed by it, so that it can be sent again where its answer is lost.</summary>
    public bool IsRepeatable => this is not CreateTicket;

    /// <summary>What is known when the call was sent and no answer came.</summary>
    internal RedmineAnswer Lost(string why) => IsRepeatable ? new RedmineAnswer.Unreachable(why) : new RedmineAnswer.OutcomeUnknown(why);

    /// <summary>
    /// Whose key is ours? Answered with <see cref="RedmineAnswer.KeyChecked"/>, or, where the bridge has none, with
    /// <see cref="RedmineAnswer.Reached"/>.
    /// </summary>
    public sealed record CheckKey : RedmineCall;

    /// <summary>
    /// Whose account is this person's key? Answered with <see cref="RedmineAnswer.OwnKeyChecked"/> or <see cref="RedmineAnswer.OwnKeyRefused"/>.
    /// </summary>
    public sealed record CheckOwnKey(UserId Person, SealedKey Key) : RedmineCall;

    /// <summary>
    /// Which of these tickets does the person see, open or closed? One call however many ids; at most <see cref="MaxRows"/>.
    /// Answered with <see cref="RedmineAnswer.TicketsSeen"/>.
    /// </summary>
    public sealed record SeeTickets(RedmineIdentity As, IReadOnlyList<TicketId> Tickets) : RedmineCall(As);

    /// <summary>Open tickets, newest change first. Answered with <see cref="RedmineAnswer.TicketsListed"/>.</summary>
    public sealed record ListTickets(RedmineIdentity As, TicketList List, int Page, int PageSize) : RedmineCall(As);

    /// <summary>
    /// Trackers, statuses, priorities, custom fields and roles: some requests and one a role. Answered with
    /// <see cref="RedmineAnswer.CatalogRead"/>. It is the same for all, so it is the same call whoever asks; only custom fields Redmine tells
    /// none but an administrator, and for a person's own key there are none.
    /// </summary>
    public sealed record ReadCatalog(RedmineIdentity? As = null) : RedmineCall(As)
    {
        public bool Equals(ReadCatalog? other) => other is not null;

        public override int GetHashCode() => 0;
    }

    /// <summary>
    /// The active projects that the person sees, and what the person is there. Answered with <see cref="RedmineAnswer.ProjectsRead"/>.
    /// </summary>
    public sealed record ReadProjects(RedmineIdentity As) : RedmineCall(As);

    /// <summary>
    /// Who belongs to a project, locked accounts too: the list doesn't tell them (<see cref="FindUsers"/> does). Answered with
    /// <see cref="RedmineAnswer.MembersRead"/>, <see cref="RedmineAnswer.ProjectUnknown"/> or <see cref="RedmineAnswer.ProjectForbidden"/>.
    /// </summary>
    public sealed record ReadMembers(RedmineIdentity As, int Project) : RedmineCall(As);

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
    public sealed record CreateTicket(RedmineIdentity As, string Mark, NewTicket Ticket) : RedmineCall(As);

    /// <summary>
    /// In all projects, open or closed, lowest id first, as the administrator sees it: a ticket that the person may no longer see is found
    /// too. By the person's own key only what they see is. Answered with <see cref="RedmineAnswer.TicketsFound"/>.
    /// </summary>
    public sealed record FindTickets(MarkSearch Search, RedmineIdentity? As = null) : RedmineCall(As);
}
