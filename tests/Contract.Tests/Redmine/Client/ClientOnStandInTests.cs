using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>What the bridge's client makes of faults, of large installations, and of settings that a shared Redmine can't be given.</summary>
public sealed class ClientOnStandInTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, 700, TimeSpan.Zero);
    private static readonly RedmineLogin Alice = new("alice");

    private readonly RedmineWorld _world = StandIn.CreateWorld(new FakeTimeProvider(Now));
    private readonly StandInRedmine _server;
    private RedmineApi _api = null!;

    public ClientOnStandInTests() => _server = new(_world);

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _api = new(_server.Url, RedmineWorld.AdminKey);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Creation_whose_answer_is_spoilt_is_unknown_and_is_found(int status)
    {
        using (_server.Faults.Inject("POST", "/projects", status == 0 ? new Fault.DropAnswer() : new Fault.SpoilAnswer(status)))
            await Send<RedmineAnswer.OutcomeUnknown>(Create("mark0001"));
        var found = await Send<RedmineAnswer.TicketsFound>(new RedmineCall.FindTickets(new MarkSearch.InDescriptions("mark0001", Now.AddSeconds(-2))));
        Assert.Equal(5, Assert.Single(found.Tickets).Author.Id);
        Assert.Equal(1, _server.Requests.All.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData(200, "<html>login</html>")]
    [InlineData(201, "<html>created, I suppose</html>")]
    [InlineData(201, "{}")]
    [InlineData(204, "")]
    [InlineData(500, "")]
    public async Task Creation_with_an_odd_answer_is_unknown(int status, string body)
    {
        using var fault = _server.Faults.Inject("POST", "/projects", new Fault.Answer(status, body));
        await Send<RedmineAnswer.OutcomeUnknown>(Create("mark0001"));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(429)]
    public async Task Creation_that_is_turned_away_has_not_happened(int status)
    {
        using var fault = _server.Faults.Inject("POST", "/projects", new Fault.Answer(status));
        await Send<RedmineAnswer.Unexpected>(Create("mark0001"));
    }

    [Theory]
    [InlineData(200, "<html>We are back soon.</html>")]
    [InlineData(302, "")]
    [InlineData(404, "404 page not found")]
    [InlineData(429, "")]
    [InlineData(503, "")]
    public async Task What_a_proxy_answers_for_Redmine_is_no_answer_of_Redmines(int status, string body)
    {
        using var fault = _server.Faults.Inject("GET", "/issues.json", new Fault.Answer(status, body, "text/html"));
        await Send<RedmineAnswer.Unreachable>(new RedmineCall.SeeTickets(Alice, [new(1)]));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("""{"errors":[]}""", 0)]
    [InlineData("""{"errors":["A","B"]}""", 2)]
    public async Task Creation_that_is_refused_may_say_why(string body, int errors)
    {
        using var fault = _server.Faults.Inject("POST", "/projects", new Fault.Answer(422, body));
        Assert.Equal(errors, (await Send<RedmineAnswer.Invalid>(Create("mark0001"))).Errors.Count);
    }

    [Fact]
    public async Task Creation_with_Rest_switched_off_is_forbidden_and_the_search_says_why()
    {
        _world.Change(d => d with { RestEnabled = false });
        await Send<RedmineAnswer.ProjectForbidden>(Create("mark0001"));
        var search = await Send<RedmineAnswer.Misconfigured>(new RedmineCall.FindTickets(new MarkSearch.InDescriptions("mark0001", null)));
        Assert.Equal(RedmineTrouble.RestOff, search.Trouble);
    }

    [Fact]
    public async Task A_key_that_was_replaced_creates_nothing_where_even_strangers_may()
    {
        var seal = new PlainSeal();
        var bob = _world.Data.Users.Values.Single(u => u.Login == "bob");
        Assert.True(RedmineKey.TryParse(bob.ApiKey, out var key));
        var own = new OwnKey(new("bob-id"), new(bob.Id, bob.Login, bob.Name, false), seal.Seal(new("bob-id"), key));
        using var keyless = new RedmineApi(_server.Url, null, seal: seal);
        var anonymous = _world.Data.Roles.Values.Single(r => r.Name == "Anonymous");
        _world.Change(d => d with { Roles = d.Roles.SetItem(anonymous.Id, anonymous with { Permissions = [.. anonymous.Permissions, "add_issues"] }) });
        var create = new RedmineCall.CreateTicket(own, "mark0001", new() { Project = 1, Subject = "x" });
        Assert.IsType<RedmineAnswer.TicketCreated>(await keyless.SendAsync(create, CancellationToken.None));

        _world.Change(d => d with { Users = d.Users.SetItem(bob.Id, bob with { ApiKey = new string('b', 40) }) });
        _server.Requests.Clear();
        Assert.IsType<RedmineAnswer.OwnKeyRefused>(await keyless.SendAsync(create with { Mark = "mark0002" }, CancellationToken.None));
        Assert.DoesNotContain(_server.Requests.All, r => r.Method == "POST");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    public async Task A_creation_whose_key_could_not_be_looked_at_has_not_happened(int status)
    {
        var seal = new PlainSeal();
        Assert.True(RedmineKey.TryParse(RedmineWorld.AdminKey, out var key));
        using var keyless = new RedmineApi(_server.Url, null, seal: seal);
        using var fault = _server.Faults.Inject("GET", "/users/current.json", new Fault.Answer(status));
        var own = new OwnKey(new("a"), new(1, "admin", "Admin", false), seal.Seal(new("a"), key));
        Assert.IsType<RedmineAnswer.Unreachable>(
            await keyless.SendAsync(new RedmineCall.CreateTicket(own, "mark0001", new() { Project = 1, Subject = "x" }), CancellationToken.None));
        Assert.DoesNotContain(_server.Requests.All, r => r.Method == "POST");
    }

    [Fact]
    public async Task Without_a_key_it_is_seen_that_Rest_is_switched_off()
    {
        _world.Change(d => d with { RestEnabled = false });
        using var keyless = new RedmineApi(_server.Url, null);
        Assert.Equal(RedmineTrouble.RestOff, Assert.IsType<RedmineAnswer.Misconfigured>(await keyless.SendAsync(new RedmineCall.CheckKey(), CancellationToken.None)).Trouble);
    }

    [Fact]
    public async Task Every_answer_tells_the_servers_time()
    {
        var second = Now.AddMilliseconds(-700);
        Assert.Equal(second, (await Send<RedmineAnswer.KeyChecked>(new RedmineCall.CheckKey())).ServerTime);
        Assert.Equal(second, (await Send<RedmineAnswer.NoSuchAccount>(new RedmineCall.ReadProjects(new RedmineLogin("nosuch")))).ServerTime);
        Assert.Equal(second, (await Send<RedmineAnswer.TicketCreated>(Create("mark0001"))).ServerTime);
        using var fault = _server.Faults.Inject("POST", "/projects", new Fault.Answer(503) { Headers = new Dictionary<string, string> { ["Date"] = "Tue, 24 Nov 2026 08:00:00 GMT" } });
        Assert.Equal(second.AddHours(-1), (await Send<RedmineAnswer.OutcomeUnknown>(Create("mark0002"))).ServerTime);
    }

    [Fact]
    public async Task Tracker_without_descriptions_loses_the_mark_and_it_shows()
    {
        _world.Change(d => d with { Trackers = d.Trackers.SetItem(1, d.Trackers[1] with { DisabledFields = ["description", "due_date", "start_date"] }) });
        var catalog = await Catalog();
        Assert.False(catalog.FindTracker(1)!.Has("description"));
        Assert.True(catalog.FindTracker(2)!.Has("description"));
        var asked = Create("mark0001").Ticket with { DueDate = new(2026, 12, 1) };
        var made = (await Send<RedmineAnswer.TicketCreated>(new RedmineCall.CreateTicket(Alice, "mark0001", asked))).Ticket;
        Assert.Equal(
            [
                new TicketDifference.OfText(TicketField.Description, "mark0001", ""),
                new TicketDifference.OfDate(TicketField.DueDate, new(2026, 12, 1), null),
            ],
            TicketDifference.Between(asked, made));
    }

    [Fact]
    public async Task Field_of_all_projects_is_known_by_no_project_having_it()
    {
        var demo = _world.Data.Projects[1];
        var field = _world.AddCustomField("Cost centre", "string", demo, f => f with { IsForAll = true, IsRequired = true, Pattern = "^[0-9]+$", DefaultValue = "1" });
        var catalog = await Catalog();
        var read = Assert.Single(catalog.CustomFields, f => f.IsForAllProjects);
        Assert.Equal((field.Id, "1", "^[0-9]+$"), (read.Id, read.Default, read.Pattern));
        var choices = new TicketChoices(catalog, (await Send<RedmineAnswer.ProjectsRead>(new RedmineCall.ReadProjects(Alice))).Projects, null);
        foreach (var project in choices.Projects)
            Assert.Contains(read, choices.RequiredFieldsOf(project, choices.TrackersOf(project)[0]));
        Assert.Equal(
            ["Cost centre is invalid"],
            (await Send<RedmineAnswer.Invalid>(new RedmineCall.CreateTicket(Alice, "m", new() { Project = 1, Subject = "x", CustomFields = [new(field.Id, ["a"])] }))).Errors);
    }

    [Fact]
    public async Task Field_for_some_roles_concerns_those_who_have_them()
    {
        const string Fields = """
            {"custom_fields":[
              {"id":1,"name":"Managers'","customized_type":"issue","field_format":"bool","is_required":true,"visible":false,"trackers":[{"id":1,"name":"Bug"}],"roles":[{"id":3,"name":"Manager"}]},
              {"id":2,"name":"Nobody's","customized_type":"issue","field_format":"bool","is_required":true,"visible":false,"trackers":[{"id":1,"name":"Bug"}],"roles":[]},
              {"id":9,"name":"A project's own","customized_type":"project","field_format":"bool","is_required":true,"visible":true}]}
            """;
        using var fault = _server.Faults.Inject("GET", "/custom_fields.json", new Fault.Answer(200, Fields));
        var catalog = await Catalog();
        Assert.Equal("Managers'", await Required("alice"));
        Assert.Equal("", await Required("bob"));
        Assert.Equal("Managers',Nobody's", await Required("admin"));

        async Task<string> Required(string login)
        {
            var choices = new TicketChoices(catalog, (await Send<RedmineAnswer.ProjectsRead>(new RedmineCall.ReadProjects(new RedmineLogin(login)))).Projects, null);
            var fields = choices.Projects.Single(p => p.Identifier == "fields");
            return string.Join(',', choices.RequiredFieldsOf(fields, choices.TrackersOf(fields)[0]).Select(f => f.Name));
        }
    }

    [Fact]
    public async Task Catalog_takes_few_requests_and_each_list_its_pages()
    {
        await Catalog();
        // Six lists, one of projects among them, and each role; the first id that the list of roles lacks is that of people who are no members.
        Assert.Equal(6 + 6 + 1, _server.Requests.All.Count);
        Assert.All(_server.Requests.All, r => Assert.Equal("admin", r.As));

        var project = _world.Data.Projects[1];
        for (var i = 0; i < 250; i++)
        {
            _world.AddProject($"p{i}", $"Project {i}");
            _world.AddMember(project, _world.AddUser($"user{i}", "User", $"{i}"), "Reporter");
        }

        _server.Requests.Clear();
        Assert.Equal(255, (await Send<RedmineAnswer.ProjectsRead>(new RedmineCall.ReadProjects(Alice))).Projects.Projects.Count);
        Assert.Equal(254, (await Send<RedmineAnswer.MembersRead>(new RedmineCall.ReadMembers(Alice, 1))).Members.People.Count);
        Assert.Equal(1 + 3 + 3, _server.Requests.All.Count);
        Assert.All(_server.Requests.All, r => Assert.Equal("alice", r.As));
    }

    [Theory]
    [InlineData(0, "alice", 1)]
    [InlineData(0, "alice bob carol ivan", 1)]
    [InlineData(0, "nosuch", 2)]
    [InlineData(0, "alice locked", 3)]
    [InlineData(500, "alice user499", 2)]
    [InlineData(500, "user498 user499", 3)]
    [InlineData(500, "user450 user451 user452 user453 user454 user455", 5)]
    public async Task Users_are_found_with_few_requests(int others, string logins, int requests)
    {
        for (var i = 0; i < others; i++)
            _world.AddUser($"user{i:000}", "User", $"{i}");
        RedmineLogin[] asked = [.. logins.Split(' ').Select(l => new RedmineLogin(l))];
        var answer = await Send<RedmineAnswer.UsersFound>(new RedmineCall.FindUsers(asked));
        Assert.Equal(asked.Length, answer.Users.Count + answer.Unknown.Count);
        Assert.Equal(requests, _server.Requests.All.Count);
    }

    [Fact]
    public async Task Accounts_are_listed_a_page_a_request()
    {
        for (var i = 0; i < 205; i++)
            _world.AddUser($"user{i:000}", "User", $"{i}", with: u => u with { IsRegistered = true });

        var page = await Send<RedmineAnswer.AccountsRead>(new RedmineCall.ReadAccounts(AccountStatus.Registered, null, 200));
        Assert.Equal(["user200", "user201", "user202", "user203", "user204"], page.Logins);
        Assert.Equal(205, page.Total);
        Assert.Single(_server.Requests.All);
        Assert.Equal(RedmineLoginOf("user007"), (await Send<RedmineAnswer.NoSuchAccount>(new RedmineCall.ReadProjects(RedmineLoginOf("user007")))).Login);

        static RedmineLogin RedmineLoginOf(string login) => new(login);
    }

    [Fact]
    public async Task Search_goes_through_all_pages()
    {
        for (var i = 0; i < 205; i++)
            _world.AddIssue(_world.Data.Projects[1], _world.Data.Users[5], "x", t => t with { Description = "mark0001", StatusId = i % 2 == 0 ? 1 : 5 });
        var found = await Send<RedmineAnswer.TicketsFound>(new RedmineCall.FindTickets(new MarkSearch.InDescriptions("mark0001", null)));
        Assert.Equal(Enumerable.Range(1, 205), found.Tickets.Select(t => t.Id.Value));
    }

    private static RedmineCall.CreateTicket Create(string mark) => new(Alice, mark, new() { Project = 1, Subject = "x", Description = mark });

    private async Task<RedmineCatalog> Catalog() => (await Send<RedmineAnswer.CatalogRead>(new RedmineCall.ReadCatalog())).Catalog;

    private async Task<T> Send<T>(RedmineCall call)
        where T : RedmineAnswer => Assert.IsType<T>(await _api.SendAsync(call, CancellationToken.None));
}
