using System.Text;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

public sealed class DialogsSpec : MattermostSpec
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
    public async Task Only_who_gave_the_command_is_shown_the_dialog()
    {
        using var alice = await Connect(Alice);
        using var bob = await Connect(Bob);
        await alice.Next("hello");
        await bob.Next("hello");
        var dialog = await Open(Dialog());
        World.PostAs(Bot, TownSquare, "after");

        var event1 = await alice.Next("open_dialog");
        var shown = JsonNode.Parse((string)event1["data"]!["dialog"]!)!;
        Assert.Equal(Alice.Id, (string?)event1["broadcast"]!["user_id"]);
        Assert.Equal(_integration.Url.AbsoluteUri, (string?)shown["url"]);
        Assert.Equal(("New ticket", "signed"), (dialog.Title, (string?)shown["dialog"]!["state"]));
        Assert.Equal("posted", (string?)(await bob.Next())!["event"]);
        Assert.Empty(World.DialogsFor(Bob));
    }

    [Theory]
    [InlineData("5.37.0", 3000, true)]
    [InlineData("5.37.0", 3001, false)]
    [InlineData("11.1.0", 29_999, true)]
    [InlineData("11.1.0", 30_001, false)]
    public async Task Triggers_grow_stale(string version, int milliseconds, bool isGood)
    {
        World.Settings = World.Settings with { Version = version };
        var trigger = await TriggerOf(Alice);
        Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        var (status, body) = await TryOpen(trigger, Dialog());

        Assert.Equal((isGood ? 200 : 400, isGood ? null : "interactive_message.decode_trigger_id.expired"), (status, (string?)body!["id"]));
    }

    [Theory]
    [InlineData("garbage!", "base64_decode_failed")]
    [InlineData("anVuayE=", "missing_data")]
    [InlineData(null, "verify_signature_failed")]
    public async Task Triggers_that_nobody_has_signed_open_nothing(string? trigger, string id)
    {
        trigger ??= Convert.ToBase64String(Encoding.UTF8.GetBytes($"{World.IssueToken(Bob)}:{Alice.Id}:{Time.GetUtcNow().ToUnixTimeMilliseconds()}:anVuaw=="));

        var (status, body) = await TryOpen(trigger, Dialog());

        Assert.Equal((400, $"interactive_message.decode_trigger_id.{id}"), (status, (string?)body!["id"]));
        Assert.Empty(World.DialogsFor(Alice));
    }

    [Theory]
    [InlineData("""{"url":"","dialog":{}}""", "url")]
    [InlineData("""{"url":"http://127.0.0.1/","dialog":{"title":7}}""", "dialog")]
    [InlineData("""{"url":"http://127.0.0.1/","dialog":{"elements":[{"name":"a","max_length":"150"}]}}""", "dialog")]
    [InlineData("""{"url":"http://127.0.0.1/","dialog":{"elements":[{"name":"a","optional":"true"}]}}""", "dialog")]
    public async Task Values_of_a_wrong_type_spoil_the_dialog(string request, string wrong)
    {
        var body = JsonNode.Parse(request)!.AsObject();
        body["trigger_id"] = await TriggerOf(Alice);

        var (status, answer) = await Call(Bot, "POST", "/actions/dialogs/open", body);

        Assert.Equal((400, $"Invalid or missing {wrong} in request body."), (status, (string?)answer!["message"]));
    }

    [Fact]
    public async Task What_is_filled_in_arrives_with_defaults_and_the_state()
    {
        var dialog = await Open(Dialog());

        var answer = await Server.SubmitDialogAs(Alice, TownSquare, dialog, new() { ["subject"] = "Buy sausages" });

        Assert.Equal((null, "", 0), (answer.Next, answer.Error, answer.Errors.Count));
        Assert.Equal(
            "{\"type\":\"dialog_submission\",\"callback_id\":\"ticket\",\"state\":\"signed\",\"user_id\":\"" + Alice.Id + "\",\"channel_id\":\"" + TownSquare.Id
            + "\",\"team_id\":\"" + Team.Id + "\",\"submission\":{\"assignee\":null,\"private\":true,\"subject\":\"Buy sausages\",\"tracker\":\"1\"},\"cancelled\":false}",
            _integration.Calls[^1].Body);
    }

    [Theory]
    [InlineData("""{"errors":{"subject":"Too short"}}""", "", "Too short")]
    [InlineData("""{"error":"Redmine is away"}""", "Redmine is away", null)]
    [InlineData("", "", null)]
    [InlineData("fine, thanks", "", null)]
    public async Task Answer_says_what_was_wrong(string body, string error, string? ofSubject)
    {
        var dialog = await Open(Dialog());
        _integration.Answer = _ => (200, "application/json", body);

        var answer = await Server.SubmitDialogAs(Alice, TownSquare, dialog, []);

        Assert.Equal((error, ofSubject), (answer.Error, answer.Errors.GetValueOrDefault("subject")));
    }

    [Theory]
    [InlineData("5.37.0", 500, "{}", 400, "api.post.do_action.action_integration.app_error")]
    [InlineData("11.1.0", 200, "fine, thanks", 500, "app.submit_interactive_dialog.decode_json_error")]
    [InlineData("11.1.0", 200, """{"errors":{"subject":7}}""", 500, "app.submit_interactive_dialog.decode_json_error")]
    [InlineData("11.1.0", 200, """{"type":"call"}""", 400, "app.submit_interactive_dialog.invalid_response")]
    [InlineData("11.1.0", 200, """{"type":"form"}""", 400, "app.submit_interactive_dialog.invalid_response")]
    public async Task Bad_answer_is_an_error_for_who_submitted(string version, int status, string body, int shown, string id)
    {
        World.Settings = World.Settings with { Version = version };
        var dialog = await Open(Dialog());
        _integration.Answer = _ => (status, "application/json", body);

        var failure = await Assert.ThrowsAsync<MattermostRefusalException>(() => Server.SubmitDialogAs(Alice, TownSquare, dialog, []));

        Assert.Equal((shown, id), (failure.Status, failure.Id));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Integration_hears_of_a_cancelled_dialog_if_it_wants_to(bool wantsTo, int times)
    {
        var given = Dialog();
        given["notify_on_cancel"] = wantsTo;
        var dialog = await Open(given);
        var before = _integration.Calls.Count;

        await Server.CancelDialogAs(Alice, TownSquare, dialog);

        Assert.Equal(times, _integration.Calls.Skip(before).Count(c => JsonNode.Parse(c.Body) is { } body && (bool)body["cancelled"]! && body["submission"] is null));
    }

    /// <summary>The server believes all but the name: whoever is let into the channel can send anything anywhere.</summary>
    [Fact]
    public async Task Clients_are_believed_in_everything_but_who_they_are()
    {
        var council = World.AddChannel(Team, "council", "P", Alice, Bot);
        JsonObject Forged(MattermostChannel channel) => new()
        {
            ["url"] = _integration.Url.AbsoluteUri,
            ["state"] = "forged",
            ["user_id"] = Alice.Id,
            ["channel_id"] = channel.Id,
            ["team_id"] = Team.Id,
            ["submission"] = new JsonObject { ["anything"] = new JsonArray(1, 2) },
        };

        Assert.Equal(200, (await Call(Bob, "POST", "/actions/dialogs/submit", Forged(TownSquare))).Status);
        Assert.Equal(403, (await Call(Bob, "POST", "/actions/dialogs/submit", Forged(council))).Status);

        var received = JsonNode.Parse(_integration.Calls.Single().Body)!;
        Assert.Equal((Bob.Id, "forged", """{"anything":[1,2]}"""), ((string)received["user_id"]!, (string)received["state"]!, received["submission"]!.ToJsonString()));
    }

    [Fact]
    public async Task From_a_direct_message_the_open_team_is_named_until_11_10()
    {
        var direct = World.DirectChannel(Alice, Bot);
        var dialog = await Open(Dialog());
        foreach (var version in new[] { "5.37.0", "11.9.0", "11.10.0" })
        {
            World.Settings = World.Settings with { Version = version };
            await Server.SubmitDialogAs(Alice, direct, dialog, []);
        }

        Assert.Equal([Team.Id, Team.Id, ""], _integration.Calls.TakeLast(3).Select(c => (string)JsonNode.Parse(c.Body)!["team_id"]!));
    }

    private static JsonObject Dialog() => JsonNode.Parse(
        """
        {"callback_id":"ticket","title":"New ticket","state":"signed","submit_label":"Create","notify_on_cancel":true,"elements":[
          {"display_name":"Subject","name":"subject","type":"text","max_length":150},
          {"display_name":"Tracker","name":"tracker","type":"select","options":[{"text":"Bug","value":"1"},{"text":"Feature","value":"2"}],"default":"1"},
          {"display_name":"Assignee","name":"assignee","type":"select","data_source":"users","optional":true},
          {"display_name":"Private","name":"private","type":"bool","optional":true,"default":"true"}]}
        """)!.AsObject();

    private async Task<string> TriggerOf(MattermostUser user)
    {
        if (!World.Commands.Any(c => c.Trigger == "new"))
            World.AddCommand(Team, "new", _integration.Url, Bot);
        await Server.ExecuteCommandAs(user, TownSquare, "/new");
        return _integration.Calls[^1].Form["trigger_id"];
    }

    private Task<(int Status, JsonNode? Body)> TryOpen(string trigger, JsonObject dialog) =>
        Call(Bot, "POST", "/actions/dialogs/open", new JsonObject { ["trigger_id"] = trigger, ["url"] = _integration.Url.AbsoluteUri, ["dialog"] = dialog });

    private async Task<OpenedDialog> Open(JsonObject dialog)
    {
        Assert.Equal(200, (await TryOpen(await TriggerOf(Alice), dialog)).Status);
        return World.DialogsFor(Alice)[^1];
    }
}
