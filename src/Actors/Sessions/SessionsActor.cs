using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// The sessions' door on one node. It speaks sharding's own extractor and <see cref="Passivate"/>, so that a shard region can take its
/// place. Supervision: a session that throws is restarted, alone; after <see cref="RestartsAtMost"/> times within a minute it stops.
/// One that stops without having asked to (that, or its store failed) rests for a while, 1 s doubling to 20 s, and is then started anew,
/// since it may have begun something. Meanwhile, and where it never came to hear it, commands and what is said to the bot are refused as
/// the session said, or <see cref="RefusalReason.StoreAway"/>: what was said later must not be heard before them. Other posts wait here;
/// past a bound they are dropped, since the inbox sends them again.
/// </summary>
public sealed class SessionsActor : ReceiveActor, IWithTimers
{
    private const int BufferedAtMost = 100;

    /// <summary>As many as three posts need that are each tried until they are set aside.</summary>
    private const int RestartsAtMost = 9;

    private static readonly TimeSpan RestartsWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IMessageExtractor _extractor;
    private readonly Func<string, Props> _session;
    private readonly Language _language;
    private readonly TimeProvider _clock;
    private readonly IRequiredActor<Poster> _poster;
    private readonly IRequiredActor<LinkInbox> _inbox;
    private readonly BridgeMetrics _metrics;
    private readonly Dictionary<string, Queue<(object Message, IActorRef Sender)>> _passivating = [];
    private readonly Dictionary<string, Rest> _resting = [];

    /// <summary>Posts that came while a session rested.</summary>
    private readonly Dictionary<string, List<LinkInbox.LinkPost>> _waiting = [];

    /// <summary>Those that have not said yet that nothing of theirs is under way.</summary>
    private readonly HashSet<IActorRef> _undrained = [];
    private IActorRef? _drainer;

    /// <summary>What sessions were sent that still read their events.</summary>
    private readonly Dictionary<string, List<(object Message, IActorRef Sender)>> _unheard = [];

    public SessionsActor(
        IMessageExtractor extractor, Func<string, Props> session, Language language, TimeProvider clock, IRequiredActor<Poster> poster, IRequiredActor<LinkInbox> inbox, BridgeMetrics metrics)
    {
        _metrics = metrics;
        _extractor = extractor;
        _session = session;
        _language = language;
        _clock = clock;
        _poster = poster;
        _inbox = inbox;
        Receive<SessionDoor.Recovered>(_ =>
        {
            _unheard.Remove(IdOf(Sender));
            // One that was restarted does not know it any more.
            if (_drainer is not null)
                Drain(Sender);
        });
        // Nothing reaches it any more, though it is still there.
        Receive<SessionDoor.Stops>(stops =>
        {
            if (stops.Refusal.Reason == RefusalReason.OurFault)
                Context.System.EventStream.Publish(new BoundReached(BoundReached.SessionRestarts));
            _resting[IdOf(Sender)] = _resting.GetValueOrDefault(IdOf(Sender), Rest.None) with { Refusal = stops.Refusal, IsStopping = true };
        });
        Receive<Rested>(rested =>
        {
            // Whatever time of day it is: the clock may have been set back meanwhile.
            var now = clock.GetUtcNow();
            if (_resting.TryGetValue(rested.Id, out var rest) && rest.Until > now)
                _resting[rested.Id] = rest with { Until = now };
            if (!_passivating.ContainsKey(rested.Id))
                Session(rested.Id);
            foreach (var post in _waiting.Remove(rested.Id, out var waiting) ? waiting : [])
                Deliver(rested.Id, post, ActorRefs.Nobody);
        });
        Receive<SessionDoor.Drain>(_ =>
        {
            _drainer = Sender;
            foreach (var session in Context.GetChildren())
                Drain(session);
            TellDrained();
        });
        Receive<SessionDoor.Drained>(_ =>
        {
            _undrained.Remove(Sender);
            TellDrained();
        });
        Receive<Passivate>(passivate => Passivate(passivate.StopMessage));
        Receive<Terminated>(terminated => Stopped(terminated.ActorRef));
        ReceiveAny(message =>
        {
            if (_extractor.EntityId(message) is { Length: > 0 } id)
                Deliver(id, _extractor.EntityMessage(message)!, Sender);
            else
                Unhandled(message);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(RestartsAtMost, RestartsWithin, why => why switch
    {
        ActorInitializationException => Directive.Stop,
        _ => Directive.Restart,
    });

    protected override void PreRestart(Exception reason, object message)
    {
        // They end with it, and nobody is told of that.
        _metrics.SessionsChanged(-Context.GetChildren().Count());
        base.PreRestart(reason, message);
    }

    private void Deliver(string id, object message, IActorRef sender)
    {
        if (_passivating.TryGetValue(id, out var buffer))
        {
            if (buffer.Count < BufferedAtMost)
                buffer.Enqueue((message, sender));
            else
                RefusePastBound(id, message, sender);
            return;
        }

        if (_resting.TryGetValue(id, out var rest) && (rest.IsStopping || rest.Until > _clock.GetUtcNow()))
        {
            Hold(id, message, sender);
            return;
        }

        var session = Session(id);
        if (_unheard.TryGetValue(id, out var unheard))
        {
            if (unheard.Count >= BufferedAtMost)
            {
                RefusePastBound(id, message, sender);
                return;
            }

            unheard.Add((message, sender));
        }

        session.Tell(message, sender);
    }

    private IActorRef Session(string id)
    {
        var name = Uri.EscapeDataString(id);
        var child = Context.Child(name);
        if (!child.IsNobody())
            return child;
        _unheard[id] = [];
        _metrics.SessionsChanged(+1);
        return Context.Watch(Context.ActorOf(_session(id), name));
    }

    private void Drain(IActorRef session)
    {
        _undrained.Add(session);
        session.Tell(SessionDoor.Drain.Instance);
    }

    private void TellDrained()
    {
        if (_undrained.Count == 0)
            _drainer?.Tell(SessionDoor.Drained.Instance);
    }

    private void Passivate(object stop)
    {
        if (_passivating.TryAdd(IdOf(Sender), new()))
            Sender.Tell(stop);
    }

    private static string IdOf(IActorRef session) => Uri.UnescapeDataString(session.Path.Name);

    private void Stopped(IActorRef session)
    {
        var id = IdOf(session);
        _metrics.SessionsChanged(-1);
        _unheard.Remove(id, out var unheard);
        if (_undrained.Remove(session))
            TellDrained();
        if (_passivating.Remove(id, out var buffer))
        {
            _resting.Remove(id);
            foreach (var (message, sender) in buffer)
                Deliver(id, message, sender);
            return;
        }

        var now = _clock.GetUtcNow();
        foreach (var old in _resting.Where(r => r.Key != id && r.Value.Until + Forgotten < now).Select(r => r.Key).ToArray())
            _resting.Remove(old);
        var before = _resting.GetValueOrDefault(id, Rest.None);
        var rest = DoublingPause.After(before.Until + Forgotten < now ? TimeSpan.Zero : before.Pause, FirstRest, LongestRest);
        _resting[id] = new(rest, now + rest, before.IsStopping ? before.Refusal : new(before.Refusal?.Language ?? _language, RefusalReason.StoreAway), IsStopping: false);
        Timers.StartSingleTimer(id, new Rested(id), rest);
        _log.Warning("The session of {User} has stopped; it rests for {Rest}", id, rest);
        foreach (var (message, sender) in unheard ?? [])
            Hold(id, message, sender);
    }

    /// <summary>Who can wait does, until the session has rested.</summary>
    private void Hold(string id, object message, IActorRef sender)
    {
        if (message is not LinkInbox.LinkPost { Said: null } post)
        {
            Refuse(id, message, sender);
            return;
        }

        if (!_waiting.TryGetValue(id, out var waiting))
            _waiting[id] = waiting = [];
        if (waiting.Count < BufferedAtMost)
            waiting.Add(post);
        else
            Context.System.EventStream.Publish(new BoundReached(BoundReached.SessionDoor));
    }

    private void RefusePastBound(string id, object message, IActorRef sender)
    {
        Context.System.EventStream.Publish(new BoundReached(BoundReached.SessionDoor));
        Refuse(id, message, sender);
    }

    private void Refuse(string id, object message, IActorRef sender)
    {
        var refusal = _resting.GetValueOrDefault(id)?.Refusal ?? new(_language, RefusalReason.StoreAway);
        if (message is SessionDoor.Command)
        {
            sender.Tell(refusal);
        }
        else if (message is LinkInbox.LinkPost { Said: not null } said)
        {
            _poster.ActorRef.Tell(new Poster.Show(said.User, SessionTurns.AnswerTo(said), refusal), ActorRefs.NoSender);
            _inbox.ActorRef.Tell(said.Ended(LinkOutcome.Refused));
        }
    }

    /// <param name="Refusal">What the person hears, in their language as far as it is known; null before the first rest.</param>
    /// <param name="IsStopping">The session is about to stop; then it rests.</param>
    private sealed record Rest(TimeSpan Pause, DateTimeOffset Until, Reply.Refusal? Refusal, bool IsStopping)
    {
        public static readonly Rest None = new(TimeSpan.Zero, DateTimeOffset.MinValue, null, IsStopping: false);
    }

    private sealed record Rested(string Id) : INoSerializationVerificationNeeded;
}
