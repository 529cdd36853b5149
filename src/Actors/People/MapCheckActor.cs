using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Checks the map of people against both servers: at start, whenever it changes (<see cref="PeopleDirectory.MapChanged"/>), and every six
/// hours, for accounts are locked later too. Whoever has a login of the map when it is first seen is tied to it at once, not only when they
/// first use the bridge: names that are changed in between open nothing. One question at a time, to Redmine as background work. What is wrong is logged once, until it
/// was mended or the map changes; the status page and the metrics show it as long as it lasts, and what could not be read beside it.
/// Where a server gives no answer it begins anew later, and says nothing of it: others do.
/// Failure: an exception restarts it, with the map that it had.
/// </summary>
public sealed class MapCheckActor : ReceiveActor, IWithTimers
{
    private const int LoggedAtMost = 100;
    private const int ShownAtMost = 10;
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(15);

    /// <summary>In whose turn Redmine is asked.</summary>
    private static readonly UserId Itself = new("people-map");

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPinnedUsers _pinned;
    private readonly IActorRef _poster;
    private readonly IActorRef _redmine;
    private readonly IActorRef _people;
    private readonly BridgeMetrics _metrics;
    private UserMap _map;
    private MapCheck? _check;
    private long _question;
    private object? _asked;
    private TimeSpan _retry = FirstRetry;
    private HashSet<MapFinding> _said = [];
    private ConnectionReport? _reported;
    private int _counted;

    public MapCheckActor(
        UserMap map,
        IPinnedUsers pinned,
        IRequiredActor<Poster> poster,
        IRequiredActor<RedmineGate> redmine,
        IRequiredActor<PeopleDirectory> people,
        BridgeMetrics metrics)
    {
        _map = map;
        _pinned = pinned;
        _poster = poster.ActorRef;
        _redmine = redmine.ActorRef;
        _people = people.ActorRef;
        _metrics = metrics;

        Receive<PeopleDirectory.MapChanged>(changed =>
        {
            _map = changed.Map;
            _said.Clear();
            _reported = null;
            _retry = FirstRetry;
            Begin();
        });
        Receive<CheckNow>(_ => Begin());
        // Whoever plays with names brings no more than this about.
        Receive<PeopleDirectory.OwnersInQuestion>(_ =>
        {
            if (!Timers.IsTimerActive(nameof(PeopleDirectory.OwnersInQuestion)))
                Timers.StartSingleTimer(nameof(PeopleDirectory.OwnersInQuestion), CheckNow.Instance, Soon);
        });
        Receive<PinsLoaded>(loaded => Answered(loaded.Question, () => _check = new(_map, loaded.Pins)));
        Receive<Pinned>(pinned => Answered(pinned.Question, () =>
        {
            _check!.Pinned(pinned.Owners);
            _people.Tell(new PeopleDirectory.LoginsPinned(pinned.Owners));
        }));
        Receive<StoreFailed>(failed =>
        {
            if (failed.Question == _question)
                TryLater(failed.Why.Message);
        });
        Receive<Poster.UsersRead>(read => Answered(read.Request, () => _check!.Read(read)));
        Receive<Poster.NamesRead>(read => Answered(read.Request, () => _check!.Read(read)));
        Receive<Poster.Failed>(failed =>
        {
            if (failed.Request.Equals(_asked))
                TryLater($"Mattermost: {failed.Why}");
        });
        Receive<RedmineGate.Answered>(answered =>
        {
            if (answered.Answer is RedmineAnswer.AccountsRead page)
                Answered(answered.Tag, () => _check!.Read(page));
            else if (answered.Tag == _question)
                TryLater($"Redmine: {answered.Answer}");
        });
        Receive<TooLate>(_ => TryLater("no answer"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(PeopleDirectory.OwnersInQuestion));
        Begin();
    }

    protected override void PreRestart(Exception reason, object message)
    {
        Self.Tell(new PeopleDirectory.MapChanged(_map));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        Count(0);
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Begin()
    {
        Timers.Cancel(nameof(CheckNow));
        _check = null;
        var question = Ask(null);
        _pinned.LoadAsync(_stopping.Token).PipeTo(
            Self, success: pins => new PinsLoaded(question, pins), failure: why => new StoreFailed(question, why));
    }

    /// <summary>Gives the question a number; answers to earlier ones are not heard any more.</summary>
    private long Ask(object? question)
    {
        _asked = question;
        Timers.StartSingleTimer(nameof(TooLate), TooLate.Instance, AnswerWithin);
        return ++_question;
    }

    private void Answered(Poster.IRequest request, Action read)
    {
        if (request.Equals(_asked))
            Answered(_question, read);
    }

    private void Answered(long question, Action read)
    {
        if (question != _question)
            return;
        read();
        Timers.Cancel(nameof(TooLate));
        Continue(_check!);
    }

    private void Continue(MapCheck check)
    {
        if (check.ToPin.Count > 0)
        {
            var question = Ask(null);
            _pinned.PinAsync(check.ToPin, _stopping.Token).PipeTo(
                Self, success: owners => new Pinned(question, owners), failure: why => new StoreFailed(question, why));
            return;
        }

        switch (check.Next())
        {
            case Poster.IRequest read:
                Ask(read);
                _poster.Tell(read);
                break;
            case RedmineCall.ReadAccounts read:
                _redmine.Tell(new RedmineGate.Ask(Itself, CallKind.Background, read, Ask(read)));
                break;
            default:
                Ask(null);
                Timers.Cancel(nameof(TooLate));
                _check = null;
                _retry = FirstRetry;
                Timers.StartSingleTimer(nameof(CheckNow), CheckNow.Instance, Every);
                Say(check.Findings);
                break;
        }
    }

    private void TryLater(string why)
    {
        _log.Debug("The map of people could not be checked ({Why}); tried again in {Delay}", why, _retry);
        Ask(null);
        Timers.Cancel(nameof(TooLate));
        _check = null;
        Timers.StartSingleTimer(nameof(CheckNow), CheckNow.Instance, _retry);
        _retry = DoublingPause.After(_retry, FirstRetry, LastRetry);
    }

    private void Say(IReadOnlyList<MapFinding> findings)
    {
        MapFinding[] news = [.. findings.Where(f => !_said.Contains(f))];
        foreach (var finding in news.Take(LoggedAtMost))
            _log.Warning("{Finding}", finding);
        if (news.Length > LoggedAtMost)
            _log.Warning("The map of people has {Count} more such entries; they are named with the next check", news.Length - LoggedAtMost);
        _said = [.. findings.Except(news.Skip(LoggedAtMost))];
        Count(_map.PassedOver.Length + findings.Count);
        Report(findings);
    }

    /// <summary>Places only: no names of people stand on a page that may be seen by more eyes than the log.</summary>
    private void Report(IReadOnlyList<MapFinding> findings)
    {
        string[] places = [.. _map.PassedOver.Concat(findings.Select(f => f.Entry.Where)).Distinct()];
        var more = places.Length > ShownAtMost ? $" and {places.Length - ShownAtMost} more" : "";
        var report = places.Length == 0
            ? new ConnectionReport(ConnectionReport.PeopleMap, ConnectionState.Online, "")
            : new ConnectionReport(
                ConnectionReport.PeopleMap,
                ConnectionState.Degraded,
                $"The map of people needs mending: {string.Join("; ", places.Take(ShownAtMost))}{more}. The log says what is wrong.");
        if (report == _reported)
            return;
        _reported = report;
        if (places.Length == 0)
            _log.Info("The map of people is right: both servers know all {Count} entries", _map.Count);
        Context.System.EventStream.Publish(report);
    }

    private void Count(int findings)
    {
        _metrics.PeopleMapFindingsChanged(findings - _counted);
        _counted = findings;
    }

    private sealed record CheckNow : INoSerializationVerificationNeeded
    {
        public static readonly CheckNow Instance = new();
    }

    private sealed record TooLate : INoSerializationVerificationNeeded
    {
        public static readonly TooLate Instance = new();
    }

    private sealed record PinsLoaded(long Question, IReadOnlyDictionary<string, UserId> Pins) : INoSerializationVerificationNeeded;

    private sealed record Pinned(long Question, IReadOnlyDictionary<string, UserId> Owners) : INoSerializationVerificationNeeded;

    private sealed record StoreFailed(long Question, Exception Why) : INoSerializationVerificationNeeded;
}
