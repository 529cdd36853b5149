using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// The sessions' door on one node. It speaks sharding's own extractor and <see cref="Passivate"/>, so that a shard region can take its
/// place. Supervision: a session that throws is restarted, alone. One that stops without having asked to (its store failed) rests for
/// a while, 1 s doubling to 20 s; meanwhile commands are answered <see cref="RefusalReason.StoreAway"/>, and posts are dropped, since
/// the inbox sends them again.
/// </summary>
public sealed class SessionsActor : ReceiveActor
{
    private const int BufferedAtMost = 100;
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IMessageExtractor _extractor;
    private readonly Func<string, Props> _session;
    private readonly Language _language;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Queue<(object Message, IActorRef Sender)>> _passivating = [];
    private readonly Dictionary<string, Rest> _resting = [];

    public SessionsActor(IMessageExtractor extractor, Func<string, Props> session, Language language, TimeProvider clock)
    {
        _extractor = extractor;
        _session = session;
        _language = language;
        _clock = clock;
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

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(why => why switch
    {
        ActorInitializationException => Directive.Stop,
        _ => Directive.Restart,
    });

    private void Deliver(string id, object message, IActorRef sender)
    {
        if (_passivating.TryGetValue(id, out var buffer))
        {
            if (buffer.Count < BufferedAtMost)
                buffer.Enqueue((message, sender));
            else
                Refuse(message, sender);
            return;
        }

        if (_resting.TryGetValue(id, out var rest) && rest.Until > _clock.GetUtcNow())
        {
            Refuse(message, sender);
            return;
        }

        var name = Uri.EscapeDataString(id);
        var child = Context.Child(name);
        if (child.IsNobody())
            child = Context.Watch(Context.ActorOf(_session(id), name));
        child.Tell(message, sender);
    }

    private void Passivate(object stop)
    {
        if (_passivating.TryAdd(Uri.UnescapeDataString(Sender.Path.Name), new()))
            Sender.Tell(stop);
    }

    private void Stopped(IActorRef session)
    {
        var id = Uri.UnescapeDataString(session.Path.Name);
        if (_passivating.Remove(id, out var buffer))
        {
            _resting.Remove(id);
            foreach (var (message, sender) in buffer)
                Deliver(id, message, sender);
            return;
        }

        var now = _clock.GetUtcNow();
        foreach (var old in _resting.Where(r => r.Value.Until + Forgotten < now).Select(r => r.Key).ToArray())
            _resting.Remove(old);
        var failures = _resting.TryGetValue(id, out var before) ? before.Failures + 1 : 1;
        var rest = TimeSpan.FromTicks(Math.Min(FirstRest.Ticks << Math.Min(failures - 1, 10), LongestRest.Ticks));
        _resting[id] = new(failures, now + rest);
        _log.Warning("The session of {User} has stopped; it rests for {Rest}", id, rest);
    }

    private void Refuse(object message, IActorRef sender)
    {
        if (message is SessionDoor.Command)
            sender.Tell(new Reply.Refusal(_language, RefusalReason.StoreAway));
    }

    private sealed record Rest(int Failures, DateTimeOffset Until);
}
