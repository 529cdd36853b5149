using System.Text;
using System.Text.Json;
using Akka.Actor;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// One connection: connects, hands every event to its parent, the listener, and asks the server for a sign of life from time to time. It never
/// waits for anybody: Mattermost drops a client at 256 queued events. It ends with one <see cref="Closed"/>, whatever went wrong; or, asked to
/// <see cref="Leave"/>, without a word to its parent but with a close frame to the server.
/// </summary>
internal sealed class MattermostSocketActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly IMattermostSocket _socket;
    private readonly Func<MattermostPost, ChannelKind, LivePost> _glance;
    private readonly string? _connectionId;
    private readonly long? _nextSeq;
    private long _actions;
    private bool _pinged;

    public MattermostSocketActor(
        Func<IMattermostSocket> open, Func<MattermostPost, ChannelKind, LivePost> glance, string? connectionId, long? nextSeq, TimeSpan pingEvery)
    {
        _socket = open();
        _glance = glance;
        _connectionId = connectionId;
        _nextSeq = nextSeq;

        Receive<Connected>(_ =>
        {
            Timers.Cancel(nameof(ConnectWithin));
            Context.Parent.Tell(Opened.Instance);
            Timers.StartPeriodicTimer(nameof(Ping), Ping.Instance, pingEvery);
            ReceiveNext();
            SendPing();
        });
        Receive<Got>(got =>
        {
            ReceiveNext();
            switch (got.Frame)
            {
                case SocketFrame.Event happened:
                    Context.Parent.Tell(new Happened(happened));
                    break;
                // Such a connection stays open and is told nothing any more.
                case SocketFrame.Answer { IsUnauthorized: true }:
                    Close(new MattermostSocketException("it no longer takes the token", isUnauthorized: true));
                    break;
                default:
                    _pinged = false;
                    break;
            }
        });
        Receive<Ping>(_ =>
        {
            if (_pinged)
                Close(new MattermostSocketException($"no answer to a ping within {pingEvery.TotalSeconds:0} s"));
            else
                SendPing();
        });
        Receive<Broken>(broken => Close(broken.Why));
        Receive<Sent>(_ => { });
        Receive<Leave>(_ => SayGoodbye());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartSingleTimer(
            nameof(ConnectWithin), new Broken(new MattermostSocketException($"no connection within {ConnectWithin.TotalSeconds:0} s")), ConnectWithin);
        _socket.ConnectAsync(_connectionId, _nextSeq, _stopping.Token).PipeTo(Self, success: () => Connected.Instance, failure: why => new Broken(why));
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _socket.Dispose();
    }

    private void ReceiveNext() =>
        Next(_socket, _glance, _stopping.Token).PipeTo(Self, success: frame => new Got(frame), failure: why => new Broken(why));

    /// <summary>A post is looked through before the next frame is read: of a flood nothing gathers here but what there is to do.</summary>
    private static async Task<SocketFrame> Next(IMattermostSocket socket, Func<MattermostPost, ChannelKind, LivePost> glance, CancellationToken stopping)
    {
        var message = await socket.ReceiveAsync(stopping) ?? throw new MattermostSocketException("the server closed it");
        try
        {
            var frame = SocketFrame.Read(message);
            return frame is SocketFrame.Post post ? new SocketFrame.Glanced(post.Seq, glance(post.Value, post.In)) : frame;
        }
        catch (JsonException wrong)
        {
            throw new MattermostSocketException($"a frame that makes no sense: {wrong.Message}", wrong, isLasting: true);
        }
    }

    private void SendPing()
    {
        _pinged = true;
        var ping = Encoding.UTF8.GetBytes($$$"""{"seq":{{{++_actions}}},"action":"ping","data":{}}""");
        _socket.SendAsync(ping, _stopping.Token).PipeTo(Self, success: () => Sent.Instance, failure: why => new Broken(why));
    }

    private void Close(Exception why)
    {
        Context.Parent.Tell(new Closed(why as MattermostSocketException ?? new MattermostSocketException(why.GetBaseException().Message, why)));
        Context.Stop(Self);
        Become(() => ReceiveAny(_ => { }));
    }

    private void SayGoodbye()
    {
        Become(() =>
        {
            Receive<Left>(_ => Context.Stop(Self));
            ReceiveAny(_ => { });
        });
        Timers.CancelAll();
        Timers.StartSingleTimer(nameof(LeaveWithin), Left.Instance, LeaveWithin);
        _socket.CloseAsync(_stopping.Token).PipeTo(Self, success: () => Left.Instance, failure: _ => Left.Instance);
    }

    /// <summary>Told by the parent: the connection is to be closed as it should be, within <see cref="LeaveWithin"/>. Then this actor stops.</summary>
    internal sealed record Leave : INoSerializationVerificationNeeded
    {
        public static readonly Leave Instance = new();
    }

    internal sealed record Opened : INoSerializationVerificationNeeded
    {
        public static readonly Opened Instance = new();
    }

    internal sealed record Happened(SocketFrame.Event Event) : INoSerializationVerificationNeeded;

    internal sealed record Closed(MattermostSocketException Why) : INoSerializationVerificationNeeded;

    private sealed record Connected : INoSerializationVerificationNeeded
    {
        public static readonly Connected Instance = new();
    }

    private sealed record Got(SocketFrame Frame) : INoSerializationVerificationNeeded;

    private sealed record Broken(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Sent : INoSerializationVerificationNeeded
    {
        public static readonly Sent Instance = new();
    }

    private sealed record Left : INoSerializationVerificationNeeded
    {
        public static readonly Left Instance = new();
    }

    private sealed record Ping : INoSerializationVerificationNeeded
    {
        public static readonly Ping Instance = new();
    }
}
