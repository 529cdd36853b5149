using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A person who says nothing for a while costs nothing.</summary>
public sealed class PassivationTests : ActorSpec
{
    private const int Sessions = 200;

    private readonly ConcurrentBag<WeakReference> _made = [];
    private readonly TestProbe _nobody;
    private readonly IActorRef _door;

    public PassivationTests()
    {
        _nobody = CreateTestProbe();
        var (poster, inbox) = (new Required<Poster>(_nobody), new Required<LinkInbox>(_nobody));
        _door = Sys.ActorOf(Props.Create(() => new SessionsActor(new SessionExtractor(), Session, Language.English, Clock, poster, inbox, TestMetrics.New())));
    }

    [Fact]
    public void Idle_sessions_leave_the_memory()
    {
        for (var i = 0; i < Sessions; i++)
            _door.Tell(new SessionDoor.Wake(new($"u{i.ToString(CultureInfo.InvariantCulture)}"), 1));
        AwaitAssert(() => Assert.Equal(Sessions, Children()));
        Assert.Equal(Sessions, _made.Count);

        // Their timers begin when their last message is handled.
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(0, Children());
        });

        // A thread may keep the last one that it ran.
        AwaitAssert(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.InRange(_made.Count(m => m.IsAlive), 0, Sessions / 10);
        });
    }

    private int Children()
    {
        Sys.ActorSelection(_door.Path / "*").Tell(new Identify(null), TestActor);
        var count = 0;
        while (ReceiveOne(TimeSpan.FromMilliseconds(100)) is ActorIdentity { Subject: not null })
            count++;
        return count;
    }

    private Props Session(string id) => Props.CreateBy(new Producer(this, SessionProps.Of(
        new(id), new(Language.English), Clock, people: _nobody, redmine: _nobody, formatter: _nobody, poster: _nobody, inbox: _nobody)));

    /// <summary>Makes it as its props do, and keeps in mind that it was made.</summary>
    private sealed class Producer(PassivationTests tests, Props props) : IIndirectActorProducer
    {
        public Type ActorType => props.Type;

        public ActorBase Produce()
        {
            var made = props.NewActor();
            tests._made.Add(new(made));
            return made;
        }

        public void Release(ActorBase actor)
        {
        }
    }
}
