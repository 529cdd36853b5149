using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// Owns the WebSocket, the catch-up and the inbox. A connection that ends is made anew (<see cref="Backoff"/>) and resumed where the
/// server still can; where it can't, every channel counts as behind and the catch-up reads it.
/// Supervision: a lost connection is a message, not a failure. An exception in a child restarts this whole subtree, since inbox and
/// catch-up rely on each other; it begins again after <see cref="RestPause"/> from what is stored, and nothing is lost.
/// </summary>
public sealed class ListenerActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IMattermostApi _api;
    private readonly Func<IMattermostSocket> _open;
    private readonly Func<IActorRef, Props> _inboxProps;
    private readonly Func<ChatUser, Props> _catchUpProps;
    private readonly ListenerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<double> _chance;
    private readonly BridgeMetrics _metrics;
    private Backoff _backoff = new();
    private IActorRef _inbox = ActorRefs.Nobody;
    private IActorRef _socket = ActorRefs.Nobody;
    private ChatUser? _me;
    private string? _connectionId;
    private long _nextSeq;
    private bool _opened;
    private bool _heard;
    private ConnectionReport? _reported;

    public ListenerActor(
        IMattermostApi api,
        Func<IMattermostSocket> open,
        Func<IActorRef, Props> inbox,
        Func<ChatUser, Props> catchUp,
        ListenerOptions options,
        TimeProvider clock,
        Func<double> chance,
        BridgeMetrics metrics)
    {
        _api = api;
        _open = open;
        _inboxProps = inbox;
        _catchUpProps = catchUp;
        _options = options;
        _clock = clock;
        _chance = chance;
        _metrics = metrics;

        Receive<Begin>(_ => _api.GetMeAsync(_stopping.Token).PipeTo(Self, success: me => new IAm(me), failure: why => new NotTold(why)));
        Receive<IAm>(me => Start(me.Me));
        Receive<NotTold>(failed => TryLater(
            Begin.Instance, failed.Why.GetBaseException().Message, failed.Why is MattermostException { Kind: PosterFailure.Unauthorized }));
        Receive<InboxActor.Ready>(_ => Connect());
        Receive<ConnectNow>(_ => Connect());
        Receive<MattermostSocketActor.Opened>(_ => Opened(), _ => Sender.Equals(_socket));
        Receive<MattermostSocketActor.Happened>(happened => Happened(happened.Event), _ => Sender.Equals(_socket));
        Receive<MattermostSocketActor.Closed>(closed => Closed(closed.Why), _ => Sender.Equals(_socket));
        Receive<NoHello>(_ => Reconnect("no hello after the connection"));
        Receive<Listener.Drain>(_ =>
        {
            Become(Draining);
            Context.Stop(_socket);
            Timers.CancelAll();
            if (_inbox.IsNobody())
                Sender.Tell(InboxActor.Drained.Instance);
            else
                _inbox.Forward(InboxActor.Drain.Instance);
        });
        Receive<LinkInbox.Done>(done => _inbox.Forward(done));
        Receive<LinkInbox.Waiting>(waiting => _inbox.Forward(waiting));
        // What an earlier connection still had to say.
        Receive<MattermostSocketActor.Opened>(_ => { });
        Receive<MattermostSocketActor.Happened>(_ => { });
        Receive<MattermostSocketActor.Closed>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The listener with its real children.</summary>
    public static Props Props(
        IMattermostApi api,
        Func<IMattermostSocket> open,
        ListenerOptions options,
        IChannelCursors cursors,
        ILinkLedger ledger,
        IRequiredActor<SessionDoor> sessions,
        TimeProvider clock,
        Func<double> chance,
        BridgeMetrics metrics)
    {
        var store = new InboxStore(cursors, ledger);
        Func<ChatUser, Props> catchUp = me => Akka.Actor.Props.Create(() => new CatchUpActor(new ChannelReader(api, me, options, clock), clock, chance));
        Func<IActorRef, Props> inbox = reader => Akka.Actor.Props.Create(() => new InboxActor(options, store, reader, sessions, clock, metrics));
        return Akka.Actor.Props.Create(() => new ListenerActor(api, open, inbox, catchUp, options, clock, chance, metrics));
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Escalate);

    protected override void PreStart()
    {
        Report(ConnectionState.Connecting, "Mattermost has not answered yet.");
        Self.Tell(Begin.Instance);
    }

    protected override void PostRestart(Exception reason)
    {
        Report(ConnectionState.Connecting, "Something went wrong inside; starting again.");
        Timers.StartSingleTimer(nameof(Begin), Begin.Instance, RestPause);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        Report(ConnectionState.Stopped, "The bridge is stopping.");
    }

    /// <summary>What is under way is finished, nothing new is heard.</summary>
    private void Draining()
    {
        Receive<LinkInbox.Done>(done => _inbox.Forward(done));
        Receive<LinkInbox.Waiting>(waiting => _inbox.Forward(waiting));
        ReceiveAny(_ => { });
    }

    private void Start(ChatUser me)
    {
        _me = me;
        var catchUp = Context.ActorOf(_catchUpProps(me), "catch-up");
        _inbox = Context.ActorOf(_inboxProps(catchUp), "inbox");
        _log.Info("The bridge is @{Username} in Mattermost", me.Username);
    }

    private void Connect()
    {
        _opened = _heard = false;
        var resume = _connectionId;
        long? next = resume is null ? null : _nextSeq;
        var (me, references, pingEvery) = (_me!, _options.References, _options.PingEvery);
        Func<MattermostPost, ChannelKind, LivePost> glance = (post, kind) => LivePost.Of(post, kind, me, references);
        _socket = Context.ActorOf(Akka.Actor.Props.Create(() => new MattermostSocketActor(_open, glance, resume, next, pingEvery)));
        _metrics.SocketStarted();
    }

    private void Opened()
    {
        _opened = true;
        // A resumed connection goes on without a hello.
        if (_connectionId is not null)
            Online();
        else
            Timers.StartSingleTimer(nameof(NoHello), NoHello.Instance, HelloWithin);
    }

    private void Happened(SocketFrame.Event happened)
    {
        _heard = true;
        if (happened is SocketFrame.Hello hello)
        {
            Timers.Cancel(nameof(NoHello));
            Online();
            if (hello.ConnectionId == _connectionId && hello.Seq == _nextSeq)
            {
                _nextSeq++;
                return;
            }

            _connectionId = hello.ConnectionId;
            _nextSeq = hello.Seq + 1;
            _inbox.Tell(InboxActor.Missed.Instance);
            Context.Parent.Tell(Listener.Missed.Instance);
            return;
        }

        if (happened.Seq != _nextSeq)
        {
            Reconnect($"event {happened.Seq} came instead of {_nextSeq}");
            return;
        }

        _nextSeq++;
        switch (happened)
        {
            case SocketFrame.Glanced post:
                _inbox.Tell(new InboxActor.Seen(post.Value));
                break;
            case SocketFrame.AddedToChannel added when added.User == _me?.Id:
                _inbox.Tell(new InboxActor.Joined(added.Channel, ChannelKind.Unknown));
                break;
            case SocketFrame.ConversationOpened opened:
                _inbox.Tell(new InboxActor.Joined(opened.Channel, opened.Kind));
                break;
            case SocketFrame.RemovedFromChannel removed when removed.User == _me?.Id:
                _inbox.Tell(new CatchUpActor.ChannelGone(removed.Channel));
                break;
            case SocketFrame.AddedToTeam added when added.User == _me?.Id:
                Context.Parent.Tell(new Listener.TeamJoined(added.Team));
                break;
            case SocketFrame.UserUpdated updated:
                Context.Parent.Tell(new Listener.UserUpdated(updated.User));
                break;
        }
    }

    private void Closed(MattermostSocketException why)
    {
        // A server that takes the connection and closes it without a word does not accept what we want to resume.
        if (why.IsLasting || (_opened && !_heard))
            _connectionId = null;
        Timers.Cancel(nameof(NoHello));
        _socket = ActorRefs.Nobody;
        TryLater(ConnectNow.Instance, why.Message, why.IsUnauthorized);
    }

    private void Reconnect(string why)
    {
        Context.Stop(_socket);
        Closed(new MattermostSocketException(why));
    }

    private void TryLater(object next, string why, bool isUnauthorized)
    {
        (_backoff, var pause) = _backoff.Failed(_clock.GetUtcNow(), _chance());
        if (isUnauthorized)
            Report(ConnectionState.Unauthorized, "Mattermost refuses Mattermost__Token: create a new token for the bot and set it.");
        else
            Report(ConnectionState.Connecting, $"Not connected to Mattermost: {why}.");
        _log.Warning("Not connected to Mattermost ({Why}); next try in {Pause}", why, pause);
        Timers.StartSingleTimer(nameof(Connect), next, pause);
    }

    private void Online()
    {
        _backoff = _backoff.Working(_clock.GetUtcNow());
        Report(ConnectionState.Online, "");
    }

    private void Report(ConnectionState state, string detail)
    {
        var report = new ConnectionReport(ConnectionReport.MattermostSocket, state, detail);
        if (report == _reported)
            return;
        if (state == ConnectionState.Online)
            _log.Info("Listening to Mattermost");
        _reported = report;
        Context.System.EventStream.Publish(report);
    }

    private sealed record Begin : INoSerializationVerificationNeeded
    {
        public static readonly Begin Instance = new();
    }

    private sealed record ConnectNow : INoSerializationVerificationNeeded
    {
        public static readonly ConnectNow Instance = new();
    }

    private sealed record NoHello : INoSerializationVerificationNeeded
    {
        public static readonly NoHello Instance = new();
    }

    private sealed record IAm(ChatUser Me) : INoSerializationVerificationNeeded;

    private sealed record NotTold(Exception Why) : INoSerializationVerificationNeeded;
}
