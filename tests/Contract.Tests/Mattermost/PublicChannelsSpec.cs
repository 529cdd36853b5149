using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>A bot that joins public channels by itself: the list it chooses from, the join, and its removal.</summary>
public sealed class PublicChannelsSpec : MattermostSpec
{
    [Fact]
    public async Task The_list_has_the_public_channels_of_a_team_by_their_names_page_by_page()
    {
        var bot = Helper();
        World.AddChannel(Team, "council", MattermostChannel.Private, Alice);
        World.Archive(World.AddChannel(Team, "attic", MattermostChannel.Public, Alice), Alice);
        foreach (var i in Enumerable.Range(0, 201))
            World.AddChannel(Team, $"open-{i:000}");

        var pages = new[] { await Page(bot, 0), await Page(bot, 1), await Page(bot, 2) };

        Assert.Equal([200, 2, 0], pages.Select(p => p.Count));
        Assert.Equal(
            Enumerable.Range(0, 201).Select(i => $"open-{i:000}").Append("town-square"), pages.SelectMany(p => p).Select(c => (string)c!["name"]!));
        Assert.All(pages.SelectMany(p => p), c => Assert.Equal(("O", 0), ((string?)c!["type"], (int)c["delete_at"]!)));
    }

    [Fact]
    public async Task Who_may_not_list_them_is_told_the_permission()
    {
        var stranger = World.AddBot("stranger");

        var (status, refusal) = await Call(stranger, "GET", $"/teams/{Team.Id}/channels");

        Assert.Equal((403, "api.context.permissions.app_error"), (status, (string?)refusal!["id"]));
        Assert.Contains("list_team_channels", (string?)refusal["detailed_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Joining_makes_a_member_tells_it_and_leaves_a_line_of_its_own()
    {
        var bot = Helper();
        var open = World.AddChannel(Team, "open", MattermostChannel.Public, Alice);
        using var peer = await Connect(bot);
        await peer.Next("hello");

        var (status, member) = await Join(bot, open);

        Assert.Equal((201, open.Id, bot.Id), (status, (string?)member!["channel_id"], (string?)member["user_id"]));
        var added = await peer.Next("user_added");
        Assert.Equal((bot.Id, open.Id), ((string?)added["data"]!["user_id"], (string?)added["broadcast"]!["channel_id"]));
        var line = JsonNode.Parse((string)(await peer.Next("posted"))["data"]!["post"]!)!;
        Assert.Equal(("system_join_channel", bot.Id), ((string?)line["type"], (string?)line["user_id"]));
    }

    [Fact]
    public async Task Joining_twice_is_once()
    {
        var bot = Helper();
        var open = World.AddChannel(Team, "open", MattermostChannel.Public, Alice);
        await Join(bot, open);
        World.Revoke("team_user", "join_public_channels");

        Assert.Equal(201, (await Join(bot, open)).Status);
        Assert.Single(World.AllRowsIn(open), p => p.UserId == bot.Id);
    }

    [Fact]
    public async Task Without_the_right_and_in_private_channels_it_is_refused()
    {
        var bot = Helper();
        var closed = World.AddChannel(Team, "closed", MattermostChannel.Private, Alice);
        var open = World.AddChannel(Team, "open", MattermostChannel.Public, Alice);
        World.Revoke("team_user", "join_public_channels");

        Assert.Equal(403, (await Join(bot, closed)).Status);
        var (status, refusal) = await Join(bot, open);
        Assert.Equal(403, status);
        Assert.Contains("join_public_channels", (string?)refusal!["detailed_error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_may_remove_it_and_it_hears_so_though_it_is_in_the_channel_no_more()
    {
        var bot = Helper();
        var open = World.AddChannel(Team, "open", MattermostChannel.Public, Alice);
        await Join(bot, open);
        using var peer = await Connect(bot);
        await peer.Next("hello");

        Assert.Equal(403, (await Call(Bob, "DELETE", $"/channels/{open.Id}/members/{bot.Id}")).Status);
        var (status, _) = await Call(Alice, "DELETE", $"/channels/{open.Id}/members/{bot.Id}");

        Assert.Equal(200, status);
        var removed = await peer.Next("user_removed");
        Assert.Equal((open.Id, bot.Id), ((string?)removed["data"]!["channel_id"], (string?)removed["broadcast"]!["user_id"]));
        Assert.Equal(403, (await Call(bot, "GET", $"/channels/{open.Id}/posts")).Status);
    }

    [Fact]
    public async Task Nobody_is_removed_from_the_channel_of_all()
    {
        var (status, refusal) = await Call(Bot, "DELETE", $"/channels/{TownSquare.Id}/members/{Alice.Id}");

        Assert.Equal((400, "api.channel.remove.default.app_error"), (status, (string?)refusal!["id"]));
    }

    private MattermostUser Helper()
    {
        var bot = World.AddBot("helper", "system_user");
        World.Join(Team, bot);
        return bot;
    }

    private Task<(int Status, JsonNode? Body)> Join(MattermostUser user, MattermostChannel channel) =>
        Call(user, "POST", $"/channels/{channel.Id}/members", new JsonObject { ["user_id"] = user.Id });

    private async Task<JsonArray> Page(MattermostUser user, int page)
    {
        var (status, body) = await Call(user, "GET", $"/teams/{Team.Id}/channels?page={page}&per_page=200");
        Assert.Equal(200, status);
        return body!.AsArray();
    }
}
