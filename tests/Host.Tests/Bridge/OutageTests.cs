using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>What breaks comes back by itself, and nothing written meanwhile is missed.</summary>
public sealed class OutageTests
{
    public static TheoryData<string, string, string, int> Faults => new()
    {
        { "redmine", "GET", "/issues.json", 500 },
        { "redmine", "GET", "/issues.json", 0 },
        { "redmine", "GET", "/issues.json", -1 },
        { "mattermost", "GET", "/api/v4/posts", 500 },
        { "mattermost", "PUT", "/api/v4/posts", 500 },
        { "mattermost", "PUT", "/api/v4/posts", -1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task One_failure_loses_nothing(string server, string method, string path, int status)
    {
        await using var office = await Office.OpenAsync();
        StandInServer target = server == "redmine" ? office.Redmine : office.Mattermost;
        target.Faults.Inject(method, path, status switch
        {
            0 => new Fault.Refuse(),
            -1 => new Fault.DropAnswer(),
            _ => new Fault.Answer(status),
        }, times: 1);
        var post = office.Write(office.Alice, "see #t1");

        await office.UntilAsync(w => w.Post(post.Id).Message == $"see {office.Link(1)}");
    }

    [Fact]
    public async Task Redmine_restarted_is_asked_again_and_what_was_written_meanwhile_is_linked()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        await office.Redmine.StopAsync();
        var post = office.Write(office.Alice, "meanwhile #t1");
        await office.HealthAsync("redmine", "connecting");
        await office.Redmine.StartAsync();

        Assert.Equal($"meanwhile {office.Link(1)}", await office.ChangedAsync(post));
        Assert.Empty(office.DirectMessages(office.Alice));
    }

    [SkippableFact]
    public async Task A_real_Redmine_cut_off_is_asked_again_when_the_line_is_back()
    {
        using var redmine = RealServer.Here();
        using var line = new CutLine(redmine.Url);
        await using var office = await Office.OpenAsync(redmine: line.Url, redmineKey: redmine.Key);
        var ticket = await redmine.CreateAsync("alice", "demo", "Behind a line that is cut");
        await office.ChangedAsync(office.Write(office.Alice, $"before #t{ticket}"));
        line.Cut();
        var post = office.Write(office.Alice, $"meanwhile #t{ticket}");
        await office.HealthAsync("redmine", "connecting");
        line.Mend();

        Assert.Equal($"meanwhile {office.Link(ticket)}", await office.ChangedAsync(post));
    }

    [Fact]
    public async Task Mattermost_restarted_is_listened_to_again_and_what_was_written_meanwhile_is_linked()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        await office.Mattermost.StopAsync();
        var post = office.Write(office.Alice, "meanwhile #t1");
        await office.HealthAsync("mattermost-socket", "connecting");
        await office.Mattermost.StartAsync();

        Assert.Equal($"meanwhile {office.Link(1)}", await office.ChangedAsync(post));
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("lost")]
    public async Task A_socket_that_fails_costs_no_reference(string how)
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        if (how == "killed")
            office.Mattermost.KillSockets(office.Bot);
        else
            office.Mattermost.LoseEvents(1, office.Bot);
        var post = office.Write(office.Alice, "meanwhile #t1");
        var next = office.Write(office.Bob, "and then #t10");

        Assert.Equal($"meanwhile {office.Link(1)}", await office.ChangedAsync(post));
        Assert.Equal($"and then {office.Link(10)}", await office.ChangedAsync(next));
    }

    [Fact]
    public async Task A_line_that_is_dead_without_saying_so_is_noticed()
    {
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton(new ListenerOptions { PingEvery = TimeSpan.FromSeconds(1) }));
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        office.Mattermost.FreezeSockets(office.Bot);
        var post = office.Write(office.Alice, "meanwhile #t10");

        Assert.Equal($"meanwhile {office.Link(10)}", await office.ChangedAsync(post));
    }

    [Fact]
    public async Task What_was_written_while_the_bridge_was_off_is_linked_at_its_start()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        await office.StopBridgeAsync();
        var root = office.Write(office.Alice, "meanwhile #t1");
        var reply = office.Write(office.Bob, "reply #t10", root: root);
        await office.StartBridgeAsync();

        Assert.Equal($"meanwhile {office.Link(1)}", await office.ChangedAsync(root));
        Assert.Equal($"reply {office.Link(10)}", await office.ChangedAsync(reply));
    }

    [Fact]
    public async Task Whoever_wrote_much_about_what_they_can_not_see_hears_of_it_once()
    {
        LaterClock clock = new();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<TimeProvider>(clock));
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        await office.StopBridgeAsync();
        var posts = Enumerable.Range(1, 100).Select(i => office.Write(office.Alice, $"{i}: #t{90_000 + i}")).ToArray();
        clock.Ahead = TimeSpan.FromMinutes(10);
        await office.StartBridgeAsync();

        foreach (var post in posts)
            await office.DoneAsync(post);
        var notice = Assert.Single(office.DirectMessages(office.Alice)).Message;
        Assert.All(posts, p => Assert.Contains(p.Id, notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_edited_while_the_bridge_was_off_is_seen_at_its_start()
    {
        await using var office = await Office.OpenAsync();
        var linked = office.Write(office.Alice, "before #t1");
        var plain = office.Write(office.Bob, "nothing yet");
        await office.ChangedAsync(linked);
        await office.DoneAsync(linked);
        await office.StopBridgeAsync();
        await office.EditAsync(office.Alice, linked, "before #t1, plain on purpose, and #t2");
        await office.EditAsync(office.Bob, plain, "now there is #t10");
        await office.StartBridgeAsync();

        await office.UntilAsync(w => w.Post(plain.Id).Message == $"now there is {office.Link(10)}");
        await office.UntilAsync(w => w.Post(linked.Id).Message == $"before #t1, plain on purpose, and {office.Link(2)}");
    }

    [Fact]
    public async Task Both_servers_away_do_not_stop_the_start()
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        await office.Mattermost.StopAsync();
        await office.Redmine.StopAsync();
        await office.StartBridgeAsync();

        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await office.HealthCallAsync()).StatusCode);
        await office.HealthAsync("redmine", "connecting");
        await office.HealthAsync("mattermost-api", "connecting");
        await office.Mattermost.StartAsync();
        await office.Redmine.StartAsync();

        await office.UntilHeardAsync(office.HealthCallAsync, r => r.StatusCode == HttpStatusCode.OK);
        await office.ChangedAsync(office.Write(office.Alice, "after #t1"));
    }

    [Fact]
    public async Task A_bridge_that_stops_finishes_what_it_began()
    {
        await using var office = await Office.OpenAsync();
        var posts = Enumerable.Range(1, 10).Select(i => office.Write(office.Alice, $"{i}: #t1")).ToArray();
        await office.StopBridgeAsync();
        await office.StartBridgeAsync();

        foreach (var post in posts)
            Assert.EndsWith($": {office.Link(1)}", await office.ChangedAsync(post), StringComparison.Ordinal);
    }

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
