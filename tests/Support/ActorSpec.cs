using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Serialization;

namespace RedmineBridge.Tests.Support;

/// <summary>An actor system whose clock stands still until it is moved, and whose messages are serialized as in a cluster.</summary>
public abstract class ActorSpec(string more = "") : TestKit(Settings(more))
{
    /// <summary>Real time in which a log line comes that is not to come.</summary>
    protected static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Moves the clock and Akka's timers alike, step by step so that whatever a timer starts can start its own.</summary>
    protected void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        ((TestScheduler)Sys.Scheduler).Advance(by);
    }

    private static Config Settings(string more) => ConfigurationFactory.ParseString($$"""
        {{more}}
        # A message or a log line may take as long as a busy machine does. What is not to come is waited for by times that each test names.
        akka.test.single-expect-default = 20s
        akka.test.filter-leeway = 20s
        akka.loglevel = WARNING
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.serialize-messages = on
        akka.actor.serializers.bridge = "{{Name(typeof(BridgeSerializer))}}"
        akka.actor.serializers.as-is = "{{Name(typeof(AsIs))}}"
        # What the journal says to itself holds events inside of Akka's own envelopes; in no process does it leave the node.
        akka.actor.serialization-bindings."Akka.Persistence.Journal.AsyncWriteJournal+Desequenced, Akka.Persistence" = as-is
        """)
        .WithFallback(ConfigurationFactory.ParseString(string.Join(
            "\n", BridgeSerializer.Bound.Select(t => $"akka.actor.serialization-bindings.\"{Name(t)}\" = bridge"))));

    private static string Name(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}

/// <summary>An actor found by its key.</summary>
public sealed class Required<TKey>(IActorRef actor) : IRequiredActor<TKey>
{
    public IActorRef ActorRef { get; } = actor;

    public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(ActorRef);
}
