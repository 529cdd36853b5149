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
/// server still can; where it can't, every channel counts as behind and the catch-up reads it. Once the bot's token is seen to be refused
/// nothing is tried any more; with another token all begins anew from what is stored, as whatever bot that is.
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
    private IActorRef _drainer = ActorRefs.Nobody;
    private ChatUser? _me;
    private int _asked;
    private bool _beginsAnew;
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

        Receive<Begin>(_ => Ask());
        Receive<IAm>(me => Know(me.Me), me => me.Asked == _asked);
        Receive<NotTold>(failed => KnowNothing(failed.Why), failed => failed.Asked == _asked);
        Receive<BotToken.Refused>(_ => Ask(), _ => !_socket.IsNobody());
        Receive<BotToken.Replaced>(_ => BeginAnew());
        Receive<Terminated>(_ => BeginOnceAlone());
        Receive<InboxActor.Ready>(_ => Connect(), _ => !_inbox.IsNobody());
        Receive<ConnectNow>(_ => Connect());
        Receive<MattermostSocketActor.Opened>(_ => Opened(), _ => Sender.Equals(_socket));
        Receive<MattermostSocketActor.Happened>(happened => Happened(happened.Event), _ => Sender.Equals(_socket));
        Receive<MattermostSocketActor.Closed>(closed => Closed(closed.Why), _ => Sender.Equals(_socket));
        Receive<NoHello>(_ => Reconnect("no hello after the connection"));
        Receive<Listener.Drain>(_ => Drain());
        Receive<LinkInbox.Done>(done => _inbox.Forward(done));
        Receive<LinkInbox.Waiting>(waiting => _inbox.Forward(waiting));
        // What was asked with an earlier token, and what an earlier connection or inbox still had to say.
        Receive<IAm>(_ => { });
        Receive<NotTold>(_ => { });
        Receive<BotToken.Refused>(_ => { });
        Receive<InboxActor.Ready>(_ => { });
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
    private void Drain()
    {
        _drainer = Sender;
        Timers.CancelAll();
        Become(Draining);
        LeaveSocket();
        _inbox.Tell(InboxActor.Drain.Instance);
        TellDrained();
    }

    private void Draining()
    {
        Receive<LinkInbox.Done>(done => _inbox.Forward(done));
        Receive<LinkInbox.Waiting>(waiting => _inbox.Forward(waiting));
        Receive<InboxActor.Drained>(_ =>
        {
            _inbox = ActorRefs.Nobody;
            TellDrained();
        });
        Receive<Terminated>(gone =>
        {
            if (gone.ActorRef.Equals(_socket))
                _socket = ActorRefs.Nobody;
            TellDrained();
        });
        ReceiveAny(_ => { });
    }

    private void TellDrained()
    {
        if (!_socket.IsNobody() || !_inbox.IsNobody())
            return;
        _drainer.Tell(InboxActor.Drained.Instance);
        _drainer = ActorRefs.Nobody;
    }

    /// <summary>Who the bot is; and so, whether its token is good.</summary>
    private void Ask()
    {
        var asked = ++_asked;
        _api.GetMeAsync(_stopping.Token).PipeTo(Self, success: me => new IAm(asked, me), failure: why => new NotTold(asked, why));
    }

    private void Know(ChatUser me)
    {
        if (_inbox.IsNobody())
            Start(me);
        else if (IsToConnect)
            TryLater(ConnectNow.Instance, "the connection refused a token that is good");
    }

    private void KnowNothing(Exception why)
    {
        if (why is MattermostException { Kind: PosterFailure.Unauthorized })
            GiveUp();
        else if (_inbox.IsNobody())
            TryLater(Begin.Instance, why.GetBaseException().Message);
        else if (IsToConnect)
            TryLater(ConnectNow.Instance, why.GetBaseException().Message);
    }

    /// <summary>The connection was closed to find out what its token is worth.</summary>
    private bool IsToConnect => _socket.IsNobody() && !Timers.IsTimerActive(nameof(Connect));

    private void GiveUp()
    {
        Rest();
        Report(ConnectionState.Unauthorized, BotToken.HowToMend);
        _log.Error("Mattermost refuses the bot's token; nothing is tried until there is another");
        Context.Parent.Tell(BotToken.Refused.Instance);
    }

    private void BeginAnew()
    {
        Rest();
        _log.Info("There is another token for Mattermost");
        Report(ConnectionState.Connecting, "There is another token, and Mattermost has not answered yet.");
        _beginsAnew = true;
        BeginOnceAlone();
    }

    /// <summary>The children's names are free once they are gone.</summary>
    private void BeginOnceAlone()
    {
        if (!_beginsAnew || Context.GetChildren().Any())
            return;
        _beginsAnew = false;
        Self.Tell(Begin.Instance);
    }

    /// <summary>Forgets all that it knows; what the inbox had under way is read again.</summary>
    private void Rest()
    {
        _asked++;
        _connectionId = null;
        _backoff = new();
        Timers.CancelAll();
        LeaveSocket();
        foreach (var child in Context.GetChildren().Where(c => !c.Equals(_socket)))
            Context.Stop(Context.Watch(child));
        _socket = _inbox = ActorRefs.Nobody;
    }

    private void LeaveSocket()
    {
        if (_socket.IsNobody())
            return;
        Context.Watch(_socket);
        _socket.Tell(MattermostSocketActor.Leave.Instance);
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

            // Where the server keeps nothing of a connection that is lost, it has no name.
            _connectionId = hello.ConnectionId.Length > 0 ? hello.ConnectionId : null;
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
                Context.Parent.Tell(new Listener.ChannelLeft(removed.Channel));
                break;
            case SocketFrame.ChannelArchived archived:
                _inbox.Tell(new CatchUpActor.ChannelGone(archived.Channel));
                break;
            case SocketFrame.ChannelRestored:
                _inbox.Tell(InboxActor.Restored.Instance);
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
        // One that no longer takes the token has kept events from us, without leaving a gap in their numbers.
        if (why.IsLasting || why.IsUnauthorized || (_opened && !_heard))
            _connectionId = null;
        if (why.IsLasting)
            Context.System.EventStream.Publish(new BoundReached(BoundReached.SocketMessage));
        Timers.Cancel(nameof(NoHello));
        _socket = ActorRefs.Nobody;
        if (why.IsUnauthorized)
            Ask();
        else
            TryLater(ConnectNow.Instance, why.Message);
    }

    private void Reconnect(string why)
    {
        Context.Stop(_socket);
        Closed(new MattermostSocketException(why));
    }

    private void TryLater(object next, string why)
    {
        (_backoff, var pause) = _backoff.Failed(_clock.GetUtcNow(), _chance());
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

    private sealed record IAm(int Asked, ChatUser Me) : INoSerializationVerificationNeeded;

    private sealed record NotTold(int Asked, Exception Why) : INoSerializationVerificationNeeded;
}
