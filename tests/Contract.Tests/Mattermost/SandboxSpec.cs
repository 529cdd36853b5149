using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>The office that a visitor of the sandbox finds.</summary>
public sealed class SandboxSpec
{
    [Fact]
    public async Task People_are_handed_out_with_tokens_that_work()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);
        await using var server = new StandInMattermost(world);
        await server.StartAsync();
        using var http = new HttpClient();

        var people = JsonNode.Parse(await http.GetStringAsync(new Uri(server.Url, "/sandbox/people")))!.AsArray();

        Assert.Equal(["alice", "bob", "ivan"], people.Select(p => (string)p!["username"]!));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/api/v4/users/me"));
        request.Headers.Authorization = new("Bearer", (string)people[2]!["token"]!);
        using var response = await http.SendAsync(request);
        Assert.Equal("ru", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["locale"]);
    }

    /// <summary>Whatever anybody writes into a post, the page runs nothing but its own scripts and asks nobody else for anything.</summary>
    [Fact]
    public async Task Chat_page_is_served_with_all_that_it_names_and_a_strict_policy()
    {
        await using var server = new StandInMattermost(MattermostWorld.CreateSeeded(TimeProvider.System));
        await server.StartAsync();
        using var http = new HttpClient();
        using var page = await http.GetAsync(server.Url);
        var html = await page.Content.ReadAsStringAsync();
        var scripts = new[] { "main.js" }.Concat(await ImportsOf("main.js")).Distinct();

        var files = Regex.Matches(html, "(?:href|src)=\"/([^\"]+)\"").Select(m => m.Groups[1].Value).Concat(scripts).Distinct().ToList();
        foreach (var file in files)
        {
            using var answer = await http.GetAsync(new Uri(server.Url, file));
            Assert.True(answer.IsSuccessStatusCode, file);
            Assert.StartsWith("default-src 'none'; script-src 'self';", string.Concat(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoCache && answer.Headers.ETag is not null, file);
        }

        Assert.Contains("vendor/markdown-it.min.js", files);
        Assert.True(files.Count > 15);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotMatch("<script>|style=|https?://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        using var permalink = await http.GetAsync(new Uri(server.Url, "/_redirect/pl/aaaaaaaaaaaaaaaaaaaaaaaaaa"));
        Assert.Equal(html, await permalink.Content.ReadAsStringAsync());

        async Task<List<string>> ImportsOf(string script)
        {
            var own = Regex.Matches(await http.GetStringAsync(new Uri(server.Url, script)), "from '\\./([^']+)'").Select(m => m.Groups[1].Value).ToList();
            foreach (var import in own.ToList())
                own.AddRange(await ImportsOf(import));
            return own;
        }
    }

    [Fact]
    public async Task Names_are_completed_as_they_are_typed()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);
        await using var server = new StandInMattermost(world);
        await server.StartAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", world.IssueToken(world.User("ivan")));
        var team = world.Teams.Single().Id;

        Assert.Equal("alice,bob,ivan,redmine", await Names($"/users?in_team={team}", null, "username"));
        Assert.Equal("alice,bob,ivan,redmine", await Names($"/users?in_channel={world.Channel("dev").Id}", null, "username"));
        Assert.Null(await Names($"/users?in_channel={world.Channel("council").Id}", null, "username", status: 403));
        Assert.Equal("ivan", await Names("/users/autocomplete?name=%D0%B8%D0%B2", "users", "username"));
        Assert.Equal("bob", await Names("/users/autocomplete?name=@b", "users", "username"));
        Assert.Equal("random", await Names($"/teams/{team}/channels/autocomplete?name=AND", null, "name"));

        async Task<string?> Names(string path, string? member, string name, int status = 200)
        {
            using var answer = await http.GetAsync(new Uri(server.Url, "/api/v4" + path));
            Assert.Equal(status, (int)answer.StatusCode);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            return status == 200 ? string.Join(',', (member is null ? body : body[member]!).AsArray().Select(i => (string)i![name]!)) : null;
        }
    }

    [Fact]
    public async Task How_a_client_has_left_is_known()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);
        await using var server = new StandInMattermost(world);
        await server.StartAsync();
        var (alice, bob) = (world.User("alice"), world.User("bob"));

        using (var polite = await SocketPeer.ConnectAsync(server, world.IssueToken(alice)))
        {
            await polite.Next("hello");
            await polite.CloseAsync();
        }

        using (var gone = await SocketPeer.ConnectAsync(server, world.IssueToken(bob)))
            await gone.Next("hello");
        await world.WaitAsync(_ => server.ClosedBy().Count == 2, TimeSpan.FromSeconds(20));

        Assert.Equal([WebSocketCloseStatus.NormalClosure], server.ClosedBy(alice));
        Assert.Equal([null], server.ClosedBy(bob));
    }

    [Fact]
    public void Bot_is_in_all_channels_but_one()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);

        Assert.Equal(["random"], world.Channels.Where(c => !world.IsMember(c, world.User("redmine"))).Select(c => c.Name));
        Assert.Equal(["ivan"], world.Users.Where(u => world.TeamsOf(u.Id).Count > 0 && !world.IsMember(world.Channel("council"), u)).Select(u => u.Username));
    }

    [Fact]
    public async Task Waiting_ends_with_the_change_or_with_time()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);
        var (alice, dev) = (world.User("alice"), world.Channel("dev"));

        var waiting = world.WaitAsync(w => w.PostsIn(dev).Count == 1, TimeSpan.FromSeconds(20));
        Assert.False(waiting.IsCompleted);
        world.PostAs(alice, dev, "here");
        await waiting;

        await Assert.ThrowsAsync<TimeoutException>(() => world.WaitAsync(_ => false, TimeSpan.FromMilliseconds(1)));
    }
}
