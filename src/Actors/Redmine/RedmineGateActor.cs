using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// The only way to Redmine: one bounded, fair queue, a circuit breaker, and workers that pull. Commands are refused at once while
/// Redmine is away; background work waits here. Nothing is asked before the key has been seen to be an administrator's
/// (<see cref="RedmineTimeouts.KeyCheck"/>).
/// Supervision: a worker that fails is restarted, and the call it had is answered as unreachable; nobody else notices.
/// </summary>
public sealed class RedmineGateActor : ReceiveActor, IWithTimers
{
    private static readonly object KeyTimer = new();
    private static readonly object BreakerTimer = new();

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TimeProvider _clock;
    private readonly RedmineTimeouts _timeouts;
    private readonly BridgeMetrics _metrics;
    private readonly CallQueue<Waiting> _queue;
    private readonly Queue<IActorRef> _idle = new();
    private readonly Dictionary<long, Sent> _sent = [];
    private CircuitBreaker _breaker = new();
    private RedmineAnswer? _refuseWith;
    private bool _keyKnown;
    private bool _keyCheckDue = true;
    private bool _keyCheckUnderWay;
    private long _numbers;
    private ConnectionReport? _reported;

    public RedmineGateActor(IRedmineApi api, CallQueueBounds bounds, RedmineTimeouts timeouts, TimeProvider clock, BridgeMetrics metrics)
    {
        _clock = clock;
        _timeouts = timeouts;
        _metrics = metrics;
        _queue = new(bounds);

        for (var i = 1; i <= bounds.Workers; i++)
            Context.ActorOf(Props.Create(() => new RedmineClientActor(api, timeouts, clock)), $"client-{i}");

        Receive<RedmineGate.Ask>(Take);
        Receive<RedmineClientActor.Ready>(_ => WorkerReady(Sender));
        Receive<RedmineClientActor.Worked>(worked => Finish(worked.Number, worked.Answer, Sender));
        Receive<KeyCheckDue>(_ =>
        {
            _keyCheckDue = true;
            Pump();
        });
        Receive<PauseOver>(_ => Pump());
        Report(ConnectionState.Connecting, "Redmine has not answered yet.");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);

    private void Take(RedmineGate.Ask ask)
    {
        if (ask.Kind == CallKind.Command && RefusalNow() is { } refusal)
        {
            Answer(new(ask, Sender), refusal);
            return;
        }

        if (!_queue.TryAdd(ask.Person, ask.Kind, new(ask, Sender)))
        {
            Answer(new(ask, Sender), new RedmineAnswer.Busy());
            return;
        }

        _metrics.RedmineWaitingChanged(+1);
        Pump();
    }

    private RedmineAnswer? RefusalNow() =>
        _refuseWith ?? (_breaker.IsClosed ? null : new RedmineAnswer.Unreachable("Redmine failed several times; waiting before the next try"));

    private void WorkerReady(IActorRef worker)
    {
        // A worker that says so with a call under way has been restarted in the middle of it.
        var lost = _sent.FirstOrDefault(s => s.Value.Worker.Equals(worker));
        if (lost.Value is not null)
            Finish(lost.Key, new RedmineAnswer.Unreachable("the worker failed"), worker);
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
        var worker = _idle.Dequeue();
        var number = ++_numbers;
        _sent[number] = new(worker, waiting);
        _breaker = _breaker.Sent();
        worker.Tell(new RedmineClientActor.Work(number, kind, call));
    }

    private void Finish(long number, RedmineAnswer answer, IActorRef worker)
    {
        if (!_sent.Remove(number, out var sent))
            return;
        var wasClosed = _breaker.IsClosed;
        _breaker = answer is RedmineAnswer.Unreachable ? _breaker.Failed(_clock.GetUtcNow()) : _breaker.Succeeded();
        if (sent.Waiting is { } waiting)
        {
            _queue.Done(waiting.Ask.Person, waiting.Ask.Kind);
            _metrics.RedmineCalled(waiting.Ask.Call.GetType().Name, answer.GetType().Name);
            if (answer is RedmineAnswer.Misconfigured)
                KeyDoubted(answer);
            Answer(waiting, answer);
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

    private void KeyChecked(RedmineAnswer answer)
    {
        _keyCheckUnderWay = false;
        _metrics.RedmineCalled(nameof(RedmineCall.CheckKey), answer.GetType().Name);
        if (answer is RedmineAnswer.KeyChecked { IsAdministrator: true })
        {
            _keyKnown = true;
            _refuseWith = null;
            Timers.StartSingleTimer(KeyTimer, KeyCheckDue.Instance, _timeouts.KeyCheck);
        }
        else
        {
            KeyDoubted(answer is RedmineAnswer.KeyChecked ? new RedmineAnswer.Misconfigured(RedmineTrouble.KeyNotAdministrator) : answer);
        }
    }

    private void KeyDoubted(RedmineAnswer why)
    {
        // A key that was good stays so while Redmine merely doesn't answer.
        if (why is not RedmineAnswer.Unreachable || !_keyKnown)
        {
            _keyKnown = false;
            _refuseWith = why;
            RefuseWaitingCommands(why);
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
        RefuseWaitingCommands(RefusalNow()!);
    }

    private void RefuseWaitingCommands(RedmineAnswer refusal)
    {
        var dropped = _queue.DropCommands();
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
                    Report(ConnectionState.Online, "");
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

    private static void Answer(Waiting waiting, RedmineAnswer answer) =>
        waiting.Asker.Tell(new RedmineGate.Answered(waiting.Ask.Tag, waiting.Ask.Call, answer));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed record Waiting(RedmineGate.Ask Ask, IActorRef Asker);

    private sealed record Sent(IActorRef Worker, Waiting? Waiting);

    private sealed record KeyCheckDue : INoSerializationVerificationNeeded
    {
        public static readonly KeyCheckDue Instance = new();
    }

    private sealed record PauseOver : INoSerializationVerificationNeeded
    {
        public static readonly PauseOver Instance = new();
    }
}
