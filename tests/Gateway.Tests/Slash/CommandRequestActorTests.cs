using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class CommandRequestActorTests : RequestActorSpec
{
    [Fact]
    public void Answers_in_the_response_and_ends()
    {
        var request = Start("mine");
        Assert.Equal(new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20), Session.ExpectMsg<SessionDoor.Command>().Intent);

        Session.Reply(Refused);

        var answer = Answer();
        Assert.Equal(("ephemeral", SlashKnowledge.None.BotName), ((string?)answer["response_type"], (string?)answer["username"]));
        ExpectTerminated(request);
    }

    [Fact]
    public void Acknowledges_in_the_readers_language_when_it_takes_long_and_answers_later()
    {
        var request = Start("mine");
        People.ExpectMsg<PeopleDirectory.Resolve>();
        People.Reply(new PeopleDirectory.Resolved(new(Alice, "alice", Language.Russian, TimeZoneInfo.Utc, null, RefusalReason.NotMapped)));
        Session.ExpectMsg<SessionDoor.Command>();
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(Sentences.In(Language.Russian)["StillWorking"], (string?)Answer(TimeSpan.FromMilliseconds(100))["text"]);
        });

        Session.Reply(Refused);

        ExpectTerminated(request);
        Assert.Contains("respond hook", Mattermost.Calls);
        Assert.Equal(RefusalSentences.Of((Reply.Refusal)Refused), (string?)Assert.Single(Mattermost.Responses)["text"]);
    }

    [Fact]
    public void Tries_a_late_answer_again_and_then_writes_a_direct_message()
    {
        Mattermost.Fails = call => call.StartsWith("respond", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Away, 503, "") : null;
        var request = Start("mine");
        Session.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(2));
        Answer();
        Session.Reply(Refused);

        Poster.Show? shown = null;
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            shown = Posting.ExpectMsg<Poster.Show>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal((Alice, RefusalReason.RedmineAway), (shown!.User, Assert.IsType<Reply.Refusal>(shown.Reply).Reason));
        Assert.Equal(4, Mattermost.Calls.Count(c => c == "respond hook"));
        Posting.Reply(new Poster.Shown(shown, new("p1")));
        ExpectTerminated(request);
    }

    [Fact]
    public void Says_so_when_nobody_answers_at_all()
    {
        var request = Start("mine");
        Session.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(2));
        Answer();

        Advance(TimeSpan.FromSeconds(44));

        ExpectTerminated(request);
        Assert.Equal(Sentences.In(Language.English)["StoreAway"], (string?)Assert.Single(Mattermost.Responses)["text"]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Help_tells_how_to_invite_the_bot_where_it_is_no_member(bool isMember, bool invites)
    {
        if (isMember)
            Mattermost.Channels.Add(new(Dev, ChannelKind.Public, 0));
        Start("help");
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.Help(Language.English, null, null));

        Assert.Equal(invites, ((string?)Answer()["text"])!.EndsWith("`/invite @redmine`", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_survives_not_knowing_who_is_a_member()
    {
        Mattermost.Fails = call => call.StartsWith("member", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Away, 0, "") : null;
        Start("what");
        Assert.Equal(new Intent.Unknown("what"), Session.ExpectMsg<SessionDoor.Command>().Intent);
        Session.Reply(new Reply.Help(Language.English, "what", new(Language.English, RefusalReason.NotMapped, "alice")));

        var text = (string?)Answer()["text"];
        Assert.StartsWith("I don't know the command `what`.", text, StringComparison.Ordinal);
        Assert.Contains("`alice=your_redmine_login`", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Linked_text_is_for_all_and_what_stayed_plain_for_its_author_alone()
    {
        Start("link see #t1 and #t2");
        Assert.Equal(new Intent.LinkText("see #t1 and #t2", 16_383), Session.ExpectMsg<SessionDoor.Command>().Intent);
        Session.Reply(new Reply.Linked(Language.English, "see [#t1](x) and #t2", [new(2)]));

        var answer = Answer();
        Assert.Equal(("in_channel", "see [#t1](x) and #t2"), ((string?)answer["response_type"], (string?)answer["text"]));
        var extra = Assert.Single(answer["extra_responses"]!.AsArray())!;
        Assert.Null(answer["username"]);
        Assert.Equal("ephemeral", (string?)extra["response_type"]);
        Assert.Contains("#t2", (string?)extra["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_goes_on_has_a_button_that_only_its_reader_can_use()
    {
        Start("mine");
        Session.ExpectMsg<SessionDoor.Command>();
        var ticket = new Ticket(new(1), "Demo", "Bug", "New", "Normal", "Tap", "Alice", null, Clock.GetUtcNow(), null);
        Session.Reply(new Reply.Tickets(Language.English, new(TicketList.AssignedToMe, 1, 20, 21, [ticket]), new(2026, 11, 24), "UTC"));

        var action = Answer()["attachments"]![0]!["actions"]![0]!;
        Assert.Equal(("button", "Next"), ((string?)action["type"], (string?)action["name"]));
        Assert.Equal("https://bridge.example.org/mattermost/action", (string?)action["integration"]!["url"]);
        Assert.Equal(new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20), Carried(Seals, action));
    }

    [Theory]
    [InlineData("new  Buy sausages", FormKind.Ticket, "Buy sausages")]
    [InlineData("Создать Купить колбасы", FormKind.Ticket, "Купить колбасы")]
    [InlineData("create_ticket_by_form", FormKind.Ticket, "")]
    [InlineData("batch\n1. Buy\n2. Sell", FormKind.Batch, "1. Buy\n2. Sell")]
    [InlineData("список", FormKind.Batch, "")]
    [InlineData("create_tickets", FormKind.Batch, "")]
    public void Words_open_forms(string text, FormKind kind, string rest)
    {
        Start(text);

        Assert.Equal(new Intent.OpenForm(kind, rest), Session.ExpectMsg<SessionDoor.Command>().Intent);
    }

    [Fact]
    public void A_form_opens_as_a_dialog_and_nothing_is_said()
    {
        var request = Start("new");
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        var answer = Answer();
        Assert.Equal(("ephemeral", ""), ((string?)answer["response_type"], (string?)answer["text"]));
        ExpectTerminated(request);
        var (trigger, url, dialog) = Assert.Single(Mattermost.Dialogs);
        Assert.Equal(("dialog-trigger", Settings.DialogUrl, "ticket"), (trigger, url, (string?)dialog["callback_id"]));
        var state = Seals.Open("ticket", (string?)dialog["state"] ?? "")!;
        Assert.Equal(new Intent.SubmitForm("form-1", FormKind.Ticket, FormValues.None), state.Intent);
        Assert.Equal((Door.Dialog, Alice, Dev, "hook"), (state.Origin.Door, state.Origin.User, state.Origin.Channel, state.Origin.Hook));
    }

    [Fact]
    public void A_trigger_that_is_refused_as_too_old_makes_a_button_that_opens_the_same_form()
    {
        Mattermost.Fails = call => call == "dialog" ? Expired : null;
        Start("new");
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        var action = Answer()["attachments"]![0]!["actions"]![0]!;
        Assert.Equal("Open the form", (string?)action["name"]);
        var refresh = Assert.IsType<Intent.RefreshForm>(Carried(Seals, action));
        Assert.Equal(("form-1", FormKind.Ticket, "Buy sausages", "1"), (refresh.FormId, refresh.Kind, refresh.Values.Text("subject"), refresh.Values.Text("project")));
    }

    [Theory]
    [InlineData("8.1.0", false)]
    [InlineData("10.11.0", true)]
    public void A_form_that_comes_late_opens_only_where_triggers_last_long(string version, bool opens)
    {
        Mattermost.Version = Version.Parse(version);
        var request = Start("new");
        Session.ExpectMsg<SessionDoor.Command>();
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(Sentences.In(Language.English)["StillWorking"], (string?)Answer(TimeSpan.FromMilliseconds(100))["text"]);
        });
        Advance(TimeSpan.FromSeconds(2));

        Session.Reply(Shown(TicketForm));

        ExpectTerminated(request);
        Assert.Equal(opens ? 1 : 0, Mattermost.Dialogs.Count);
        if (!opens)
            Assert.Equal("Open the form", (string?)Assert.Single(Mattermost.Responses)["attachments"]![0]!["actions"]![0]!["name"]);
    }

    [Theory]
    [InlineData("dev", null, "https://chat.example.org/office/channels/dev0000000000000000000000d")]
    [InlineData("dev", "root000000000000000000000r", "https://chat.example.org/_redirect/pl/root000000000000000000000r")]
    [InlineData("", null, null)]
    [InlineData("direct", "root000000000000000000000r", null)]
    public void The_link_leads_back_by_ids_and_never_into_a_conversation(string where, string? root, string? expected)
    {
        Start(Call("new") with
        {
            Origin = Call("new").Origin with { Root = root is null ? null : new PostId(root) },
            IsConversation = where == "direct",
            TeamName = where == "dev" ? "office" : "",
        });

        Assert.Equal(expected, Session.ExpectMsg<SessionDoor.Command>().Origin.Link);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void Who_may_set_the_channels_project_is_asked_of_Mattermost(bool isChannelAdmin, bool isTeamAdmin, bool mayManage)
    {
        if (isChannelAdmin)
            Mattermost.Admins.Add((Dev.Value, Alice));
        if (isTeamAdmin)
            Mattermost.Admins.Add(("team", Alice));
        Start("project demo");

        Assert.Equal(new Intent.SetChannelProject("demo", mayManage), Session.ExpectMsg<SessionDoor.Command>().Intent);
        Session.Reply(new Reply.ChannelProjectSet(Language.English, "Demo *one*", true));
        Assert.Equal(@"Forms in this channel begin with the project Demo \*one\* now.", (string?)Answer()["text"]);
    }

    [Fact]
    public void A_team_that_tells_nothing_has_no_administrators()
    {
        Mattermost.Fails = call => call.StartsWith("team admin", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;
        Start("project demo");

        Assert.Equal(new Intent.SetChannelProject("demo", false), Session.ExpectMsg<SessionDoor.Command>().Intent);
    }

    [Fact]
    public void Anybody_may_ask_for_the_channels_project()
    {
        Start("проект");

        Assert.Equal(new Intent.SetChannelProject("", false), Session.ExpectMsg<SessionDoor.Command>().Intent);
        Assert.DoesNotContain(Mattermost.Calls, c => c.Contains("admin", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_bot_is_no_member_it_asks_to_be_invited()
    {
        Mattermost.Fails = call => call.StartsWith("channel admin", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;
        Start("project demo");

        Assert.Contains("`/invite @redmine`", (string?)Answer()["text"], StringComparison.Ordinal);
        Session.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_conversation_has_no_project()
    {
        Start(Call("project demo") with { IsConversation = true });
        People.ExpectMsg<PeopleDirectory.Resolve>();
        People.Reply(new PeopleDirectory.Resolved(new(Alice, "alice", Language.Russian, TimeZoneInfo.Utc, null, RefusalReason.NotMapped)));

        Assert.Equal(Sentences.In(Language.Russian)["NoChannelHere"], (string?)Answer()["text"]);
        Session.ExpectNoMsg(TimeSpan.Zero);
    }

    private IActorRef Start(string text) => Start(Call(text));

    private SlashCall Call(string text) => new(
        new(Door.SlashCommand, Alice, Dev, null) { Hook = "hook", HookUntil = Clock.GetUtcNow().AddMinutes(29) }, "redmine", null)
    {
        Text = text,
        Team = new TeamId("team"),
        TeamName = "office",
        DialogTrigger = "dialog-trigger",
    };
}
