using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class ListenerActorTests : ActorSpec
{
    private readonly FakeMattermost _mattermost = new();
    private readonly Sockets _sockets = new();
    private readonly TestProbe _inbox;
    private readonly TestProbe _parent;
    private readonly TestProbe _reports;
    private readonly BlockingCollection<UserId> _begunAs = [];
    private IActorRef _listener = ActorRefs.Nobody;

    public ListenerActorTests()
    {
        _inbox = CreateTestProbe();
        _parent = CreateTestProbe();
        _reports = CreateTestProbe();
        Sys.EventStream.Subscribe(_reports, typeof(ConnectionReport));
    }

    [Fact]
    public void It_connects_once_the_inbox_is_ready_and_reports_what_was_missed()
    {
        Start();
        var socket = Connected();
        socket.Says(Hello("k1"));

        _inbox.ExpectMsg<InboxActor.Missed>();
        Reports(ConnectionState.Online);
        Assert.Equal((null, null), socket.Resumed);
        socket.Says(Posted(1, "p1"));
        Assert.Equal(new PostId("p1"), _inbox.ExpectMsg<InboxActor.Seen>().Post.Id);
    }

    [Fact]
    public void A_lost_connection_is_resumed_where_it_ended()
    {
        Online().Says(Posted(1, "p1"));
        _inbox.ExpectMsg<InboxActor.Seen>();
        _sockets.Last.Breaks();
        Reports(ConnectionState.Connecting);

        Later(TimeSpan.FromSeconds(1));
        var second = Connected();
        Assert.Equal(("k1", 2L), second.Resumed);
        Reports(ConnectionState.Online);
        second.Says(Posted(2, "p2"));
        Assert.Equal(new PostId("p2"), _inbox.ExpectMsg<InboxActor.Seen>().Post.Id);
    }

    [Fact]
    public void A_server_that_cannot_resume_makes_everything_count_as_missed()
    {
        Online();
        _sockets.Last.Breaks();
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));
        Connected().Says(Hello("k2"));

        _inbox.ExpectMsg<InboxActor.Missed>();
        _parent.ExpectMsg<Listener.Missed>();
    }

    /// <summary>As older ones do by their own settings.</summary>
    [Fact]
    public void A_server_that_names_no_connection_is_not_asked_to_resume_it()
    {
        Start();
        Connected().Says(Hello(""));
        _inbox.ExpectMsg<InboxActor.Missed>();
        Reports(ConnectionState.Online);
        _sockets.Last.Breaks();
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));

        var fresh = Connected();
        Assert.Equal((null, null), fresh.Resumed);
        _reports.ExpectNoMsg(TimeSpan.Zero);
        // Whoever pings has said that it is open.
        fresh.Sent();
        Later(TimeSpan.FromSeconds(10));
        Assert.Contains("no hello", Reports(ConnectionState.Connecting).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_the_sequence_makes_it_connect_again()
    {
        Online().Says(Posted(5, "p5"));
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));

        Assert.Equal(("k1", 1L), Connected().Resumed);
        _inbox.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_server_that_closes_a_resumed_connection_at_once_gets_a_fresh_one()
    {
        Online();
        _sockets.Last.Breaks();
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));
        Connected().Breaks();
        Reports(ConnectionState.Online);
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(2));

        Assert.Equal((null, null), Connected().Resumed);
    }

    [Fact]
    public void A_message_that_is_too_large_is_not_asked_for_again()
    {
        Online().Breaks(new MattermostSocketException("too large", isLasting: true));
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));

        Assert.Equal((null, null), Connected().Resumed);
    }

    /// <summary>As long as it can take: the line dies just after a pong.</summary>
    [Fact]
    public void A_line_that_is_dead_is_noticed_by_its_missing_pong_within_ninety_seconds()
    {
        Assert.True(2 * new ListenerOptions().PingEvery <= TimeSpan.FromSeconds(90));
        var socket = Online();
        Assert.Contains("\"ping\"", socket.Sent(), StringComparison.Ordinal);
        socket.Says("""{"status":"OK","seq_reply":1,"data":{"text":"pong"}}""");
        socket.Says(Posted(1, "p1"));
        _inbox.ExpectMsg<InboxActor.Seen>();
        Later(TimeSpan.FromSeconds(15));
        Assert.Contains("\"seq\":2", socket.Sent(), StringComparison.Ordinal);

        Later(TimeSpan.FromSeconds(15));

        Assert.Contains("ping", Reports(ConnectionState.Connecting).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_token_is_reported_and_nothing_more_is_tried_until_there_is_another()
    {
        _mattermost.Fails = Refusing;
        Create();
        GivenUp();

        _mattermost.Fails = _ => null;
        _listener.Tell(BotToken.Replaced.Instance);
        Reports(ConnectionState.Connecting);
        BegunAs("me");
        _listener.Tell(InboxActor.Ready.Instance);
        Connected();
    }

    [Fact]
    public void A_token_that_is_revoked_while_it_listens_is_noticed_and_a_new_one_misses_nothing()
    {
        var socket = Online();
        _mattermost.Fails = Refusing;
        socket.Says(NotAuthenticated);
        GivenUp();

        _mattermost.Fails = _ => null;
        _listener.Tell(BotToken.Replaced.Instance);
        Reports(ConnectionState.Connecting);
        BegunAs("me");
        _listener.Tell(InboxActor.Ready.Instance);
        var next = Connected();
        Assert.Equal((null, null), next.Resumed);
        next.Says(Hello("k2"));
        _inbox.ExpectMsg<InboxActor.Missed>();
        Reports(ConnectionState.Online);
    }

    [Fact]
    public void What_others_are_refused_is_asked_again_and_ends_the_connection_as_it_should_be()
    {
        var socket = Online();
        _mattermost.Fails = Refusing;
        _listener.Tell(BotToken.Refused.Instance);

        GivenUp();
        socket.Closes();
    }

    [Fact]
    public void What_others_were_refused_changes_nothing_while_the_token_is_good()
    {
        var socket = Online();
        _listener.Tell(BotToken.Refused.Instance);
        Settle();

        socket.Says(Posted(1, "p1"));
        Assert.Equal(new PostId("p1"), _inbox.ExpectMsg<InboxActor.Seen>().Post.Id);
        Assert.True(_sockets.IsQuiet);
        _reports.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void One_odd_refusal_costs_a_connection_and_no_event()
    {
        Online().Says(NotAuthenticated);
        Reports(ConnectionState.Connecting);
        Later(TimeSpan.FromSeconds(1));

        // Until it is noticed nothing comes, and no number is left out: it must not be resumed.
        var next = Connected();
        Assert.Equal((null, null), next.Resumed);
        next.Says(Hello("k2"));
        _inbox.ExpectMsg<InboxActor.Missed>();
    }

    [Fact]
    public void A_token_of_another_bot_makes_it_begin_as_that_one()
    {
        var socket = Online();
        _mattermost.Asked = FakeMattermost.Bot with { Id = new("other"), Username = "tracker" };
        _listener.Tell(BotToken.Replaced.Instance);
        Reports(ConnectionState.Connecting);
        socket.Closes();

        BegunAs("other");
        _listener.Tell(InboxActor.Ready.Instance);
        Connected().Says(Hello("k2"));
        _inbox.ExpectMsg<InboxActor.Missed>();
    }

    [Fact]
    public void It_stops_with_a_close_frame_and_what_was_begun_done()
    {
        var socket = Online();
        _listener.Tell(Listener.Drain.Instance, TestActor);

        _inbox.ExpectMsg<InboxActor.Drain>();
        _inbox.Reply(InboxActor.Drained.Instance);
        Settle();
        ExpectNoMsg(TimeSpan.Zero);
        socket.Closes();
        ExpectMsg<InboxActor.Drained>();
    }

    [Fact]
    public void A_dead_line_holds_up_its_end_for_two_seconds_at_most()
    {
        Online();
        _listener.Tell(Listener.Drain.Instance, TestActor);
        _inbox.ExpectMsg<InboxActor.Drain>();
        _inbox.Reply(InboxActor.Drained.Instance);
        _sockets.Last.IsClosing();

        Later(TimeSpan.FromSeconds(2));
        ExpectMsg<InboxActor.Drained>();
    }

    [Fact]
    public void Pauses_grow_while_the_server_is_away()
    {
        Start();
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 20, 20 })
        {
            var socket = _sockets.Next();
            EventFilter.Warning(contains: "Not connected").ExpectOne(socket.Refuses);
            Later(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Settle();
            Assert.True(_sockets.IsQuiet);
            Later(TimeSpan.FromMilliseconds(1));
        }

        Connected();
    }

    [Fact]
    public void What_concerns_others_is_passed_on()
    {
        var socket = Online();
        socket.Says("""{"event":"added_to_team","data":{"team_id":"t2","user_id":"me"},"broadcast":{},"seq":1}""");
        socket.Says("""{"event":"user_updated","data":{"user":{"id":"u1"}},"broadcast":{},"seq":2}""");
        socket.Says("""{"event":"user_added","data":{"user_id":"me"},"broadcast":{"channel_id":"c2"},"seq":3}""");
        socket.Says("""{"event":"user_added","data":{"user_id":"u1"},"broadcast":{"channel_id":"c3"},"seq":4}""");
        socket.Says("""{"event":"user_removed","data":{"channel_id":"c2"},"broadcast":{"user_id":"me"},"seq":5}""");
        socket.Says("""{"event":"channel_deleted","data":{"channel_id":"c4","delete_at":1767000000123},"broadcast":{"team_id":"t1"},"seq":6}""");
        socket.Says("""{"event":"channel_restored","data":{"channel_id":"c4"},"broadcast":{"team_id":"t1"},"seq":7}""");

        Assert.Equal(new TeamId("t2"), _parent.ExpectMsg<Listener.TeamJoined>().Team);
        Assert.Equal(new UserId("u1"), _parent.ExpectMsg<Listener.UserUpdated>().User);
        Assert.Equal(new InboxActor.Joined(new("c2"), ChannelKind.Unknown), _inbox.ExpectMsg<InboxActor.Joined>());
        Assert.Equal(new ChannelId("c2"), _inbox.ExpectMsg<CatchUpActor.ChannelGone>().Channel);
        Assert.Equal(new ChannelId("c2"), _parent.ExpectMsg<Listener.ChannelLeft>().Channel);
        Assert.Equal(new ChannelId("c4"), _inbox.ExpectMsg<CatchUpActor.ChannelGone>().Channel);
        _inbox.ExpectMsg<InboxActor.Restored>();
    }

    private Socket Online()
    {
        Start();
        var socket = Connected();
        socket.Says(Hello("k1"));
        _inbox.ExpectMsg<InboxActor.Missed>();
        _parent.ExpectMsg<Listener.Missed>();
        Reports(ConnectionState.Online);
        BegunAs("me");
        return socket;
    }

    private static MattermostException Refusing(string call) => new(call, PosterFailure.Unauthorized, 401, "api.context.session_expired.app_error");

    /// <summary>Said once, and nothing is asked or tried for a day.</summary>
    private void GivenUp()
    {
        Assert.Contains("without a restart", Reports(ConnectionState.Unauthorized).Detail, StringComparison.Ordinal);
        _parent.FishForMessage(m => m is BotToken.Refused);
        var calls = _mattermost.Calls.Count;
        for (var hour = 0; hour < 24; hour++)
            Later(TimeSpan.FromHours(1));
        Settle();
        Assert.Equal(calls, _mattermost.Calls.Count);
        Assert.True(_sockets.IsQuiet);
    }

    private void BegunAs(string id)
    {
        Assert.True(_begunAs.TryTake(out var me, TimeSpan.FromSeconds(20)));
        Assert.Equal(id, me.Value);
    }

    private void Start()
    {
        Create();
        // Before it knows who it is there is no inbox that could be ready.
        AwaitCondition(() => _begunAs.Count > 0, TimeSpan.FromSeconds(15));
        _listener.Tell(InboxActor.Ready.Instance);
    }

    private void Create()
    {
        var inbox = _inbox.Ref;
        Func<IActorRef, Props> inboxProps = _ => Props.Create(() => new Forwarder(inbox));
        Func<ChatUser, Props> catchUpProps = me =>
        {
            _begunAs.Add(me.Id);
            return Props.Create(() => new Forwarder(ActorRefs.Nobody));
        };
        Func<IMattermostSocket> open = _sockets.Open;
        Func<double> chance = () => 0;
        var options = new ListenerOptions();
        _listener = _parent.ChildActorOf(Props.Create(() => new ListenerActor(
            _mattermost, open, inboxProps, catchUpProps, options, Clock, chance, TestMetrics.New())));
        Assert.Equal(ConnectionState.Connecting, _reports.ExpectMsg<ConnectionReport>().State);
    }

    private Socket Connected()
    {
        var socket = _sockets.Next();
        socket.Accepts();
        return socket;
    }

    private ConnectionReport Reports(ConnectionState state)
    {
        var report = _reports.ExpectMsg<ConnectionReport>();
        Assert.Equal(state, report.State);
        return report;
    }

    private void Later(TimeSpan by)
    {
        Settle();
        Advance(by);
    }

    private void Settle()
    {
        _listener.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private const string NotAuthenticated =
        """{"status":"FAIL","seq_reply":2,"error":{"id":"api.web_socket_router.not_authenticated.app_error","message":"…","status_code":401}}""";

    private static string Hello(string id) => $$"""{"event":"hello","data":{"connection_id":"{{id}}"},"broadcast":{},"seq":0}""";

    private static string Posted(long seq, string id) =>
        $$"""{"event":"posted","data":{"post":"{\"id\":\"{{id}}\",\"user_id\":\"u1\",\"channel_id\":\"c1\"}"},"broadcast":{},"seq":{{seq}}}""";

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(to.Forward);
    }

    private sealed class Sockets
    {
        private readonly BlockingCollection<Socket> _opened = [];

        public Socket Last { get; private set; } = null!;

        public bool IsQuiet => _opened.Count == 0;

        /// <summary>It counts once it is asked to connect: from then on a test may look at what it was asked.</summary>
        public IMattermostSocket Open() => new Socket(_opened.Add);

        public Socket Next() => Last = _opened.TryTake(out var socket, TimeSpan.FromSeconds(15)) ? socket : throw new TimeoutException("No connection was tried.");
    }

    private sealed class Socket(Action<Socket> connecting) : IMattermostSocket
    {
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<string> _incoming = Channel.CreateUnbounded<string>();
        private readonly BlockingCollection<string> _sent = [];
        private readonly TaskCompletionSource _closed = new();
        private readonly ManualResetEventSlim _closing = new();

        public (string?, long?) Resumed { get; private set; }

        public void Accepts() => _connected.SetResult();

        public void Refuses() => _connected.SetException(new MattermostSocketException("refused"));

        public void Says(string frame) => _incoming.Writer.TryWrite(frame);

        public void Breaks(MattermostSocketException? why = null) => _incoming.Writer.Complete(why ?? new MattermostSocketException("broken"));

        public string Sent() => _sent.TryTake(out var sent, TimeSpan.FromSeconds(15)) ? sent : throw new TimeoutException("Nothing was sent.");

        public Task ConnectAsync(string? connectionId, long? nextSeq, CancellationToken cancellation)
        {
            Resumed = (connectionId, nextSeq);
            connecting(this);
            return _connected.Task.WaitAsync(cancellation);
        }

        public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
        {
            try
            {
                return Encoding.UTF8.GetBytes(await _incoming.Reader.ReadAsync(cancellation));
            }
            catch (ChannelClosedException closed) when (closed.InnerException is MattermostSocketException why)
            {
                throw why;
            }
        }

        public Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation)
        {
            _sent.Add(Encoding.UTF8.GetString(text.Span), CancellationToken.None);
            return Task.CompletedTask;
        }

        public Task CloseAsync(CancellationToken cancellation)
        {
            _closing.Set();
            return _closed.Task.WaitAsync(cancellation);
        }

        public void IsClosing() => Assert.True(_closing.Wait(TimeSpan.FromSeconds(20)), "No goodbye was said.");

        /// <summary>The server answers the goodbye.</summary>
        public void Closes()
        {
            IsClosing();
            _closed.SetResult();
        }

        public void Dispose() => _sent.CompleteAdding();
    }
}
