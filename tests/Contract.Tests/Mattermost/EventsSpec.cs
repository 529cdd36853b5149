using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost;

public sealed class EventsSpec : MattermostSpec
{
    [Fact]
    public async Task Posting_tells_members_with_the_post_as_text()
    {
        using var peer = await Connect(Bot);
        Assert.Equal(0, (int)(await peer.Next("hello"))["seq"]!);

        World.PostAs(Alice, TownSquare, "see #t10");

        var posted = await peer.Next("posted");
        Assert.Equal("see #t10", (string?)JsonNode.Parse((string)posted["data"]!["post"]!)!["message"]);
        Assert.Equal(1, (int)posted["seq"]!);
    }

    [Fact]
    public async Task Patching_tells_of_the_edit()
    {
        using var peer = await Connect(Bot);
        await peer.Next("hello");
        var post = World.PostAs(Alice, TownSquare, "see #t10");
        Tick();

        var (status, body) = await Call(Bot, "PUT", $"/posts/{post.Id}/patch", new JsonObject { ["message"] = "see [#t10](x)" });

        Assert.Equal(200, status);
        Assert.Equal("see [#t10](x)", (string?)body!["message"]);
        var edited = JsonNode.Parse((string)(await peer.Next("post_edited"))["data"]!["post"]!)!;
        Assert.Equal((long)edited["create_at"]! + 10, (long)edited["edit_at"]!);
    }

    [Fact]
    public async Task Whoever_is_renamed_made_a_guest_or_deactivated_is_told_of_as_an_object()
    {
        using var peer = await Connect(Bot);
        await peer.Next("hello");

        World.SwapNames(Alice, Bob);
        World.ChangeUser(Alice, u => u with { Roles = ["system_guest"] });
        World.ChangeUser(Alice, u => u with { DeleteAt = 7 });

        var heard = new List<JsonNode>();
        while (heard.Count < 5)
            heard.Add((await peer.Next("user_updated"))["data"]!["user"]!);
        Assert.Equal(
            [(Alice.Id, "alice.meanwhile"), (Bob.Id, "alice"), (Alice.Id, "bob"), (Alice.Id, "bob"), (Alice.Id, "bob")],
            heard.Select(u => ((string)u["id"]!, (string)u["username"]!)));
        Assert.Equal(("system_guest", 7L, false), ((string)heard[4]["roles"]!, (long)heard[4]["delete_at"]!, heard[4].AsObject().ContainsKey("notify_props")));
        var (_, users) = await Call(Bot, "POST", "/users/usernames", new JsonArray("alice", "bob"));
        Assert.Equal([(Bob.Id, 0L), (Alice.Id, 7L)], users!.AsArray().Select(u => ((string)u!["id"]!, (long)u["delete_at"]!)));
    }

    [Theory]
    [InlineData("5.37.0", 404)]
    [InlineData("6.1.0", 200)]
    public async Task A_bot_in_no_team_has_a_list_of_its_direct_messages_on_newer_servers(string version, int status)
    {
        World.Settings = World.Settings with { Version = version };
        var bot = World.AddBot("helper");
        var direct = World.DirectChannel(Alice, bot);

        var (answered, list) = await Call(bot, "GET", "/users/me/channels");

        Assert.Equal(status, answered);
        if (status == 200)
            Assert.Equal(direct.Id, (string?)Assert.Single(list!.AsArray())!["id"]);
    }

    [Fact]
    public async Task A_channel_that_is_archived_leaves_the_list_and_comes_back_when_it_is_restored()
    {
        var channel = World.AddChannel(Team, "attic", "P", Alice, Bot);
        using var peer = await Connect(Bot);
        await peer.Next("hello");

        World.Archive(channel, Alice);
        Assert.Equal(channel.Id, (string?)(await peer.Next("channel_deleted"))["data"]!["channel_id"]);
        Assert.DoesNotContain(channel.Id, (await Call(Bot, "GET", $"/users/me/teams/{Team.Id}/channels")).Body!.ToJsonString(), StringComparison.Ordinal);

        World.Restore(channel, Alice);
        var restored = await peer.Next("channel_restored");
        Assert.Equal((channel.Id, Team.Id), ((string?)restored["data"]!["channel_id"], (string?)restored["broadcast"]!["team_id"]));
        Assert.Contains(channel.Id, (await Call(Bot, "GET", $"/users/me/teams/{Team.Id}/channels")).Body!.ToJsonString(), StringComparison.Ordinal);
    }
}
