using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Sessions;

public sealed class SessionsActorTests : ActorSpec
{
    private readonly TestProbe _seen;
    private readonly IActorRef _door;

    public SessionsActorTests()
    {
        _seen = CreateTestProbe();
        var seen = _seen.Ref;
        _door = Sys.ActorOf(Props.Create(() => new SessionsActor(
            new SessionExtractor(), id => Props.Create(() => new Person(id, seen)), Language.English, Clock)));
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

    private string Seen() => _seen.ExpectMsg<string>();

    private static SessionDoor.Command Help(string user) => new(new Intent.ShowHelp(), From(user));

    private static Origin From(string user) => new(Door.SlashCommand, new UserId(user), new ChannelId("dev"), null);

    private sealed class Person : ReceiveActor
    {
        public Person(string id, IActorRef seen)
        {
            var count = 0;
            Receive<SessionDoor.Command>(c => c.Intent is Intent.Unknown, _ => throw new InvalidOperationException("a bug"));
            Receive<SessionDoor.Command>(_ => seen.Tell($"{id} {++count}"));
            Receive<string>(s => s == "leave", _ => Context.Parent.Tell(new Passivate("asked to stop")));
            Receive<string>(s => s == "asked to stop", _ => seen.Tell($"{id} asked to stop"));
            Receive<string>(s => s == "stop" || s == "die", _ => Context.Stop(Self));
        }
    }
}
