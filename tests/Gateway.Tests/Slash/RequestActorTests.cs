using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class RequestActorTests : ActorSpec
{
    private static readonly UserId Alice = new("alice00000000000000000000a");
    private static readonly ChannelId Dev = new("dev0000000000000000000000d");
    private static readonly Reply Refused = new Reply.Refusal(Language.English, RefusalReason.RedmineAway);

    private readonly FakeMattermost _mattermost = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly TestProbe _http;
    private readonly TestProbe _sessions;
    private readonly TestProbe _people;
    private readonly TestProbe _poster;

    public RequestActorTests()
    {
        _http = CreateTestProbe();
        _sessions = CreateTestProbe();
        _people = CreateTestProbe();
        _poster = CreateTestProbe();
    }

    [Fact]
    public void Answers_in_the_response_and_ends()
    {
        var request = Start("mine");
        Assert.Equal(new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20), _sessions.ExpectMsg<SessionDoor.Command>().Intent);

        _sessions.Reply(Refused);

        Assert.Equal("ephemeral", (string?)Answer()["response_type"]);
        ExpectTerminated(request);
    }

    [Fact]
    public void Acknowledges_in_the_readers_language_when_it_takes_long_and_answers_later()
    {
        var request = Start("mine");
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _people.Reply(new PeopleDirectory.Resolved(new(Alice, "alice", Language.Russian, TimeZoneInfo.Utc, true, null, false)));
        _sessions.ExpectMsg<SessionDoor.Command>();
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(Sentences.In(Language.Russian)["StillWorking"], (string?)Answer(TimeSpan.FromMilliseconds(100))["text"]);
        });

        _sessions.Reply(Refused);

        ExpectTerminated(request);
        Assert.Contains("respond hook", _mattermost.Calls);
        Assert.Equal(RefusalSentences.Of((Reply.Refusal)Refused), (string?)Assert.Single(_mattermost.Responses)["text"]);
    }

    [Fact]
    public void Tries_a_late_answer_again_and_then_writes_a_direct_message()
    {
        _mattermost.Fails = call => call.StartsWith("respond", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Away, 503, "") : null;
        var request = Start("mine");
        _sessions.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(2));
        Answer();
        _sessions.Reply(Refused);

        Poster.TellPerson? told = null;
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            told = _poster.ExpectMsg<Poster.TellPerson>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal((Alice, (PostPlace?)null, RefusalSentences.Of((Reply.Refusal)Refused)), (told!.User, told.Context, told.Text));
        Assert.Equal(4, _mattermost.Calls.Count(c => c == "respond hook"));
        _poster.Reply(new Poster.PersonTold(told));
        ExpectTerminated(request);
    }

    [Fact]
    public void Says_so_when_nobody_answers_at_all()
    {
        var request = Start("mine");
        _sessions.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(2));
        Answer();

        Advance(TimeSpan.FromSeconds(44));

        ExpectTerminated(request);
        Assert.Equal(Sentences.In(Language.English)["StoreAway"], (string?)Assert.Single(_mattermost.Responses)["text"]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Help_tells_how_to_invite_the_bot_where_it_is_no_member(bool isMember, bool invites)
    {
        if (isMember)
            _mattermost.Channels.Add(new(Dev, false, 0));
        Start("help");
        _sessions.ExpectMsg<SessionDoor.Command>();
        _sessions.Reply(new Reply.Help(Language.English, null, "alice", true));

        Assert.Equal(invites, ((string?)Answer()["text"])!.EndsWith("`/invite @redmine`", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_survives_not_knowing_who_is_a_member()
    {
        _mattermost.Fails = call => call.StartsWith("member", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Away, 0, "") : null;
        Start("what");
        Assert.Equal(new Intent.Unknown("what"), _sessions.ExpectMsg<SessionDoor.Command>().Intent);
        _sessions.Reply(new Reply.Help(Language.English, "what", "alice", false));

        var text = (string?)Answer()["text"];
        Assert.StartsWith("I don't know the command `what`.", text, StringComparison.Ordinal);
        Assert.Contains("`alice=your_redmine_login`", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Linked_text_is_for_all_and_what_stayed_plain_for_its_author_alone()
    {
        Start("link see #t1 and #t2");
        Assert.Equal(new Intent.LinkText("see #t1 and #t2", 16_383), _sessions.ExpectMsg<SessionDoor.Command>().Intent);
        _sessions.Reply(new Reply.Linked(Language.English, "see [#t1](x) and #t2", [new(2)]));

        var answer = Answer();
        Assert.Equal(("in_channel", "see [#t1](x) and #t2"), ((string?)answer["response_type"], (string?)answer["text"]));
        var extra = Assert.Single(answer["extra_responses"]!.AsArray())!;
        Assert.Equal("ephemeral", (string?)extra["response_type"]);
        Assert.Contains("#t2", (string?)extra["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_goes_on_has_a_button_that_only_its_reader_can_use()
    {
        Start("mine");
        _sessions.ExpectMsg<SessionDoor.Command>();
        var ticket = new Ticket(new(1), "Demo", "Bug", "New", "Normal", "Tap", "Alice", null, Clock.GetUtcNow(), null);
        _sessions.Reply(new Reply.Tickets(Language.English, new(TicketList.AssignedToMe, 1, 20, 21, [ticket]), new(2026, 11, 24), "UTC"));

        var action = Answer()["attachments"]![0]!["actions"]![0]!;
        Assert.Equal(("button", "Next"), ((string?)action["type"], (string?)action["name"]));
        Assert.Equal("https://bridge.example.org/mattermost/action", (string?)action["integration"]!["url"]);
        var context = ButtonContext.Open((string?)action["integration"]!["context"]!["sealed"] ?? "", _keys.CreateProtector(ButtonContext.Purpose));
        Assert.Equal(new ButtonContext(Alice, "redmine", TicketList.AssignedToMe, 2, 20, context!.Until), context);
    }

    [Fact]
    public void A_button_is_answered_with_a_new_ephemeral_page()
    {
        Start("", new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20), Door.Button);
        _sessions.ExpectMsg<SessionDoor.Command>();
        _sessions.Reply(new Reply.Tickets(Language.English, new(TicketList.AssignedToMe, 2, 20, 50, []), new(2026, 11, 24), "UTC"));

        Assert.EndsWith("Next: `/redmine mine 3`", (string?)Answer()["ephemeral_text"], StringComparison.Ordinal);
    }

    private JsonObject Answer(TimeSpan? within = null) => _http.ExpectMsg<SlashAnswer>(within).Body;

    private IActorRef Start(string text, Intent? intent = null, Door door = Door.SlashCommand)
    {
        var settings = new SlashSettings(
            "redmine", new Uri("https://bridge.example.org"), new Uri("https://redmine.example.org"), Language.English, true, []);
        var call = new SlashCall(new(door, Alice, Dev, null), "redmine", text, intent, false, "hook");
        var knowledge = new SlashKnowledge(new MattermostServer(null, 16_383), "redmine");
        var protector = _keys.CreateProtector(ButtonContext.Purpose);
        var metrics = TestMetrics.New();
        return Watch(Sys.ActorOf(Props.Create(() => new RequestActor(
            call,
            _http.Ref,
            settings,
            knowledge,
            _mattermost,
            new Required<Poster>(_poster),
            new Required<PeopleDirectory>(_people),
            new Required<SessionDoor>(_sessions),
            protector,
            Clock,
            metrics))));
    }
}
