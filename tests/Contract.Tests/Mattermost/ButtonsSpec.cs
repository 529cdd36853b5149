using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

public sealed class ButtonsSpec : MattermostSpec
{
    private readonly IntegrationPeer _integration = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await _integration.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _integration.DisposeAsync();
    }

    [Fact]
    public async Task Context_is_sent_but_never_shown()
    {
        var post = await Card();
        var shown = (await Call(Alice, "GET", $"/posts/{post.Id}")).Body!.ToJsonString();

        await Server.PressAs(Alice, post, "status", "5");

        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        var call = JsonNode.Parse(_integration.Calls.Single().Body)!;
        Assert.Equal("""{"sig":"secret","selected_option":"5"}""", call["context"]!.ToJsonString());
        Assert.Equal(Alice.Id, (string?)call["user_id"]);
    }

    [Theory]
    [InlineData("""{"update":{"message":"done"}}""", "done", true)]
    [InlineData("""{"update":{"message":"done","props":{}}}""", "done", false)]
    [InlineData("""{"update":{}}""", "", true)]
    [InlineData("{}", "card", true)]
    public async Task Update_replaces_the_message_and_keeps_props_it_does_not_bring(string answer, string message, bool hasCard)
    {
        var post = await Card();
        _integration.Answer = _ => (200, "application/json", answer);

        await Server.PressAs(Alice, post, "take");

        var now = World.Post(post.Id);
        Assert.Equal((message, hasCard), (now.Message, now.Props.TryGetProperty("attachments", out _)));
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(200, "")]
    [InlineData(200, "no json")]
    public async Task Bad_answer_is_an_error_for_who_pressed(int status, string body)
    {
        var post = await Card();
        _integration.Answer = _ => (status, "application/json", body);

        var failure = await Assert.ThrowsAsync<MattermostRefusalException>(() => Server.PressAs(Alice, post, "take"));

        Assert.Equal((400, "api.post.do_action.action_integration.app_error"), (failure.Status, failure.Id));
    }

    [Fact]
    public async Task Button_on_an_ephemeral_post_works_by_its_cookie()
    {
        using var peer = await Connect(Alice);
        await peer.Next("hello");
        await Call(Bot, "POST", "/posts/ephemeral", new JsonObject { ["user_id"] = Alice.Id, ["post"] = CardBody() });
        var shown = JsonNode.Parse((string)(await peer.Next("ephemeral_message"))["data"]!["post"]!)!;
        var action = shown["props"]!["attachments"]![0]!["actions"]![0]!;
        _integration.Answer = _ => (200, "application/json", """{"ephemeral_text":"taken"}""");

        var path = $"/posts/{shown["id"]}/actions/take";
        Assert.Equal(404, (await Call(Alice, "POST", path, new JsonObject())).Status);
        Assert.Equal(200, (await Call(Alice, "POST", path, new JsonObject { ["cookie"] = (string)action["cookie"]! })).Status);
        await Server.PressAs(Alice, World.EphemeralsFor(Alice)[0], "take");

        Assert.Equal(["taken", "taken"], World.EphemeralsFor(Alice).Skip(1).Select(p => p.Message));
        Assert.Equal("secret", (string?)JsonNode.Parse(_integration.Calls[0].Body)!["context"]!["sig"]);
    }

    private JsonObject CardBody() => new()
    {
        ["channel_id"] = TownSquare.Id,
        ["message"] = "card",
        ["props"] = new JsonObject
        {
            ["attachments"] = new JsonArray(new JsonObject { ["actions"] = new JsonArray(Action("take", "button"), Action("status", "select")) }),
        },
    };

    private JsonObject Action(string id, string type) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["name"] = id,
        ["integration"] = new JsonObject { ["url"] = _integration.Url.AbsoluteUri, ["context"] = new JsonObject { ["sig"] = "secret" } },
    };

    private async Task<MattermostPost> Card() => World.Post((string)(await Call(Bot, "POST", "/posts", CardBody())).Body!["id"]!);
}
