using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>The bridge's own client, on the stand-in and on a real Redmine alike.</summary>
public abstract class ClientSpec : RedmineSpec, IDisposable
{
    protected ClientSpec(RedmineUnderTest redmine)
        : base(redmine) => Api = new(redmine.Url, redmine.AdminKey);

    protected RedmineApi Api { get; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Api.Dispose();

    protected static RedmineLogin Login(string login) => new(login);

    protected Task<RedmineAnswer> Send(RedmineCall call) => Api.SendAsync(call, CancellationToken.None);

    /// <summary>The answer that is expected, or a failure that shows the one that came.</summary>
    protected async Task<T> Send<T>(RedmineCall call)
        where T : RedmineAnswer => Assert.IsType<T>(await Send(call));

    protected async Task<RedmineCatalog> Catalog() => (await Send<RedmineAnswer.CatalogRead>(new RedmineCall.ReadCatalog())).Catalog;

    protected async Task<TicketChoices> Choices(string login, int? membersOf = null)
    {
        var projects = await Send<RedmineAnswer.ProjectsRead>(new RedmineCall.ReadProjects(Login(login)));
        var members = membersOf is { } id ? (await Send<RedmineAnswer.MembersRead>(new RedmineCall.ReadMembers(Login(login), id))).Members : null;
        return new(await Catalog(), projects.Projects, members);
    }

    protected async Task<NewTicket> Ticket(string project, string? subject = null) =>
        new() { Project = await Redmine.ProjectId(project), Subject = subject ?? Unique() };

    protected static RedmineCall.CreateTicket Create(string login, NewTicket ticket) => new(Login(login), Unique(), ticket);

    protected async Task<CreatedTicket> Created(string login, NewTicket ticket) =>
        (await Send<RedmineAnswer.TicketCreated>(Create(login, ticket))).Ticket;

    protected async Task<IReadOnlyList<CreatedTicket>> Found(MarkSearch search) =>
        (await Send<RedmineAnswer.TicketsFound>(new RedmineCall.FindTickets(search))).Tickets;
}
