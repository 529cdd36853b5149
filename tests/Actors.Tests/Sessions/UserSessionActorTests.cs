using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Sessions;

public sealed class UserSessionActorTests : ActorSpec
{
    private static readonly UserId Alice = new("alice0000000000000000000000");
    private static readonly PostPlace Place = new(new ChannelId("dev00000000000000000000000"), null);
    private static readonly RedmineLogin Login = new("alice.smith");
    private static readonly OwnKey Own = new(Alice, new(5, "alice.smith", "Alice", false), new("sealed"));

    private readonly TestProbe _people;
    private readonly TestProbe _redmine;
    private readonly TestProbe _formatter;
    private readonly TestProbe _poster;
    private readonly TestProbe _inbox;
    private readonly TestProbe _door;
    private IActorRef _session;

    public UserSessionActorTests()
    {
        _people = CreateTestProbe();
        _redmine = CreateTestProbe();
        _formatter = CreateTestProbe();
        _poster = CreateTestProbe();
        _inbox = CreateTestProbe();
        _door = CreateTestProbe();
        _door.IgnoreMessages(m => m is SessionDoor.Recovered);
        _session = Start();
    }

    [Fact]
    public void A_post_is_looked_up_as_its_author_then_written_and_done()
    {
        _session.Tell(Post("p1", 1, 10));
        Known();

        var asked = _redmine.ExpectMsg<RedmineGate.Ask>();
        var see = Assert.IsType<RedmineCall.SeeTickets>(asked.Call);
        Assert.Equal((Login, CallKind.Background), (see.As, asked.Kind));
        Assert.Equal([new TicketId(1), new TicketId(10)], see.Tickets);
        Answer(asked, new RedmineAnswer.TicketsSeen(Ids(1, 10)));

        var write = _poster.ExpectMsg<Poster.WriteLinks>();
        Assert.Equal(Ids(1, 10), write.Visible);
        Wrote(write, LinkWriting.Edited, 77, linked: [1, 10]);

        var done = _inbox.ExpectMsg<LinkInbox.Done>();
        Assert.Equal((LinkOutcome.Linked, 0L, 77L), (done.Outcome, done.EditAt, done.NewEditAt));
        Assert.Equal([new TicketId(1), new TicketId(10)], done.Linked);
        Quiet(_poster);
    }

    [Fact]
    public void Posts_that_come_during_a_look_up_share_the_next_one()
    {
        _session.Tell(Post("p1", 1));
        Known();
        var first = _redmine.ExpectMsg<RedmineGate.Ask>();
        _session.Tell(Post("p2", 2));
        _session.Tell(Post("p3", 2, 3));
        _session.Tell(Post("p2", 2));
        Quiet(_redmine);

        Answer(first, new RedmineAnswer.TicketsSeen(Ids(1)));

        var second = Assert.IsType<RedmineCall.SeeTickets>(_redmine.ExpectMsg<RedmineGate.Ask>().Call);
        Assert.Equal([new TicketId(2), new TicketId(3)], second.Tickets);
        Assert.Equal(new PostId("p1"), _poster.ExpectMsg<Poster.WriteLinks>().Post);
    }

    [Fact]
    public void A_reference_that_came_by_an_edit_meanwhile_is_looked_up_too()
    {
        _session.Tell(Post("p1", 1));
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));
        var write = _poster.ExpectMsg<Poster.WriteLinks>();
        _session.Tell(new Poster.LinksWanting(write, [new TicketId(2)]));

        var asked = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal([new TicketId(2)], Assert.IsType<RedmineCall.SeeTickets>(asked.Call).Tickets);
        Answer(asked, new RedmineAnswer.TicketsSeen(Ids()));

        var again = _poster.ExpectMsg<Poster.WriteLinks>();
        Assert.Equal(Ids(1), again.Visible);
        Assert.Equal(Ids(1, 2), again.Resolved);
    }

    [Fact]
    public void Tickets_that_the_author_cannot_see_are_named_to_them_once()
    {
        Post([1, 2], visible: [1], plain: [2]);

        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Equal(Alice, told.User);
        Assert.Equal(Place, told.Context);
        Assert.Contains("#t2", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("#t1", told.Text, StringComparison.Ordinal);
        Quiet(_inbox);
        _session.Tell(new Poster.PersonTold(told));
        Assert.Equal([new TicketId(2)], _inbox.ExpectMsg<LinkInbox.Done>().Told);
    }

    [Fact]
    public void The_same_news_of_a_post_bears_the_same_name_after_our_own_edit()
    {
        string[] names = new string[2];
        for (var i = 0; i < 2; i++)
        {
            _session.Tell(Post("p1", 10, 99) with { EditAt = i * 77 });
            if (i == 0)
                Known();
            Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(10)));
            Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Edited, 77, linked: [10], plain: [99]);
            var told = _poster.ExpectMsg<Poster.TellPerson>();
            names[i] = told.ReplyId;
            _session.Tell(new Poster.PersonTold(told));
            _inbox.ExpectMsg<LinkInbox.Done>();
        }

        Assert.Equal(names[0], names[1]);
    }

    [Fact]
    public void A_post_that_would_be_too_long_is_named_so_together_with_what_cannot_be_seen()
    {
        _session.Tell(Post("p1", 1, 2));
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.TooLong, 0, plain: [2]);

        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Contains("#t2", told.Text.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal("With links your message would exceed Mattermost's size limit, so I left it as it is.", told.Text.Split('\n')[1]);
        Quiet(_poster);
    }

    [Fact]
    public void Who_comes_into_the_map_is_known_by_their_next_post()
    {
        _session.Tell(Post("p1", 1));
        Known(null);
        _session.Tell(new Poster.PersonTold(_poster.ExpectMsg<Poster.TellPerson>()));
        _inbox.ExpectMsg<LinkInbox.Done>();

        _session.Tell(Post("p2", 1));
        Known();

        Assert.Equal(Login, Assert.IsType<RedmineCall.SeeTickets>(_redmine.ExpectMsg<RedmineGate.Ask>().Call).As);
    }

    [Fact]
    public void Who_has_given_no_key_hears_so_once_and_nothing_is_asked()
    {
        foreach (var id in new[] { "p1", "p2" })
        {
            _session.Tell(Post(id, 1));
            _people.ExpectMsg<PeopleDirectory.Resolve>();
            _session.Tell(new PeopleDirectory.Resolved(Person(null) with { Obstacle = RefusalReason.NotConnected }));
            if (id == "p1")
            {
                var told = _poster.ExpectMsg<Poster.TellPerson>();
                Assert.Equal("I don't know your Redmine account yet, so I can't act for you. Write `connect` to me in a direct message.", told.Text);
                _session.Tell(new Poster.PersonTold(told));
            }

            Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
        }

        Quiet(_poster);
        Quiet(_redmine);
    }

    [Fact]
    public void Whose_own_key_is_refused_hears_so_once_and_goes_on_by_the_next_one_at_once()
    {
        _session.Tell(Post("p1", 1));
        Known(Own);
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.OwnKeyRefused());
        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Equal("Redmine doesn't accept your API key any more: it was replaced, or your account is locked. Write `connect` to me in a direct message.", told.Text);
        _session.Tell(new Poster.PersonTold(told));
        Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);

        _session.Tell(Post("p2", 1));
        Known(Own);
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.OwnKeyRefused());
        Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
        Quiet(_poster);

        var another = new SealedKey("another");
        _session.Tell(Post("p3", 1));
        Known(Own with { Key = another });
        var asked = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Same(another, Assert.IsType<OwnKey>(asked.Call.As).Key);
        Answer(asked, new RedmineAnswer.TicketsSeen(Ids(1)));
        _poster.ExpectMsg<Poster.WriteLinks>();
    }

    [Fact]
    public void What_another_account_saw_counts_for_nothing()
    {
        _session.Tell(Post("p1", 1));
        Known(Own);
        var asked = _redmine.ExpectMsg<RedmineGate.Ask>();
        Settle();
        Advance(TimeSpan.FromSeconds(10));
        var other = Own with { Account = new(6, "bob", "Bob", false) };
        _session.Tell(Command(new Intent.ShowHelp()), TestActor);
        Known(other);
        ExpectMsg<Reply.Help>();
        Answer(asked, new RedmineAnswer.TicketsSeen(Ids(1)));

        Assert.Equal(other, _redmine.ExpectMsg<RedmineGate.Ask>().Call.As);
        Quiet(_poster);
    }

    [Fact]
    public void A_ticket_of_which_the_author_heard_before_is_not_named_again()
    {
        _session.Tell(Post("p1", 2) with { Told = [new TicketId(2)], EditAt = 5 });
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids()));
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Nothing, 5, plain: [2]);

        Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
        Quiet(_poster);
    }

    [Fact]
    public void Who_is_not_in_the_map_hears_so_once_a_day_even_after_a_restart()
    {
        _session.Tell(Post("p1", 1));
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Resolved(Person(null)));
        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Contains("alice=", told.Text, StringComparison.Ordinal);
        _session.Tell(new Poster.PersonTold(told));
        Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);

        Restart();
        _session.Tell(Post("p2", 1));
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Resolved(Person(null)));

        Assert.Equal(LinkOutcome.Refused, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
        Quiet(_poster);
        Quiet(_redmine);
    }

    [Fact]
    public void A_reason_that_was_gone_for_a_day_is_news_again()
    {
        _session.Tell(Post("p1", 1));
        Known(null);
        _session.Tell(new Poster.PersonTold(_poster.ExpectMsg<Poster.TellPerson>()));
        _inbox.ExpectMsg<LinkInbox.Done>();

        Settle();
        Advance(TimeSpan.FromHours(25));
        _session.Tell(Post("p2", 1));
        Known();
        _redmine.ExpectMsg<RedmineGate.Ask>();
        Settle();
        Advance(TimeSpan.FromMinutes(1));
        _session.Tell(Post("p3", 1));
        Known(null);

        Assert.Contains("alice=", _poster.ExpectMsg<Poster.TellPerson>().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Posts_of_bots_are_left_alone()
    {
        _session.Tell(Post("p1", 1));
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Resolved(Person(Login) with { Obstacle = RefusalReason.MayNotAct }));

        Assert.Equal(LinkOutcome.Nothing, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
        Quiet(_poster);
    }

    [Fact]
    public void A_failed_look_up_is_tried_again_and_the_inbox_asked_for_patience()
    {
        _session.Tell(Post("p1", 1));
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.Unreachable("status 500"));
        _inbox.ExpectMsg<LinkInbox.Waiting>();
        Quiet(_redmine);

        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));

        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Edited, 9, linked: [1]);
        Assert.Equal(LinkOutcome.Linked, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
    }

    [Fact]
    public void Redmines_absence_is_mentioned_after_five_minutes_and_only_once()
    {
        _session.Tell(Post("p1", 1));
        Known();
        _redmine.ExpectMsg<RedmineGate.Ask>();
        Settle();
        Advance(TimeSpan.FromMinutes(4));
        Quiet(_poster);

        Settle();
        Advance(TimeSpan.FromMinutes(1));
        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Equal(Sentences.In(Language.English)["LinksWaitForRedmine"], told.Text);
        Known();
        _redmine.ExpectMsg<RedmineGate.Ask>();

        Settle();
        Advance(TimeSpan.FromMinutes(5));
        Quiet(_poster);
    }

    [Fact]
    public void After_an_outage_the_author_gets_one_message_for_all_old_posts()
    {
        var old = Clock.GetUtcNow() - TimeSpan.FromMinutes(30);
        _session.Tell(Post("p1", 1) with { WrittenAt = old });
        _session.Tell(Post("p2", 2) with { WrittenAt = old.AddSeconds(1) });
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids()));
        if (_redmine.HasMessages)
            Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids()));
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Nothing, 0, plain: [1]);
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Nothing, 0, plain: [2]);
        Quiet(_poster);
        // Further ones of theirs may come meanwhile.
        Assert.Equal([true, true], _inbox.ReceiveN(2).Cast<LinkInbox.Waiting>().Select(w => w.IsWritten));
        _session.Tell(Post("p1", 1) with { WrittenAt = old });
        Assert.True(_inbox.ExpectMsg<LinkInbox.Waiting>().IsWritten);

        Settle();
        Advance(TimeSpan.FromSeconds(10));

        var told = _poster.ExpectMsg<Poster.TellPerson>();
        Assert.Null(told.Context);
        Assert.Equal([new(new PostId("p1"), "#t1"), new(new PostId("p2"), "#t2")], told.About);
        _session.Tell(new Poster.PersonTold(told));
        _inbox.ExpectMsg<LinkInbox.Done>();
        _inbox.ExpectMsg<LinkInbox.Done>();
    }

    [Fact]
    public void What_Mattermost_refuses_for_good_is_set_aside()
    {
        _session.Tell(Post("p1", 1));
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));
        EventFilter.Error(contains: "Post p1 is set aside").ExpectOne(() =>
            _session.Tell(new Poster.Failed(_poster.ExpectMsg<Poster.WriteLinks>(), PosterFailure.Rejected)));

        Assert.Equal(LinkOutcome.SetAside, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
    }

    [Fact]
    public void What_Redmine_answers_oddly_again_and_again_is_set_aside_with_its_id_in_the_log()
    {
        _session.Tell(Post("p1", 1));
        Known();
        for (var i = 0; i < 2; i++)
        {
            Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.Unexpected("status 418"));
            _inbox.ExpectMsg<LinkInbox.Waiting>();
            Settle();
            Advance(TimeSpan.FromSeconds(1 << i));
        }

        EventFilter.Error(contains: "Post p1 is set aside").ExpectOne(() => Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.Unexpected("status 418")));

        Assert.Equal(LinkOutcome.SetAside, _inbox.ExpectMsg<LinkInbox.Done>().Outcome);
    }

    [Fact]
    public void A_command_whose_text_can_not_be_formatted_is_answered_so()
    {
        _session.Tell(Command(new Intent.LinkText("see #t1", 4_000)), TestActor);
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));
        var format = _formatter.ExpectMsg<LinkFormatter.Format>();
        EventFilter.Error(contains: "could not be given its links").ExpectOne(() =>
            _session.Tell(new LinkFormatter.Formatted(format.Tag, new LinkedText("see #t1", [], LinkTextOutcome.Failed))));

        Assert.Equal(RefusalReason.OurFault, ExpectMsg<Reply.Refusal>().Reason);
    }

    [Fact]
    public void A_list_is_asked_for_as_the_person_and_dated_in_their_zone()
    {
        _session.Tell(Command(new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20)), TestActor);
        Known();
        var asked = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal(CallKind.Command, asked.Kind);
        Assert.Equal(new RedmineCall.ListTickets(Login, TicketList.AssignedToMe, 2, 20), asked.Call);
        var page = new TicketPage(TicketList.AssignedToMe, 2, 20, 21, []);
        Answer(asked, new RedmineAnswer.TicketsListed(page));

        var tickets = ExpectMsg<Reply.Tickets>();
        Assert.Equal(new DateOnly(2026, 11, 24), tickets.Today);
        Assert.Equal("Asia/Yekaterinburg", tickets.Zone);
        Assert.Equal(21, tickets.Page.Total);
    }

    [Theory]
    [InlineData("away", RefusalReason.RedmineAway)]
    [InlineData("busy", RefusalReason.RedmineBusy)]
    [InlineData("nobody", RefusalReason.NoRedmineAccount)]
    [InlineData("own key", RefusalReason.OwnKeyRefused)]
    [InlineData("key", RefusalReason.RedmineMisconfigured)]
    [InlineData("odd", RefusalReason.RedmineMisconfigured)]
    public void A_command_that_Redmine_refuses_is_answered_with_the_reason(string what, RefusalReason reason)
    {
        _session.Tell(Command(new Intent.ShowTickets(TicketList.CreatedByMe, 1, 20)), TestActor);
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), what switch
        {
            "away" => new RedmineAnswer.Unreachable("status 502"),
            "busy" => new RedmineAnswer.Busy(),
            "nobody" => new RedmineAnswer.NoSuchAccount(Login),
            "own key" => new RedmineAnswer.OwnKeyRefused(),
            "key" => new RedmineAnswer.Misconfigured(RedmineTrouble.KeyRefused),
            _ => new RedmineAnswer.Unexpected("status 418"),
        });

        var refusal = ExpectMsg<Reply.Refusal>();
        Assert.Equal(reason, refusal.Reason);
        Assert.NotEmpty(RefusalSentences.Of(refusal));
    }

    [Fact]
    public void A_text_is_linked_with_the_persons_own_rights()
    {
        _session.Tell(Command(new Intent.LinkText("see #t1 and #t2", 4_000)), TestActor);
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(1)));
        var format = _formatter.ExpectMsg<LinkFormatter.Format>();
        Assert.Equal(Ids(1), format.Linkable);
        _session.Tell(new LinkFormatter.Formatted(format.Tag, new LinkedText("see [#t1](x) and #t2", [new TicketId(1)], LinkTextOutcome.Linked)));

        var linked = ExpectMsg<Reply.Linked>();
        Assert.Equal("see [#t1](x) and #t2", linked.Text);
        Assert.Equal([new TicketId(2)], linked.Unseen);
    }

    [Fact]
    public void Commands_past_the_bound_are_refused_at_once()
    {
        for (var i = 0; i < 20; i++)
            _session.Tell(Command(new Intent.ShowHelp()), CreateTestProbe());
        _session.Tell(Command(new Intent.ShowHelp()), TestActor);

        Assert.Equal(RefusalReason.BridgeBusy, ExpectMsg<Reply.Refusal>().Reason);
    }

    [Fact]
    public void Commands_are_answered_when_Mattermost_does_not_say_who_asks()
    {
        _session.Tell(Command(new Intent.ShowHelp()), TestActor);
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Unresolved(Alice, PosterFailure.Away));

        Assert.Equal(RefusalReason.MattermostAway, ExpectMsg<Reply.Refusal>().Reason);
    }

    [Fact]
    public void An_idle_session_asks_to_leave_and_a_busy_one_stays()
    {
        _session.Tell(Post("p1", 1));
        Known();
        _redmine.ExpectMsg<RedmineGate.Ask>();
        _session.Tell(ReceiveTimeout.Instance);
        Quiet(_door);

        Answer(new RedmineGate.Ask(Alice, CallKind.Background, new RedmineCall.SeeTickets(Login, [new TicketId(1)]), 0), new RedmineAnswer.TicketsSeen(Ids(1)));
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Edited, 1, linked: [1]);
        _inbox.ExpectMsg<LinkInbox.Done>();
        _session.Tell(ReceiveTimeout.Instance);

        var passivate = _door.ExpectMsg<Passivate>();
        Watch(_session);
        _session.Tell(passivate.StopMessage);
        ExpectTerminated(_session);
    }

    private void Post(int[] tickets, int[] visible, int[] plain)
    {
        _session.Tell(Post("p1", tickets));
        Known();
        Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), new RedmineAnswer.TicketsSeen(Ids(visible)));
        Wrote(_poster.ExpectMsg<Poster.WriteLinks>(), LinkWriting.Edited, 5, visible, plain);
    }

    private LinkInbox.LinkPost Post(string id, params int[] tickets) => new(
        Alice, new PostId(id), 0, Place, Clock.GetUtcNow(), [.. tickets.Select(t => new TicketId(t))], [], []);

    private SessionDoor.Command Command(Intent intent) => new(intent, new Origin(Door.SlashCommand, Alice, Place.Channel, null));

    private void Known() => Known(Login);

    private void Known(RedmineIdentity? login)
    {
        _people.ExpectMsg<PeopleDirectory.Resolve>();
        _session.Tell(new PeopleDirectory.Resolved(Person(login)));
    }

    private static Person Person(RedmineIdentity? login) => new(
        Alice, "alice", Language.English, TimeZoneInfo.FindSystemTimeZoneById("Asia/Yekaterinburg"), login, login is null ? RefusalReason.NotMapped : null);

    private void Answer(RedmineGate.Ask ask, RedmineAnswer answer) => _session.Tell(new RedmineGate.Answered(ask.Tag, ask.Call, answer));

    private void Wrote(Poster.WriteLinks write, LinkWriting how, long editAt, int[]? linked = null, int[]? plain = null) => _session.Tell(
        new Poster.LinksWritten(write, how, editAt, [.. (linked ?? []).Select(t => new TicketId(t))], [.. (plain ?? []).Select(t => new TicketId(t))]));

    private static HashSet<TicketId> Ids(params int[] ids) => [.. ids.Select(i => new TicketId(i))];

    /// <summary>All that the session has been told is worked off.</summary>
    private void Settle()
    {
        _session.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private void Quiet(TestProbe probe)
    {
        Settle();
        probe.ExpectNoMsg(TimeSpan.Zero);
    }

    private void Restart()
    {
        Watch(_session);
        Sys.Stop(_session);
        ExpectTerminated(_session);
        _session = Start();
    }

    private IActorRef Start() => 
        _door.ChildActorOf(SessionProps.Of(Alice, new(Language.English), Clock, _people, _redmine, _formatter, _poster, _inbox));
}
