using System.Net;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

/// <summary>Calls of dialogs by real HTTP, as Mattermost makes them and as others might.</summary>
public sealed class DialogEndpointTests : EndpointSpec
{
    private static readonly Intent Form = new Intent.SubmitForm("form-1", FormKind.Ticket, FormValues.None.With("project", "17"));

    [Fact]
    public async Task A_submission_becomes_an_intent_of_whom_it_was_sealed_for()
    {
        var answer = PostAsync("dialog", Dialog(Seal("ticket", Form)));

        var call = await Gateway.ExpectMsgAsync<SlashCall>();
        Assert.Equal(new Intent.SubmitForm("form-1", FormKind.Ticket, FormValues.None.With("project", "17").With("subject", "Buy")), call.Intent);
        Assert.Equal(Origin with { Door = Door.Dialog }, call.Origin);
        Assert.Equal(("rm", Language.Russian), (call.Trigger, call.Language));
        Gateway.Reply(new SlashAnswer([]));
        Assert.Equal((HttpStatusCode.OK, "{}"), await answer);
    }

    [Theory]
    [InlineData("dialog_lookup", """{"query":"de","selected_field":"project","subject":"Buy"}""")]
    [InlineData("refresh", """{"selected_field":"project","project":"2","subject":"Buy"}""")]
    public async Task A_search_and_a_refresh_are_intents_of_their_own(string type, string submission)
    {
        var body = Dialog(Seal("ticket", Form));
        body["type"] = type;
        body["submission"] = JsonNode.Parse(submission);
        var answer = PostAsync("dialog", body);

        var call = await Gateway.ExpectMsgAsync<SlashCall>();
        var values = FormValues.None.With("subject", "Buy");
        Intent expected = type == "refresh"
            ? new Intent.RefreshForm("form-1", FormKind.Ticket, values.With("project", "2"))
            : new Intent.FindChoices("form-1", FormKind.Ticket, values.With("project", "17"), "project", "de");
        Assert.Equal(expected, call.Intent);
        Gateway.Reply(new SlashAnswer([]));
        Assert.Equal(HttpStatusCode.OK, (await answer).Status);
    }

    [Fact]
    public async Task A_question_that_was_agreed_to_does_what_was_sealed()
    {
        var body = Dialog(Seal("share", new Intent.ShareCreated("request", true)));
        body["callback_id"] = "share";
        body["submission"] = null;
        var answer = PostAsync("dialog", body);

        Assert.Equal(new Intent.ShareCreated("request", true), (await Gateway.ExpectMsgAsync<SlashCall>()).Intent);
        Gateway.Reply(new SlashAnswer([]));
        await answer;
    }

    [Fact]
    public async Task A_cancelled_dialog_leaves_nothing()
    {
        var body = Dialog(Seal("ticket", Form));
        body["cancelled"] = true;
        body["submission"] = null;

        Assert.Equal((HttpStatusCode.OK, "{}"), await PostAsync("dialog", body));
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("state", "")]
    [InlineData("state", "forged")]
    [InlineData("state", null)]
    [InlineData("callback_id", "batch")]
    [InlineData("callback_id", "button")]
    [InlineData("callback_id", "nosuch")]
    [InlineData("callback_id", null)]
    public async Task What_is_not_sealed_for_this_is_refused(string key, string? value)
    {
        var body = Dialog(Seal("ticket", Form));
        body[key] = value;

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("dialog", body)).Status);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_buttons_seal_opens_no_dialog_and_a_dialogs_no_button()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("dialog", Dialog(Seal(Seals.Button, Form)))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("action", Button(Seal("ticket", Form)))).Status);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Somebody_elses_dialog_is_forbidden()
    {
        var body = Dialog(Seal("ticket", Form));
        body["user_id"] = "hzxq3j6k5fgk5xkqpbhm9e6zye";

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("dialog", body)).Status);
        body["type"] = "dialog_lookup";
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("dialog", body)).Status);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Ones_own_dialog_that_comes_from_another_channel_says_so_and_does_nothing()
    {
        var body = Dialog(Seal("ticket", Form));
        body["channel_id"] = "irs4e5aixpyym8z8tkc9wbga6c";

        Assert.Contains("в другом канале", (string?)JsonNode.Parse((await PostAsync("dialog", body)).Body)!["error"], StringComparison.Ordinal);
        body["type"] = "dialog_lookup";
        Assert.Equal("""{"items":[]}""", (await PostAsync("dialog", body)).Body);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_dialog_that_is_sent_too_late_is_kept_and_looks_nothing_up()
    {
        var body = Dialog(Seal("ticket", Form));
        Clock.Advance(TimeSpan.FromHours(25));
        var answer = PostAsync("dialog", body);

        Assert.Equal(
            new Intent.KeepForm("form-1", FormKind.Ticket, FormValues.None.With("project", "17").With("subject", "Buy")),
            (await Gateway.ExpectMsgAsync<SlashCall>()).Intent);
        Gateway.Reply(new SlashAnswer([]));
        await answer;
        body["type"] = "dialog_lookup";
        Assert.Equal("""{"items":[]}""", (await PostAsync("dialog", body)).Body);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("user_id", "../../etc")]
    [InlineData("channel_id", "")]
    [InlineData("channel_id", null)]
    public async Task Ids_are_ids(string key, string? value)
    {
        var body = Dialog(Seal("ticket", Form));
        body[key] = value;

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("dialog", body)).Status);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.Unauthorized)]
    [InlineData("""{"callback_id":7,"state":{}}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"callback_id":"ticket","state":"half a character \ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"callback_id":"ticket","submission":{"\udc00":["x"]}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"callback_id":"ticket","submission":[{"x":["\udc00\ud800"]}]}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_dialog_is_refused(string body, HttpStatusCode status)
    {
        Assert.Equal(status, (await PostAsync("dialog", body)).Status);
        Assert.Equal(status, (await PostAsync("action", body)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_long_is_refused_whether_it_says_so_or_not(bool isChunked)
    {
        var body = Dialog(Seal("ticket", Form));
        body["submission"]!["description"] = new string('x', 70_000);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync("dialog", body.ToJsonString(), isChunked)).Status);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private static JsonObject Dialog(string state) => new()
    {
        ["type"] = "dialog_submission",
        ["callback_id"] = "ticket",
        ["state"] = state,
        ["user_id"] = Alice.Value,
        ["channel_id"] = Dev.Value,
        ["team_id"] = "irs4e5aixpyym8z8tkc9wbga6c",
        ["submission"] = new JsonObject { ["subject"] = "Buy", ["description"] = null },
        ["cancelled"] = false,
    };
}
