using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Sessions;

public sealed class SessionsActorTests : ActorSpec
{
    private readonly TestProbe _seen;
    private readonly TestProbe _poster;
    private readonly TestProbe _inbox;
    private readonly IActorRef _door;

    public SessionsActorTests()
    {
        _seen = CreateTestProbe();
        _poster = CreateTestProbe();
        _inbox = CreateTestProbe();
        var seen = _seen.Ref;
        var (poster, inbox) = (new Required<Poster>(_poster), new Required<LinkInbox>(_inbox));
        _door = Sys.ActorOf(Props.Create(() => new SessionsActor(
            new SessionExtractor(), id => Props.Create(() => new Person(id, seen)), Language.English, Clock, poster, inbox, TestMetrics.New())));
    }

    [Fact]
    public void Each_person_has_a_session_of_their_own()
    {
        _door.Tell(Help("alice"));
        _door.Tell(Help("bob"));
        _door.Tell(Help("alice"));

        Assert.Equal(["alice 1", "alice 2", "bob 1"], new[] { Seen(), Seen(), Seen() }.Order());
    }

    [Fact]
    public void Messages_during_passivation_reach_the_next_session_in_order()
    {
        _door.Tell(Help("alice"));
        Seen();
        var session = _seen.LastSender;
        session.Tell("leave");
        Assert.Equal("alice asked to stop", _seen.ExpectMsg<string>());
        _door.Tell(Help("alice"));
        _door.Tell(Help("alice"));
        _seen.ExpectNoMsg(TimeSpan.Zero);
        session.Tell("stop");

        Assert.Equal("alice 1", Seen());
        Assert.NotEqual(session, _seen.LastSender);
        Assert.Equal("alice 2", Seen());
    }

    [Fact]
    public void Before_the_end_each_session_is_waited_for_and_whoever_comes_later_hears_of_it_too()
    {
        _door.Tell(Help("alice"));
        Seen();
        var alice = _seen.LastSender;
        _door.Tell(Help("bob"));
        Seen();
        var bob = _seen.LastSender;
        _door.Tell(SessionDoor.Drain.Instance, TestActor);
        Assert.Equal(["alice drains", "bob drains"], new[] { Seen(), Seen() }.Order());
        alice.Tell("drained");
        Assert.Equal("alice drained", Seen());
        _door.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();

        bob.Tell("die");
        ExpectMsg<SessionDoor.Drained>();
        _door.Tell(Help("carol"));
        Assert.Equal(["carol 1", "carol drains"], new[] { Seen(), Seen() }.Order());
    }

    [Fact]
    public void Before_the_end_no_session_is_nothing_to_wait_for()
    {
        _door.Tell(SessionDoor.Drain.Instance, TestActor);

        ExpectMsg<SessionDoor.Drained>();
    }

    [Fact]
    public void The_buffer_of_a_passivating_session_is_bounded()
    {
        _door.Tell(Help("alice"));
        Seen();
        _seen.LastSender.Tell("leave");
        Assert.Equal("alice asked to stop", _seen.ExpectMsg<string>());
        for (var i = 0; i < 100; i++)
            _door.Tell(Help("alice"), ActorRefs.Nobody);
        _door.Tell(Help("alice"), TestActor);

        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
    }

    [Fact]
    public void A_session_whose_store_failed_rests_and_commands_are_answered_meanwhile()
    {
        _door.Tell(Help("alice"));
        Seen();
        var session = _seen.LastSender;
        Watch(session);
        session.Tell("die");
        ExpectTerminated(session);
        AwaitAssert(() =>
        {
            _door.Tell(Help("alice"), TestActor);
            Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>(TimeSpan.FromMilliseconds(100)).Reason);
        });

        Advance(TimeSpan.FromSeconds(1));
        _door.Tell(Help("alice"), TestActor);

        Assert.Equal("alice 1", _seen.FishForMessage<string>(s => s == "alice 1"));
    }

    [Fact]
    public void What_is_said_while_it_rests_is_refused_in_the_persons_language_and_not_heard_later()
    {
        _door.Tell(Help("alice"));
        Seen();
        Die(_seen.LastSender);

        _door.Tell(Said("alice", "p1"));

        var show = _poster.ExpectMsg<Poster.Show>();
        Assert.Equal(("said-p1", RefusalReason.StoreAway, Language.Russian), (show.ReplyId, ((Reply.Refusal)show.Reply).Reason, show.Reply.Language));
        var done = _inbox.ExpectMsg<LinkInbox.Done>();
        Assert.Equal((new PostId("p1"), LinkOutcome.Refused), (done.Post, done.Outcome));
        Advance(TimeSpan.FromSeconds(1));
        _door.Tell(Said("alice", "p2"));
        Assert.Equal("alice p2", Seen());
    }

    [Fact]
    public void What_a_session_was_sent_that_can_not_read_its_events_is_refused()
    {
        _door.Tell(Help("forgetful"), TestActor);
        _door.Tell(Said("forgetful", "p1"));
        Assert.Equal("forgetful 1", Seen());
        Assert.Equal("forgetful p1", Seen());

        _seen.LastSender.Tell("die");

        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
        Assert.Equal("said-p1", _poster.ExpectMsg<Poster.Show>().ReplyId);
        Assert.Equal(new PostId("p1"), _inbox.ExpectMsg<LinkInbox.Done>().Post);
    }

    [Fact]
    public void After_its_rest_a_session_is_started_without_being_asked()
    {
        _door.Tell(Help("alice"));
        Seen();
        var session = _seen.LastSender;
        Die(session);

        Advance(TimeSpan.FromSeconds(1));

        AwaitAssert(() =>
        {
            Sys.ActorSelection(session.Path).Tell(new Identify(0), TestActor);
            Assert.NotNull(ExpectMsg<ActorIdentity>().Subject);
        });
    }

    [Fact]
    public void Its_rest_ends_though_the_clock_was_set_back()
    {
        _door.Tell(Help("alice"));
        Seen();
        Die(_seen.LastSender);
        _door.Tell(Said("alice", "p1") with { Said = null });
        _door.Tell(Help("alice"), TestActor);
        ExpectMsg<Reply.Refusal>();

        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromHours(1));
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("alice p1", Seen());
    }

    [Fact]
    public void A_bug_in_one_session_restarts_it_and_no_other()
    {
        _door.Tell(Help("alice"));
        _door.Tell(Help("bob"));
        _seen.ReceiveN(2);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => _door.Tell(new SessionDoor.Command(new Intent.Unknown("bug"), From("alice"))));
        _door.Tell(Help("alice"));
        _door.Tell(Help("bob"));

        Assert.Equal(["alice 1", "bob 2"], new[] { Seen(), Seen() }.Order());
    }

    [Fact]
    public void A_session_that_fails_again_and_again_rests_and_posts_wait_for_it()
    {
        EventFilter.Warning(contains: "it rests for 00:00:01").ExpectOne(() =>
        {
            for (var i = 0; i < 10; i++)
                _door.Tell(new SessionDoor.Command(new Intent.Unknown("bug"), From("alice")), ActorRefs.NoSender);
        });
        _door.Tell(Said("alice", "p1") with { Said = null });
        _door.Tell(Said("bob", "p2"));
        _door.Tell(Help("alice"), TestActor);

        ExpectMsg<Reply.Refusal>();
        Assert.Equal("bob p2", Seen());
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("alice p1", Seen());
    }

    [Fact]
    public void What_comes_between_a_sessions_last_word_and_its_end_is_refused_as_it_said()
    {
        _door.Tell(Help("alice"));
        Seen();
        _seen.LastSender.Tell("break");
        Assert.Equal("alice breaks", Seen());

        _door.Tell(Help("alice"), TestActor);

        Assert.Equal((RefusalReason.OurFault, Language.Russian), ExpectMsg<Reply.Refusal>() is { } refusal ? (refusal.Reason, refusal.Language) : default);
    }

    /// <summary>Its store fails, and the door knows.</summary>
    private void Die(IActorRef session)
    {
        EventFilter.Warning(contains: "it rests").ExpectOne(() => session.Tell("fail"));
    }

    private static LinkInbox.LinkPost Said(string user, string post) =>
        new(new(user), new(post), 0, new(new ChannelId("direct"), null), DateTimeOffset.UnixEpoch, [], [], []) { Said = new("yes", SaidIn.DirectMessage) };

    private string Seen() => _seen.ExpectMsg<string>();

    private static SessionDoor.Command Help(string user) => new(new Intent.ShowHelp(), From(user));

    private static Origin From(string user) => new(Door.SlashCommand, new UserId(user), new ChannelId("dev"), null);

    private sealed class Person : ReceiveActor
    {
        public Person(string id, IActorRef seen)
        {
            var count = 0;
            if (id != "forgetful")
                Context.Parent.Tell(SessionDoor.Recovered.Instance);
            Receive<LinkInbox.LinkPost>(post => seen.Tell($"{id} {post.Post}"));
            Receive<string>(s => s == "fail", _ =>
            {
                Context.Parent.Tell(new SessionDoor.Stops(new(Language.Russian, RefusalReason.StoreAway)));
                Context.Stop(Self);
            });
            Receive<string>(s => s == "break", _ =>
            {
                Context.Parent.Tell(new SessionDoor.Stops(new(Language.Russian, RefusalReason.OurFault, "f1")));
                seen.Tell($"{id} breaks");
            });
            Receive<SessionDoor.Command>(c => c.Intent is Intent.Unknown, _ => throw new InvalidOperationException("a bug"));
            Receive<SessionDoor.Command>(_ => seen.Tell($"{id} {++count}"));
            Receive<SessionDoor.Drain>(_ => seen.Tell($"{id} drains"));
            Receive<string>(s => s == "drained", _ =>
            {
                Context.Parent.Tell(SessionDoor.Drained.Instance);
                seen.Tell($"{id} drained");
            });
            Receive<string>(s => s == "leave", _ => Context.Parent.Tell(new Passivate("asked to stop")));
            Receive<string>(s => s == "asked to stop", _ => seen.Tell($"{id} asked to stop"));
            Receive<string>(s => s == "stop" || s == "die", _ => Context.Stop(Self));
        }
    }
}
