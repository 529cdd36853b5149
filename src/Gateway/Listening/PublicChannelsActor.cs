using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// Joins the public channels of the bot's teams, one after the other, but none in which it was ever seen: it was removed from that. Looks at
/// start, when the bot joins a team or may have joined one unheard, and every ten minutes; while Mattermost or the database is away it tries
/// again, 1 s doubling to 20 s. Without the right to join the report says what to grant. The listener hears of each channel as of one
/// that the bot was added to.
/// Supervision: restarted by the gateway; it begins anew.
/// </summary>
public sealed class PublicChannelsActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);

    /// <summary>Each channel tells all its members of who joined: no more of that at once than servers with a rate limit usually take.</summary>
    private static readonly TimeSpan BetweenChannels = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IMattermostApi _api;
    private readonly IJoinedChannels _stored;
    private readonly PublicChannels _channels;

    /// <summary>A look that is under way may have begun before.</summary>
    private readonly HashSet<ChannelId> _left = [];
    private readonly HashSet<ChannelId> _refused = [];
    private readonly Queue<PublicChannels.Channel> _toJoin = new();
    private readonly List<string> _problems = [];
    private ChatUser? _me;
    private TimeSpan _pause;
    private int _joined;
    private bool _looking;
    private bool _again;
    private string? _said;

    public PublicChannelsActor(IMattermostApi api, IJoinedChannels stored)
    {
        _api = api;
        _stored = stored;
        _channels = new(api, stored);
        Receive<Look>(_ => LookNow());
        Receive<Listener.TeamJoined>(_ => LookNow());
        Receive<Listener.Missed>(_ => LookNow());
        Receive<BotToken.Replaced>(_ => LookNow());
        Receive<Listener.ChannelLeft>(left =>
        {
            _left.Add(left.Channel);
            Remember(left.Channel);
        });
        Receive<Looked>(looked => Begin(looked.Found));
        Receive<NotLooked>(failed => TryLater(failed.Why));
        Receive<JoinNext>(_ => Join());
        Receive<Joined>(joined =>
        {
            _joined++;
            Remember(joined.Channel);
            Timers.StartSingleTimer(nameof(JoinNext), JoinNext.Instance, BetweenChannels);
        });
        Receive<NotJoined>(failed => Refused(failed.Channel, failed.Why));
        Receive<RememberAgain>(again => Remember(again.Channel));
        Receive<Remembered>(_ => { });
        Receive<NotRemembered>(failed =>
        {
            _log.Warning("The channel {Channel} can't be written to the database: {Why}", failed.Channel, failed.Why.GetBaseException().Message);
            Timers.StartSingleTimer(failed.Channel, new RememberAgain(failed.Channel), LongestPause);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(Look.Instance);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void LookNow()
    {
        if (_looking)
        {
            _again = true;
            return;
        }

        _looking = true;
        _channels.FindAsync(_stopping.Token).PipeTo(Self, success: found => new Looked(found), failure: why => new NotLooked(why));
    }

    private void Begin(PublicChannels.Found found)
    {
        if (found.Channels.Count == PublicChannels.AtMost)
            Context.System.EventStream.Publish(new BoundReached(BoundReached.PublicChannels));
        _me = found.Me;
        _problems.Clear();
        _problems.AddRange(found.Problems);
        foreach (var channel in found.Channels)
            _toJoin.Enqueue(channel);
        Join();
    }

    private void Join()
    {
        PublicChannels.Channel? next;
        do
        {
            if (!_toJoin.TryDequeue(out next))
            {
                Finish();
                return;
            }
        }
        while (_left.Contains(next.Id));

        var channel = next;
        _api.JoinChannelAsync(channel.Id, _me!.Id, _stopping.Token)
            .PipeTo(Self, success: () => new Joined(channel.Id), failure: why => new NotJoined(channel, why));
    }

    private void Refused(PublicChannels.Channel channel, Exception why)
    {
        switch (why)
        {
            case MattermostException { Kind: PosterFailure.Forbidden }:
                _problems.Add($"@{_me!.Username} may not join the public channels of the team {channel.Team.Name}: grant join_public_channels to its role there "
                    + "(mmctl permissions add team_user join_public_channels), or set Links__Join to invited and invite it yourself.");
                var others = _toJoin.Where(c => c.Team != channel.Team).ToArray();
                _toJoin.Clear();
                foreach (var other in others)
                    _toJoin.Enqueue(other);
                Join();
                break;
            case MattermostException { Kind: PosterFailure.Rejected or PosterFailure.NotFound }:
                if (_refused.Add(channel.Id))
                    _log.Warning("The public channel {Channel} of the team {Team} can't be joined: {Why}", channel.Id, channel.Team.Name, why.Message);
                Timers.StartSingleTimer(nameof(JoinNext), JoinNext.Instance, BetweenChannels);
                break;
            default:
                TryLater(why);
                break;
        }
    }

    private void Finish()
    {
        _pause = TimeSpan.Zero;
        Next(LookEvery);
        if (_joined > 0)
            _log.Info("Joined {Count} public channels", _joined);
        _joined = 0;
        var problem = string.Join(" ", _problems);
        if (problem != _said)
        {
            _said = problem;
            if (problem.Length > 0)
                _log.Warning("Public channels: {Problem}", problem);
            Context.System.EventStream.Publish(new ConnectionReport(
                ConnectionReport.PublicChannels, problem.Length == 0 ? ConnectionState.Online : ConnectionState.Degraded, problem));
        }
    }

    private void TryLater(Exception why)
    {
        _toJoin.Clear();
        _pause = DoublingPause.After(_pause, FirstPause, LongestPause);
        if (why is not MattermostException)
            _log.Error(why, "Looking for public channels failed; next try in {Pause}", _pause);
        Next(_pause);
    }

    private void Next(TimeSpan pause)
    {
        _looking = false;
        Timers.StartSingleTimer(nameof(Look), Look.Instance, _again ? TimeSpan.Zero : pause);
        _again = false;
    }

    private void Remember(ChannelId channel) =>
        _stored.AddAsync([channel], _stopping.Token)
            .PipeTo(Self, success: () => Remembered.Instance, failure: why => new NotRemembered(channel, why));

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }

    private sealed record Looked(PublicChannels.Found Found) : INoSerializationVerificationNeeded;

    private sealed record NotLooked(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record JoinNext : INoSerializationVerificationNeeded
    {
        public static readonly JoinNext Instance = new();
    }

    private sealed record Joined(ChannelId Channel) : INoSerializationVerificationNeeded;

    private sealed record NotJoined(PublicChannels.Channel Channel, Exception Why) : INoSerializationVerificationNeeded;

    private sealed record RememberAgain(ChannelId Channel) : INoSerializationVerificationNeeded;

    private sealed record Remembered : INoSerializationVerificationNeeded
    {
        public static readonly Remembered Instance = new();
    }

    private sealed record NotRemembered(ChannelId Channel, Exception Why) : INoSerializationVerificationNeeded;
}
