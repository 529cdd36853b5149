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
}
