using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// The only way to Redmine: one bounded, fair queue, a circuit breaker, and workers that pull. What a person waits for is refused at
/// once while Redmine is away; background work waits here. Nothing is asked before the key has been seen to be an administrator's
/// (<see cref="RedmineTimeouts.KeyCheck"/>), or, where everybody has a key of their own, that Redmine answers: those are looked at with
/// each call, and one that is refused is its person's affair. No creation is sent twice: neither again, nor a second time while it is held here.
/// Supervision: a worker that fails is restarted, and the call it had is answered as lost; nobody else notices. A catalog that fails
/// is restarted empty; those who waited for it are told so. Restarted itself, it first answers all who wait.
/// </summary>
public sealed class RedmineGateActor : ReceiveActor, IWithTimers
{
    /// <summary>Who asks for one creation again and again; more are told at once that it is under way.</summary>
    private const int MostAskers = 16;

    private static readonly object KeyTimer = new();
    private static readonly object BreakerTimer = new();

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TimeProvider _clock;
    private readonly RedmineTimeouts _timeouts;
    private readonly BridgeMetrics _metrics;
    private readonly CallQueue<Waiting> _queue;
    private readonly Queue<IActorRef> _idle = new();
    private readonly Dictionary<long, Sent> _sent = [];
    private readonly Dictionary<string, Waiting> _creations = [];
    private readonly List<(Waiting Waiting, RedmineAnswer Answer)> _doubted = [];
    private RedmineClock _redmineClock = RedmineClock.Unknown;
    private CircuitBreaker _breaker = new();
    private RedmineAnswer? _refuseWith;
    private bool _keyKnown;
    private bool _isKeyless;
    private bool _keyCheckDue = true;
    private bool _keyCheckUnderWay;
    private long _numbers;
    private ConnectionReport? _reported;

    /// <param name="markField">See <see cref="CatalogActor"/>.</param>
    public RedmineGateActor(IRedmineApi api, CallQueueBounds bounds, RedmineTimeouts timeouts, TimeProvider clock, BridgeMetrics metrics, string? markField)
    {
        _clock = clock;
        _timeouts = timeouts;
        _metrics = metrics;
        _queue = new(bounds);

        for (var i = 1; i <= bounds.Workers; i++)
            Context.ActorOf(Props.Create(() => new RedmineClientActor(api, timeouts, clock)), $"client-{i}");

        var self = Self;
        var catalog = Context.ActorOf(Props.Create(() => new CatalogActor(self, clock, markField)), "catalog");

        Receive<RedmineGate.Ask>(Take);
        Receive<ICatalogMessage>(catalog.Forward);
        Receive<RedmineClientActor.Ready>(_ => WorkerReady(Sender));
        Receive<RedmineClientActor.Worked>(worked => Finish(worked.Number, worked.Answer, Sender));
        Receive<KeyCheckDue>(_ =>
        {
            _keyCheckDue = true;
            Pump();
        });
        Receive<PauseOver>(_ =>
        {
            _breaker = _breaker.Rested();
            Pump();
        });
        Report(ConnectionState.Connecting, "Redmine has not answered yet.");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    protected override void PreRestart(Exception reason, object message)
    {
        // Nobody would answer them afterwards.
        var waiting = _queue.Clear();
        _metrics.RedmineWaitingChanged(-waiting.Count);
        foreach (var unsent in waiting)
            Answer(unsent, new RedmineAnswer.Unreachable("the bridge failed before it was asked"));
        foreach (var sent in _sent.Values.Where(s => s.Waiting is not null))
            Answer(sent.Waiting!, sent.Call.Lost("the bridge failed meanwhile"));
        AnswerDoubted(null);
        base.PreRestart(reason, message);
    }

    private void Take(RedmineGate.Ask ask)
    {
        if (ask.Call is RedmineCall.CreateTicket again && _creations.TryGetValue(again.Mark, out var held))
        {
            Attach(held, ask);
            return;
        }

        var waiting = new Waiting(ask, Sender);
        if (ask.Kind != CallKind.Background && RefusalNow() is { } refusal)
        {
            Answer(waiting, refusal);
            return;
        }

        if (!_queue.TryAdd(ask.Person, ask.Kind, waiting))
        {
            Context.System.EventStream.Publish(new BoundReached(ask.Kind switch
            {
                CallKind.Command => BoundReached.RedmineCommands,
                CallKind.Creation => BoundReached.RedmineCreations,
                _ => BoundReached.RedmineLinks,
            }));
            Answer(waiting, new RedmineAnswer.Busy());
            return;
        }

        if (ask.Call is RedmineCall.CreateTicket create)
            _creations[create.Mark] = waiting;
        _metrics.RedmineWaitingChanged(+1);
        Pump();
    }

    private void Attach(Waiting held, RedmineGate.Ask ask)
    {
        if (held.Askers.Count < MostAskers)
            held.Askers.Add((ask, Sender));
        else
            Tell(Sender, ask, new RedmineAnswer.OutcomeUnknown("it is under way already"));
    }

    private RedmineAnswer? RefusalNow() =>
        _refuseWith ?? (_breaker.IsClosed ? null : new RedmineAnswer.Unreachable("Redmine failed several times; waiting before the next try"));

    private void WorkerReady(IActorRef worker)
    {
        // A worker that says so with a call under way has been restarted in the middle of it.
        var lost = _sent.FirstOrDefault(s => s.Value.Worker.Equals(worker));
        if (lost.Value is not null)
            Finish(lost.Key, lost.Value.Call.Lost("the worker failed"), worker);
        else
            BecomeIdle(worker);
    }

    private void BecomeIdle(IActorRef worker)
    {
        _idle.Enqueue(worker);
        Pump();
    }

    private void Pump()
    {
        while (_idle.Count > 0 && _breaker.Lets(_clock.GetUtcNow()))
        {
            if (_keyCheckDue && !_keyCheckUnderWay)
            {
                _keyCheckDue = false;
                _keyCheckUnderWay = true;
                Send(null, new RedmineCall.CheckKey(), CallKind.Command);
            }
            else if (_keyKnown && _queue.TryTake(out _, out var kind, out var waiting))
            {
                _metrics.RedmineWaitingChanged(-1);
                Send(waiting, waiting.Ask.Call, kind);
            }
            else
            {
                break;
            }
        }
    }

    private void Send(Waiting? waiting, RedmineCall call, CallKind kind)
    {
        waiting?.Span?.AddEvent(new("sent"));
        var worker = _idle.Dequeue();
        var number = ++_numbers;
        _sent[number] = new(worker, call, waiting);
        _breaker = _breaker.Sent();
        worker.Tell(new RedmineClientActor.Work(number, kind, call));
    }

    private void Finish(long number, RedmineAnswer answer, IActorRef worker)
    {
        if (!_sent.Remove(number, out var sent))
            return;
        var wasClosed = _breaker.IsClosed;
        _breaker = answer is RedmineAnswer.Unreachable or RedmineAnswer.OutcomeUnknown
            ? _breaker.Failed(_clock.GetUtcNow())
            : _breaker.Succeeded();
        _redmineClock = _redmineClock.Seen(answer.ServerTime, _clock.GetUtcNow());
        if (sent.Waiting is { } waiting)
        {
            _queue.Done(waiting.Ask.Person, waiting.Ask.Kind);
            _metrics.RedmineCalled(waiting.Ask.Call.GetType().Name, answer.GetType().Name);
            Give(waiting, answer);
        }
        else
        {
            KeyChecked(answer);
        }

        Explain(answer);
        if (!_breaker.IsClosed)
            Opened(wasClosed);
        BecomeIdle(worker);
    }

    /// <summary>With REST switched off, or with the key of somebody else, everything is forbidden: a look at the key tells which it is.</summary>
    private void Give(Waiting waiting, RedmineAnswer answer)
    {
        if (answer is RedmineAnswer.ProjectForbidden)
        {
            _keyCheckDue = true;
            _doubted.Add((waiting, answer));
            return;
        }

        if (answer is RedmineAnswer.Misconfigured)
            KeyDoubted(answer);
        Answer(waiting, answer);
    }

    private void AnswerDoubted(RedmineAnswer? instead)
    {
        foreach (var (waiting, answer) in _doubted)
            Answer(waiting, instead ?? answer);
        _doubted.Clear();
    }

    private void KeyChecked(RedmineAnswer answer)
    {
        _keyCheckUnderWay = false;
        _metrics.RedmineCalled(nameof(RedmineCall.CheckKey), answer.GetType().Name);
        if (answer is RedmineAnswer.KeyChecked { IsAdministrator: true } or RedmineAnswer.Reached)
        {
            _keyKnown = true;
            _isKeyless = answer is RedmineAnswer.Reached;
            _refuseWith = null;
            Timers.StartSingleTimer(KeyTimer, KeyCheckDue.Instance, _timeouts.KeyCheck);
            AnswerDoubted(null);
        }
        else
        {
            var why = answer is RedmineAnswer.KeyChecked ? new RedmineAnswer.Misconfigured(RedmineTrouble.KeyNotAdministrator) : answer;
            KeyDoubted(why);
            AnswerDoubted(why);
        }
    }

    private void KeyDoubted(RedmineAnswer why)
    {
        // A key that was good stays so while Redmine merely doesn't answer.
        if (why is not RedmineAnswer.Unreachable || !_keyKnown)
        {
            _keyKnown = false;
            _refuseWith = why;
            RefuseWaitingPeople(why);
        }

        Timers.StartSingleTimer(KeyTimer, KeyCheckDue.Instance, _timeouts.KeyRetry);
    }

    private void Opened(bool justNow)
    {
        // The key is what the trial call asks for: it is the cheapest call, and the key may have been changed meanwhile.
        _keyCheckDue = true;
        Timers.StartSingleTimer(BreakerTimer, PauseOver.Instance, Max(_breaker.OpenUntil!.Value - _clock.GetUtcNow(), TimeSpan.Zero));
        if (!justNow)
            return;
        _log.Warning("Redmine failed {Threshold} times in a row; no calls for the moment", CircuitBreaker.Threshold);
        RefuseWaitingPeople(RefusalNow()!);
    }

    private void RefuseWaitingPeople(RedmineAnswer refusal)
    {
        var dropped = _queue.DropInteractive();
        _metrics.RedmineWaitingChanged(-dropped.Count);
        foreach (var waiting in dropped)
            Answer(waiting, refusal);
    }

    private void Explain(RedmineAnswer answer)
    {
        switch (answer)
        {
            case RedmineAnswer.Unreachable gone:
                Report(ConnectionState.Connecting, $"Redmine does not answer: {gone.Why}.");
                break;
            case RedmineAnswer.OutcomeUnknown gone:
                Report(ConnectionState.Connecting, $"Redmine does not answer: {gone.Why}.");
                break;
            case RedmineAnswer.Misconfigured or RedmineAnswer.KeyChecked { IsAdministrator: false }:
                var trouble = (answer as RedmineAnswer.Misconfigured)?.Trouble ?? RedmineTrouble.KeyNotAdministrator;
                Report(ConnectionState.Unauthorized, trouble switch
                {
                    RedmineTrouble.KeyRefused => "Redmine refuses Redmine__ApiKey: copy the administrator's key from My account in Redmine.",
                    RedmineTrouble.KeyNotAdministrator => "Redmine__ApiKey is not an administrator's: only with such a key can the bridge act as each person.",
                    _ => "Redmine's REST API is switched off: switch it on in Administration, Settings, API.",
                });
                break;
            case RedmineAnswer.Unexpected odd:
                _log.Error("Redmine gave an answer outside of its API: {What}", odd.What);
                break;
            default:
                if (_keyKnown)
                    Report(ConnectionState.Online, _isKeyless ? "Redmine answers; people's own keys are looked at with each of their calls." : "");
                break;
        }
    }

    private void Report(ConnectionState state, string detail)
    {
        var report = new ConnectionReport(ConnectionReport.Redmine, state, detail);
        if (report == _reported)
            return;
        if (_reported?.State != state)
            _log.Info("Redmine: {State} {Detail}", state, detail);
        _reported = report;
        Context.System.EventStream.Publish(report);
    }

    private void Answer(Waiting waiting, RedmineAnswer answer)
    {
        if (waiting.Ask.Call is RedmineCall.CreateTicket create && _creations.GetValueOrDefault(create.Mark) == waiting)
            _creations.Remove(create.Mark);
        waiting.Span?.SetTag("redmine.outcome", answer.GetType().Name).Dispose();
        foreach (var (ask, asker) in waiting.Askers)
            Tell(asker, ask, answer);
    }

    private void Tell(IActorRef asker, RedmineGate.Ask ask, RedmineAnswer answer) =>
        asker.Tell(new RedmineGate.Answered(ask.Tag, ask.Call, answer) { Clock = _redmineClock });

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>A call and all who wait for its answer.</summary>
    private sealed class Waiting(RedmineGate.Ask ask, IActorRef asker)
    {
        public RedmineGate.Ask Ask { get; } = ask;

        public List<(RedmineGate.Ask Ask, IActorRef Asker)> Askers { get; } = [(ask, asker)];

        /// <summary>From the question to the answer, with the time in the queue.</summary>
        public Activity? Span { get; } =
            Tracing.Continue($"redmine {ask.Call.GetType().Name}", ask.Traces is [var first, ..] ? first : null, ActivityKind.Client, ask.Traces.Skip(1));
    }

    private sealed record Sent(IActorRef Worker, RedmineCall Call, Waiting? Waiting);

    private sealed record KeyCheckDue : INoSerializationVerificationNeeded
    {
        public static readonly KeyCheckDue Instance = new();
    }

    private sealed record PauseOver : INoSerializationVerificationNeeded
    {
        public static readonly PauseOver Instance = new();
    }
}
