using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>What only the stand-in can be asked: switches, clocks, faults, and the pages for people.</summary>
public sealed class StandInRedmineTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 22, 30, 0, 700, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly RedmineWorld _world;
    private readonly StandInRedmine _server;
    private readonly HttpClient _http = new();

    public StandInRedmineTests()
    {
        _world = RedmineWorld.CreateSeeded(_time);
        _server = new(_world);
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Rest_switched_off_ignores_keys()
    {
        _world.Change(d => d with { RestEnabled = false });
        Assert.Equal(403, (int)(await Get("/users/current.json")).StatusCode);
        Assert.Equal(403, (int)(await Get("/projects/secret.json")).StatusCode);
        Assert.Equal(200, (int)(await Get("/issues.json")).StatusCode);
    }

    [Fact]
    public async Task Login_required_refuses_strangers_everything()
    {
        _world.Change(d => d with { LoginRequired = true });
        foreach (var path in new[] { "/issues.json", "/trackers.json", "/projects.json" })
        {
            Assert.Equal(401, (int)(await _http.GetAsync(new Uri(_server.Url, path))).StatusCode);
            Assert.Equal(200, (int)(await Get(path)).StatusCode);
        }
    }

    [Theory]
    [InlineData("Europe/Moscow", "2026-11-25")]
    [InlineData("UTC", "2026-11-24")]
    public async Task Create_without_a_start_date_takes_the_persons_own_today(string zone, string expected)
    {
        var user = _world.AddUser("traveller", "T", "R", with: u => u with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) });
        using var request = Request(HttpMethod.Post, "/projects/demo/issues.json", user.Login);
        request.Content = new StringContent("""{"issue":{"subject":"x"}}""", System.Text.Encoding.UTF8, "application/json");
        var body = await (await _http.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.Contains($"\"start_date\":\"{expected}\"", body);
        Assert.Contains("\"created_on\":\"2026-11-24T22:30:00Z\"", body);
    }

    [Fact]
    public async Task Requests_are_logged_with_the_effective_login()
    {
        await Get("/issues.json?limit=1", "Alice");
        await _http.GetAsync(new Uri(_server.Url, "/issues.json"));
        await Get("/issues.json", "nosuch");
        Assert.Equal(["alice", null, null], _server.Requests.All.Select(r => r.As));
        Assert.Equal("GET /issues.json?limit=1 as alice", _server.Requests.All[0].ToString());
    }

    [Fact]
    public async Task Dropped_answer_leaves_the_ticket_created()
    {
        using var fault = _server.Faults.Inject("POST", "/projects", new Fault.DropAnswer());
        using var request = Request(HttpMethod.Post, "/projects/demo/issues.json", "bob");
        request.Content = new StringContent("""{"issue":{"subject":"only once"}}""", System.Text.Encoding.UTF8, "application/json");
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.SendAsync(request));
        Assert.Single(_world.Data.Issues.Values, i => i.Subject == "only once");
    }

    [Fact]
    public async Task Restart_keeps_the_world_and_the_port()
    {
        var url = _server.Url;
        await _server.StopAsync();
        await _server.StartAsync();
        Assert.Equal(url, _server.Url);
        Assert.Equal(200, (int)(await Get("/issues/1.json")).StatusCode);
    }

    [Fact]
    public async Task Ticket_page_escapes_what_people_wrote()
    {
        var issue = _world.AddIssue(_world.Data.Projects[1], _world.Data.Users[5], "<script>alert(1)</script> Тест", i => i with { Description = "<b>&\"" });
        var page = await _http.GetStringAsync(new Uri(_server.Url, $"/issues/{issue.Id}"));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; Тест", page);
        Assert.Contains("&lt;b&gt;&amp;&quot;", page);
        Assert.Contains("stand-in", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public async Task Ticket_page_links_addresses_and_nothing_else()
    {
        var text = "From https://chat.test/_redirect/pl/abc?a=1&b=\"2. Not javascript:alert(1).";
        var issue = _world.AddIssue(_world.Data.Projects[1], _world.Data.Users[5], "Linked", i => i with { Description = text });

        var page = await _http.GetStringAsync(new Uri(_server.Url, $"/issues/{issue.Id}"));

        Assert.Contains(
            "From <a href=\"https://chat.test/_redirect/pl/abc?a=1&amp;b=\" rel=\"noopener noreferrer\">https://chat.test/_redirect/pl/abc?a=1&amp;b=</a>&quot;2. Not javascript:alert(1).",
            page);
    }

    [Fact]
    public async Task Ticket_page_of_nothing_is_not_found() => Assert.Equal(404, (int)(await _http.GetAsync(new Uri(_server.Url, "/issues/999"))).StatusCode);

    [Fact]
    public async Task List_page_shows_mine_once_it_knows_who_I_am()
    {
        var all = await _http.GetStringAsync(new Uri(_server.Url, "/issues?set_filter=1&assigned_to_id=me&status_id=o"));
        Assert.Contains("me=ivan", all);
        Assert.Contains("11 open tickets assigned to somebody.", all);
        Assert.Contains("Buy sausages", all);
        var mine = await _http.GetStringAsync(new Uri(_server.Url, "/issues?set_filter=1&assigned_to_id=me&status_id=o&me=ivan"));
        Assert.DoesNotContain("Buy sausages", mine);
        Assert.Contains("Translate the price list", mine);
        Assert.Contains("3 open tickets assigned to Иван Петров.", mine);
        Assert.DoesNotContain("Обновить расписание дежурств", mine);
    }

    [Fact]
    public void Seeded_world_has_something_of_everything()
    {
        var data = _world.Data;
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        Assert.Equal(["admin", "alice", "bob", "ivan"], data.Users.Values.Select(u => u.Login));
        Assert.InRange(data.Issues.Count, 12, 20);
        Assert.Contains(data.Issues.Values, i => i.DueDate < today && !data.Statuses[i.StatusId].IsClosed);
        Assert.Contains(data.Issues.Values, i => data.Statuses[i.StatusId].IsClosed && i.ClosedOn is not null);
        Assert.Contains(data.Issues.Values, i => i.IsPrivate);
        Assert.Contains(data.Issues.Values, i => data.Projects[i.ProjectId].Identifier == "secret");
        Assert.All(data.Users.Values.Where(u => !u.IsAdmin), u => Assert.Contains(data.Issues.Values, i => i.AssignedToId == u.Id));
    }

    private Task<HttpResponseMessage> Get(string path, string? @as = null) => _http.SendAsync(Request(HttpMethod.Get, path, @as));

    private HttpRequestMessage Request(HttpMethod method, string path, string? @as)
    {
        var request = new HttpRequestMessage(method, new Uri(_server.Url, path));
        request.Headers.Add("X-Redmine-API-Key", RedmineWorld.AdminKey);
        if (@as is not null)
            request.Headers.Add("X-Redmine-Switch-User", @as);
        return request;
    }
}
