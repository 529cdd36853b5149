using System.Net;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

/// <summary>Presses of buttons and choices from menus by real HTTP, as Mattermost makes them and as others might.</summary>
public sealed class ButtonEndpointTests : EndpointSpec
{
    private static readonly Intent.AnswerDraft Menu = new("draft-1", 3, "priority", []);

    [Fact]
    public async Task A_press_becomes_an_intent_with_a_trigger_of_its_own()
    {
        var answer = PostAsync("action", Button(Seal(Seals.Button, new Intent.CorrectForm("form-1"))));

        var call = await Gateway.ExpectMsgAsync<SlashCall>();
        Assert.Equal(
            (new Intent.CorrectForm("form-1"), "press-trigger", Language.Russian, Origin.Hook), ((Intent.CorrectForm)call.Intent!, call.DialogTrigger, call.Language, call.Origin.Hook));
        Gateway.Reply(new SlashAnswer([]));
        Assert.Equal((HttpStatusCode.OK, "{}"), await answer);
    }

    [Theory]
    [InlineData("мои")]
    [InlineData("создать")]
    [InlineData("создать", true)]
    [InlineData("список")]
    [InlineData("помощь")]
    public async Task An_old_button_says_how_to_begin_anew(string word, bool isTalk = false)
    {
        Intent intent = word switch
        {
            "мои" => new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20),
            "создать" when isTalk => Menu,
            "создать" => new Intent.RefreshForm("form-1", FormKind.Ticket, FormValues.None),
            "список" => new Intent.CreateBatch("batch"),
            _ => new Intent.ShareCreated("request", false),
        };
        var body = Button(Seal(Seals.Button, intent));
        Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(
            Sentences.In(Language.Russian).Format("ButtonExpired", "rm", word), (string?)JsonNode.Parse((await PostAsync("action", body)).Body)!["ephemeral_text"]);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_selected_in_a_menu_is_the_answer()
    {
        var answer = PostAsync("action", Selected(Menu, "4"));

        var chosen = Assert.IsType<Intent.AnswerDraft>((await Gateway.ExpectMsgAsync<SlashCall>()).Intent);
        Assert.Equal((Menu.DraftId, Menu.Number, Menu.Field), (chosen.DraftId, chosen.Number, chosen.Field));
        Assert.Equal(["4"], chosen.Values);
        Gateway.Reply(new SlashAnswer([]));
        Assert.Equal((HttpStatusCode.OK, "{}"), await answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_menu_where_nothing_is_selected_has_no_answer(object? selected)
    {
        var answer = PostAsync("action", Selected(Menu, selected is int number ? JsonValue.Create(number) : (string?)selected));

        Assert.Empty(Assert.IsType<Intent.AnswerDraft>((await Gateway.ExpectMsgAsync<SlashCall>()).Intent).Values);
        Gateway.Reply(new SlashAnswer([]));
        await answer;
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("move")]
    [InlineData("begin")]
    [InlineData("page")]
    public async Task What_is_selected_changes_nothing_else(string what)
    {
        Intent intent = what switch
        {
            "answer" => Menu with { Values = ["3"] },
            "move" => new Intent.MoveDraft("draft-1", 3, DraftMove.Create),
            "begin" => new Intent.BeginDraft("draft-1", "Fix the tap"),
            _ => new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20),
        };
        var answer = PostAsync("action", Selected(intent, "4"));

        var given = (await Gateway.ExpectMsgAsync<SlashCall>()).Intent;
        if (intent is Intent.AnswerDraft)
            Assert.Equal(["3"], Assert.IsType<Intent.AnswerDraft>(given).Values);
        else
            Assert.Equal(intent, given);
        Gateway.Reply(new SlashAnswer([]));
        await answer;
    }

    [Fact]
    public async Task A_forged_menu_is_refused_whatever_is_selected()
    {
        var seal = Seal(Seals.Button, Menu);
        foreach (var forged in new[] { "", "forged", seal[..^1], Seal(Seals.TicketDialog, Menu) })
        {
            var body = Selected(Menu, "4");
            body["context"]!["sealed"] = forged;
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("action", body)).Status);
        }

        foreach (var key in new[] { "user_id", "channel_id" })
        {
            var foreign = Selected(Menu, "4");
            foreign[key] = "hzxq3j6k5fgk5xkqpbhm9e6zye";
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("action", foreign)).Status);
        }

        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Who_presses_more_than_anybody_can_hears_so_in_their_language_and_one_more_works_a_second_later()
    {
        var body = Button(Seal(Seals.Button, new Intent.CorrectForm("form-1")));
        var forOthers = Origin with { User = new("hzxq3j6k5fgk5xkqpbhm9e6zye") };

        for (var n = 0; n < 30; n++)
            await WorksAsync(body);
        for (var n = 0; n < 3; n++)
            Assert.Equal(Sentences.In(Language.Russian)["TooManyCalls"], (string?)JsonNode.Parse((await PostAsync("action", body)).Body)!["ephemeral_text"]);
        await Gateway.ExpectNoMsgAsync(TimeSpan.Zero);
        var others = Button(Seal(Seals.Button, new Intent.CorrectForm("form-2"), forOthers));
        others["user_id"] = forOthers.User.Value;
        await WorksAsync(others);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await WorksAsync(body);

        async Task WorksAsync(JsonObject press)
        {
            var answer = PostAsync("action", press);
            await Gateway.ExpectMsgAsync<SlashCall>();
            Gateway.Reply(new SlashAnswer([]));
            Assert.Equal((HttpStatusCode.OK, "{}"), await answer);
        }
    }

    [Fact]
    public async Task Who_forges_too_often_is_refused_more_shortly_until_they_pause()
    {
        var forged = Button("forged");
        for (var n = 0; n < 20; n++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("action", forged)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("action", forged)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("dialog", forged)).Status);
        Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("dialog", forged)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("action", forged)).Status);
    }

    private JsonObject Selected(Intent intent, JsonNode? selected)
    {
        var body = Button(Seal(Seals.Button, intent));
        body["type"] = "select";
        body["context"]!["selected_option"] = selected;
        return body;
    }
}
