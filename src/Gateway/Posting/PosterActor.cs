using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// What the domain says to Mattermost goes through here (<see cref="Poster"/>): two bounded queues, one for links and what is said about them,
/// the other for all that somebody waits for, which goes first; and a few requests under way, each worked on by a child of its own. It remembers what these learn: who the bot is, what it may do, and whether the server answers.
/// When the server gives no answer at all, everything that waits is told so at once, and whoever asked comes back.
/// Supervision: a job that fails is stopped and its request answered as rejected; nobody else notices. When it ends itself, it first tells
/// all who wait that Mattermost is away, and they come back.
/// </summary>
public sealed class PosterActor : ReceiveActor, IWithTimers
{
    /// <summary>While something is wrong the server is asked this often, so that its recovery shows even when nobody has anything to say.</summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(15);

    /// <summary>The first pause, doubling to that, while it isn't known who the bot is: nothing can be said before.</summary>
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IMattermostApi _api;
    private readonly IRequiredActor<LinkFormatter> _formatter;
    private readonly PostingSettings _settings;
    private readonly TimeProvider _clock;
    private Right _edit;
    private Right _whisper;
    private readonly ThreadTurns _turns = new();
    private readonly PostingLine _line;
    private readonly PostingLine _links;
    private readonly Dictionary<IActorRef, PostingLine.Waiting> _underWay = [];
    private readonly HashSet<PostKey> _beingWritten = [];
    private PostMemory _posts;
    private readonly SlashSettings _slash;
    private readonly ButtonCards _cards;
    private readonly Dictionary<string, ConnectionReport> _reported = [];
    private Bot? _bot;
    private DateTimeOffset _askAgainAt;
    private TimeSpan _probePause;
    private bool _asking;
    private int _asked;

    public PosterActor(
        IMattermostApi api, IRequiredActor<LinkFormatter> formatter, PostingSettings settings, SlashSettings slash, Seals seals, TimeProvider clock)
    {
        _api = api;
        _formatter = formatter;
        _settings = settings;
        _clock = clock;
        _line = new(settings.WaitingAtMost);
        _links = new(settings.LinksWaitingAtMost);
        _slash = slash;
        _cards = new(slash, seals, clock);
        ForgetWhoWeAre();

        Receive<Poster.IRequest>(Take);
        Receive<IAm>(me => Know(me.Bot), me => me.Asked == _asked);
        Receive<NotTold>(failed => KnowNothing(failed.Why), failed => failed.Asked == _asked);
        Receive<BotToken.Refused>(_ => Ask());
        Receive<BotToken.Replaced>(_ =>
        {
            ForgetWhoWeAre();
            Ask();
        });
        Receive<Probe>(_ => Ask());
        Receive<PostingJob.Finished>(finished => Finish(Sender, finished.Answer, finished.Trouble));
        Receive<Terminated>(stopped => Broke(stopped.ActorRef));
        Receive<WantTurn>(want =>
        {
            if (_turns.Enter(want.Thread, Sender))
                Sender.Tell(YourTurn.Instance);
        });
        Receive<PostKnown>(known => _posts.Learn(known.Key, known.Post));
        Receive<PostGone>(gone => _posts.Forget(gone.Key));
        Receive<EditWorked>(_ => Report(ConnectionReport.Links, ConnectionState.Online, ""));
        Receive<EditRefused>(_ =>
        {
            _edit.Refused();
            Report(
                ConnectionReport.Links,
                ConnectionState.Degraded,
                "The bot may not edit the posts of others, so it replies with links instead. Grant edit_others_posts: "
                + "mmctl permissions add system_post_all edit_others_posts, and switch on post:all for the bot in Integrations, Bot Accounts. "
                + "Or set Links__Mode to reply.");
        });
        Receive<WhisperRefused>(_ => _whisper.Refused());
        // What was asked with a token that is no longer ours.
        Receive<IAm>(_ => { });
        Receive<NotTold>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        Report(ConnectionReport.MattermostApi, ConnectionState.Connecting, "Mattermost has not answered yet.");
        Ask();
    }

    protected override void PostStop()
    {
        // Restarted, itself or with the gateway, it knows nothing of them.
        foreach (var lost in _underWay.Values)
            lost.Refuse(PosterFailure.Away);
        RefuseWaiting(PosterFailure.Away);
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Take(Poster.IRequest request)
    {
        if (request is Poster.WriteLinks off && _settings.Mode == LinksMode.Off)
        {
            Sender.Tell(new Poster.LinksWritten(off, LinkWriting.Nothing, 0, [], []));
            return;
        }

        if ((IsAboutLinks(request) ? _links : _line).Enter(request, Sender))
        {
            Pump();
            return;
        }

        Context.System.EventStream.Publish(new BoundReached(IsAboutLinks(request) ? BoundReached.PosterLinks : BoundReached.Poster));
        Sender.Tell(new Poster.Failed(request, PosterFailure.Busy));
    }

    private static bool IsAboutLinks(Poster.IRequest request) => request is Poster.WriteLinks or Poster.TellPerson;

    private void Pump()
    {
        while (!(_line.IsEmpty && _links.IsEmpty) && _underWay.Count < _settings.AtOnce)
        {
            if (_bot is null || _clock.GetUtcNow() >= _askAgainAt)
                Ask();
            if (_bot is null)
                return;
            if ((_line.Next(_beingWritten) ?? NextLinks()) is not { } next)
                return;
            if (next.Key is { } key)
                _beingWritten.Add(key);
            var job = Context.Watch(Context.ActorOf(Job(next.Request, _bot)));
            _underWay[job] = next;
        }
    }

    /// <summary>They leave room for what somebody waits for.</summary>
    private PostingLine.Waiting? NextLinks() =>
        _underWay.Values.Count(w => IsAboutLinks(w.Request)) < _settings.LinksAtOnce ? _links.Next(_beingWritten) : null;

    private Props Job(Poster.IRequest request, Bot bot)
    {
        // What an expression captures must not change later.
        var (api, formatter, settings) = (_api, _formatter, _settings);
        var edits = settings.Mode == LinksMode.Edit && _edit.IsWorthTrying;
        var mayWhisper = _whisper.IsWorthTrying;
        if (PostKey.Of(request) is { } key)
        {
            var (known, slash, cards) = (_posts.Find(key), _slash, _cards);
            return Props.Create(() => new ShowJob(request, known, api, slash, cards, bot));
        }

        return request switch
        {
            Poster.ReadUsers read => Props.Create(() => new ReadUsersJob(read, api)),
            Poster.ReadPost read => Props.Create(() => new ReadPostJob(read, api, settings.Mattermost, bot)),
            Poster.ReadNames read => Props.Create(() => new ReadNamesJob(read, api)),
            Poster.WriteLinks write => Props.Create(() => new WriteLinksJob(write, api, formatter, settings.Redmine, bot, edits)),
            Poster.TellPerson tell => Props.Create(() => new TellPersonJob(tell, api, settings, bot, mayWhisper)),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "Not a request to the poster."),
        };
    }

    /// <summary>Who we are is asked before anything else, and again from time to time beside the other work.</summary>
    private void Ask()
    {
        if (_asking)
            return;
        _asking = true;
        var asked = ++_asked;
        Bot.AskAsync(_api, _stopping.Token).PipeTo(Self, success: bot => new IAm(asked, bot), failure: why => new NotTold(asked, why));
    }

    /// <summary>Who the bot is, what it may do and which posts are its own.</summary>
    [MemberNotNull(nameof(_edit), nameof(_whisper), nameof(_posts))]
    private void ForgetWhoWeAre()
    {
        _bot = null;
        _asking = false;
        _edit = new(_settings.RightsTriedAgain, _clock);
        _whisper = new(_settings.RightsTriedAgain, _clock);
        _posts = new(_settings.PostsRemembered);
    }

    private void Know(Bot bot)
    {
        _asking = false;
        _bot = bot;
        _probePause = TimeSpan.Zero;
        _askAgainAt = _clock.GetUtcNow() + _settings.ServerAskedAgain;
        Explain(null);
        Pump();
    }

    private void KnowNothing(Exception why)
    {
        _asking = false;
        _askAgainAt = _clock.GetUtcNow() + ProbeEvery;
        var trouble = why as MattermostException;
        if (trouble is not { Kind: PosterFailure.Unauthorized })
            ProbeLater();
        if (trouble is null)
            _log.Error(why, "Mattermost could not be asked who the bot is");
        else
            Explain(trouble);
        if (_bot is null)
            RefuseWaiting(trouble?.Kind ?? PosterFailure.Away);
    }

    private void Finish(IActorRef job, object answer, MattermostException? trouble)
    {
        if (!_underWay.Remove(job, out var done))
            return;
        _turns.Leave(job)?.Tell(YourTurn.Instance);
        if (done.Key is { } key)
            _beingWritten.Remove(key);
        done.Answer(answer);
        // There may be another token meanwhile: whether it is refused is asked anew.
        if (trouble is { Kind: PosterFailure.Unauthorized })
            Context.Parent.Tell(BotToken.Refused.Instance);
        else
            Explain(trouble);
        if (trouble is { Status: 0 })
            RefuseWaiting(PosterFailure.Away);
        Pump();
    }

    /// <summary>A job that has finished is no longer here when it stops.</summary>
    private void Broke(IActorRef job)
    {
        if (_underWay.TryGetValue(job, out var broken))
            Finish(job, new Poster.Failed(broken.Request, PosterFailure.Rejected), null);
    }

    private void RefuseWaiting(PosterFailure why)
    {
        foreach (var refused in _line.Clear().Concat(_links.Clear()))
            refused.Refuse(why);
    }

    private void Explain(MattermostException? trouble)
    {
        var (state, detail) = trouble switch
        {
            { Kind: PosterFailure.Unauthorized } => (ConnectionState.Unauthorized, BotToken.HowToMend),
            { Status: 0 } => (ConnectionState.Connecting, $"Mattermost does not answer: {trouble.Message}."),
            { Status: 429 } =>
                (ConnectionState.Degraded, "Mattermost's rate limit slows the bridge down: raise it in System Console, Environment, Rate Limiting."),
            { Kind: PosterFailure.Away } => (ConnectionState.Degraded, $"Mattermost answers with errors: {trouble.Message}."),
            _ => (ConnectionState.Online, ""),
        };
        // Nothing changes a refused token but another one, and of that we are told.
        if (state is not (ConnectionState.Online or ConnectionState.Unauthorized))
            ProbeLater();
        Report(ConnectionReport.MattermostApi, state, detail);
    }

    private void ProbeLater()
    {
        // A busy bridge would put it off for ever.
        if (Timers.IsTimerActive(nameof(Probe)))
            return;
        if (_bot is null)
            _probePause = DoublingPause.After(_probePause, FirstProbe, ProbeEvery);
        Timers.StartSingleTimer(nameof(Probe), Probe.Instance, _bot is null ? _probePause : ProbeEvery);
    }

    private void Report(string name, ConnectionState state, string detail)
    {
        var report = new ConnectionReport(name, state, detail);
        var last = _reported.GetValueOrDefault(name);
        if (report == last)
            return;
        if (last?.State != state)
            _log.Info("{Name}: {State} {Detail}", name, state, detail);
        _reported[name] = report;
        Context.System.EventStream.Publish(report);
    }

    private sealed record IAm(int Asked, Bot Bot) : INoSerializationVerificationNeeded;

    private sealed record NotTold(int Asked, Exception Why) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Probe : INoSerializationVerificationNeeded
    {
        public static readonly Probe Instance = new();
    }

    /// <summary>A job wants to reply in a thread; answered with <see cref="YourTurn"/>, which lasts until the job has finished.</summary>
    internal sealed record WantTurn(PostId Thread) : INoSerializationVerificationNeeded;

    internal sealed record YourTurn : INoSerializationVerificationNeeded
    {
        public static readonly YourTurn Instance = new();
    }

    /// <summary>A job has written this post, or found it.</summary>
    internal sealed record PostKnown(PostKey Key, KnownPost Post) : INoSerializationVerificationNeeded;

    internal sealed record PostGone(PostKey Key) : INoSerializationVerificationNeeded;

    internal sealed record EditWorked : INoSerializationVerificationNeeded
    {
        public static readonly EditWorked Instance = new();
    }

    internal sealed record EditRefused : INoSerializationVerificationNeeded
    {
        public static readonly EditRefused Instance = new();
    }

    internal sealed record WhisperRefused : INoSerializationVerificationNeeded
    {
        public static readonly WhisperRefused Instance = new();
    }
}
