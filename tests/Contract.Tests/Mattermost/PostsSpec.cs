using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Contract.Tests.Mattermost;

public sealed class PostsSpec : MattermostSpec
{
    [Fact]
    public async Task Creating_with_the_same_key_within_thirty_seconds_gives_the_first_post()
    {
        var body = new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "once", ["pending_post_id"] = "rm:1" };

        var first = (await Call(Bot, "POST", "/posts", body.DeepClone())).Body!;
        Time.Advance(TimeSpan.FromSeconds(29));
        var second = (await Call(Bot, "POST", "/posts", body.DeepClone())).Body!;
        Time.Advance(TimeSpan.FromSeconds(2));
        var third = (await Call(Bot, "POST", "/posts", body.DeepClone())).Body!;

        Assert.Equal("rm:1", (string?)first["pending_post_id"]);
        Assert.Equal((string?)first["id"], (string?)second["id"]);
        Assert.NotEqual((string?)first["id"], (string?)third["id"]);
        Assert.Equal("", World.Post((string)first["id"]!).PendingPostId);
    }

    [Theory]
    [InlineData("a reply", "api.post.create_post.root_id.app_error")]
    [InlineData("another channel", "api.post.create_post.channel_root_id.app_error")]
    [InlineData("nothing", "api.post.create_post.root_id.app_error")]
    public async Task Replying_needs_a_root_of_the_same_channel(string to, string refusal)
    {
        var root = World.PostAs(Alice, TownSquare, "root");
        var other = World.AddChannel(Team, "dev", MattermostChannel.Public, Alice, Bob);
        var rootId = to switch
        {
            "a reply" => World.PostAs(Bob, TownSquare, "reply", root).Id,
            "another channel" => World.PostAs(Alice, other, "elsewhere").Id,
            _ => "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        };

        var (status, body) = await Call(Alice, "POST", "/posts", new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "x", ["root_id"] = rootId });

        Assert.Equal((400, refusal), (status, (string?)body!["id"]));
    }

    [Fact]
    public void Length_is_counted_in_code_points()
    {
        World.Settings = World.Settings with { MaxPostSize = 3 };

        Assert.Equal("🍣🍣🍣", World.PostAs(Alice, TownSquare, "🍣🍣🍣").Message);
        Assert.Equal("model.post.is_valid.msg.app_error", Assert.Throws<MattermostRefusalException>(() => World.PostAs(Alice, TownSquare, "🍣🍣🍣🍣")).Id);
    }

    [Fact]
    public async Task Patching_props_replaces_the_map_and_is_no_edit()
    {
        var post = (await Call(Bot, "POST", "/posts", new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "x", ["props"] = new JsonObject { ["rm"] = 1 } })).Body!;
        Tick();

        var patched = (await Call(Bot, "PUT", $"/posts/{post["id"]}/patch", new JsonObject { ["props"] = new JsonObject { ["other"] = 2 } })).Body!;

        Assert.Equal("{\"other\":2}", patched["props"]!.ToJsonString());
        Assert.Equal(0, (long)patched["edit_at"]!);
        Assert.Equal((long)post["update_at"]! + 10, (long)patched["update_at"]!);
    }

    [Fact]
    public async Task Deleted_and_system_posts_and_those_of_archived_channels_stay_as_they_are()
    {
        var channel = World.AddChannel(Team, "dev", MattermostChannel.Public, Alice, Bob);
        var deleted = World.PostAs(Alice, channel, "gone");
        World.DeleteAs(Alice, deleted);
        var left = World.PostAs(Alice, channel, "left");
        var joined = World.AllRowsIn(channel).First(p => p.Type == "system_join_channel");

        Assert.Equal(404, (await Call(Bot, "GET", $"/posts/{deleted.Id}")).Status);
        Assert.Equal(400, (await Call(Bot, "PUT", $"/posts/{deleted.Id}/patch", new JsonObject { ["message"] = "x" })).Status);
        Assert.Equal(400, (await Call(Bot, "PUT", $"/posts/{joined.Id}/patch", new JsonObject { ["message"] = "x" })).Status);
        World.Archive(channel, Alice);
        Assert.Equal(400, (await Call(Bot, "PUT", $"/posts/{left.Id}/patch", new JsonObject { ["message"] = "x" })).Status);
        Assert.Equal(400, (await Call(Alice, "POST", "/posts", new JsonObject { ["channel_id"] = channel.Id, ["message"] = "x" })).Status);
        Assert.DoesNotContain(channel, World.Channels.Where(c => c.DeleteAt == 0));
    }

    [Fact]
    public async Task Joining_leaves_a_line_that_names_who_was_added()
    {
        var channel = World.AddChannel(Team, "dev", MattermostChannel.Public, Alice);
        World.Join(channel, Bot, Alice);

        var line = World.AllRowsIn(channel)[^1];

        Assert.Equal("system_add_to_channel", line.Type);
        Assert.Equal(Bot.Id, line.Props.GetProperty("addedUserId").GetString());
        Assert.Contains(channel.Id, (await Call(Bot, "GET", $"/users/me/teams/{Team.Id}/channels")).Body!.AsArray().Select(c => (string?)c!["id"]));
    }

    [Fact]
    public async Task Rate_limit_speaks_plain_text()
    {
        using var limit = Server.Faults.Inject("GET", "/api/v4/users/me", new Fault.Answer(429, "limit exceeded", "text/plain") { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } });

        var (status, body) = await Call(Bot, "GET", "/users/me");

        Assert.Equal((429, "limit exceeded"), (status, (string?)body));
    }

    [Fact]
    public async Task Channels_of_all_teams_come_with_version_six()
    {
        Assert.Equal(404, (await Call(Bot, "GET", "/users/me/channels")).Status);
        World.Settings = World.Settings with { Version = "6.1.0" };
        var (status, body) = await Call(Bot, "GET", "/users/me/channels");
        Assert.Equal(200, status);
        Assert.Equal(TownSquare.Id, (string?)body![0]!["id"]);
        Assert.Null((await Call(Bot, "POST", "/posts", new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "x" })).Body!["parent_id"]);
    }

    [Fact]
    public async Task Requests_are_noted_with_who_acted()
    {
        await Call(Alice, "GET", "/users/me");

        Assert.Equal("GET /api/v4/users/me as alice", Server.Requests.All[^1].ToString());
    }
}
