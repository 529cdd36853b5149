using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>What a bot may, by its roles: as tried on a real server without a licence.</summary>
public sealed class PermissionsSpec : MattermostSpec
{
    [Theory]
    [InlineData("system_user", false, false, 403, 403, 403)]
    [InlineData("system_user system_post_all", false, false, 403, 403, 403)]
    [InlineData("system_user system_post_all", true, false, 200, 403, 201)]
    [InlineData("system_user", false, true, 403, 403, 201)]
    [InlineData("system_user system_admin", false, false, 200, 201, 201)]
    public async Task Bot_may_what_its_roles_allow(string roles, bool isGranted, bool isTeamAdmin, int patch, int ephemeral, int command)
    {
        var bot = World.AddBot("helper", roles.Split(' '));
        World.Join(Team, bot, isTeamAdmin);
        if (isGranted)
            World.Grant("system_post_all", "edit_others_posts", "manage_slash_commands");
        var post = World.PostAs(Alice, TownSquare, "see #t10");

        Assert.Equal(patch, (await Call(bot, "PUT", $"/posts/{post.Id}/patch", new JsonObject { ["message"] = "x" })).Status);
        Assert.Equal(ephemeral, (await Call(bot, "POST", "/posts/ephemeral", Ephemeral())).Status);
        var (status, registered) = await Call(bot, "POST", "/commands", Command());
        Assert.Equal(command, status);
        Assert.Equal(command == 201, ((string?)registered!["token"])?.Length == 26);
        Assert.Equal(201, (await Call(bot, "POST", "/channels/direct", new JsonArray(bot.Id, Alice.Id))).Status);
    }

    [Fact]
    public async Task Patching_a_role_adds_permissions_but_not_the_licensed_one()
    {
        var role = (await Call(Bot, "GET", "/roles/name/system_post_all")).Body!;
        var wanted = new JsonArray([.. role["permissions"]!.AsArray().Select(p => p!.DeepClone()), "edit_others_posts"]);

        Assert.Equal(403, (await Call(Alice, "PUT", $"/roles/{role["id"]}/patch", new JsonObject { ["permissions"] = wanted.DeepClone() })).Status);
        Assert.Equal(200, (await Call(Bot, "PUT", $"/roles/{role["id"]}/patch", new JsonObject { ["permissions"] = wanted.DeepClone() })).Status);
        wanted.Add("create_post_ephemeral");
        var (status, refusal) = await Call(Bot, "PUT", $"/roles/{role["id"]}/patch", new JsonObject { ["permissions"] = wanted });
        Assert.Equal((501, "api.roles.patch_roles.license.error"), (status, (string?)refusal!["id"]));
    }

    [Fact]
    public async Task Reading_needs_membership_but_for_public_channels_of_the_team()
    {
        var bot = World.AddBot("helper", "system_user", "system_post_all");
        World.Join(Team, bot);
        var closed = World.AddChannel(Team, "council", MattermostChannel.Private, Alice);
        var open = World.AddChannel(Team, "random", MattermostChannel.Public, Alice);

        Assert.Equal(403, (await Call(bot, "GET", $"/channels/{closed.Id}")).Status);
        Assert.Equal(403, (await Call(bot, "GET", $"/channels/{closed.Id}/posts")).Status);
        Assert.Equal(200, (await Call(bot, "GET", $"/channels/{open.Id}")).Status);
        Assert.Equal(403, (await Call(bot, "GET", $"/channels/{open.Id}/posts")).Status);
        Assert.Equal(201, (await Call(bot, "POST", "/posts", new JsonObject { ["channel_id"] = closed.Id, ["message"] = "allowed to write everywhere" })).Status);
        Assert.Equal(201, (await Call(bot, "POST", $"/channels/{open.Id}/members", new JsonObject { ["user_id"] = bot.Id })).Status);
        Assert.Equal(200, (await Call(bot, "GET", $"/channels/{open.Id}/posts")).Status);
    }

    [Fact]
    public async Task Revoked_token_is_unauthorized_and_its_socket_falls_silent()
    {
        var token = World.IssueToken(Alice);
        using var peer = await SocketPeer.ConnectAsync(Server, token);
        await peer.Next("hello");

        World.RevokeToken(token);
        World.PostAs(Bob, TownSquare, "unheard");

        using var response = await Send(token, "GET", "/api/v4/users/me");
        Assert.Equal(401, (int)response.StatusCode);
        await peer.Send(new() { ["seq"] = 1, ["action"] = "ping" });
        var answer = (await peer.Next())!;
        Assert.Equal(("FAIL", 401), ((string?)answer["status"], (int?)answer["error"]!["status_code"]));
        Assert.Null(answer["event"]);

        // Such a token still gets a connection, and no greeting on it.
        using var next = await SocketPeer.ConnectAsync(Server, token);
        await next.Send(new() { ["seq"] = 1, ["action"] = "ping" });
        Assert.Equal(401, (int?)(await next.Next())!["error"]!["status_code"]);
    }

    private JsonObject Ephemeral() => new() { ["user_id"] = Alice.Id, ["post"] = new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "psst" } };

    private JsonObject Command() => new() { ["team_id"] = Team.Id, ["trigger"] = "redmine", ["method"] = "P", ["url"] = "http://127.0.0.1:1/" };
}
