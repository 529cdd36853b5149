using System.Text.Json.Nodes;
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

    [Fact]
    public void Bot_is_in_all_channels_but_one()
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System);

        Assert.Equal(["random"], world.Channels.Where(c => !world.IsMember(c, world.User("redmine"))).Select(c => c.Name));
        Assert.Equal(["ivan"], world.Users.Where(u => !world.IsMember(world.Channel("council"), u)).Select(u => u.Username));
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
