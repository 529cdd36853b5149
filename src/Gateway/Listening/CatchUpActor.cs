using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// Reads what was missed, one channel at a time, when the inbox asks for it. What fails is tried again, 1 s doubling to 20 s, until it
/// succeeds or the channel is gone; the inbox can wait, since Mattermost keeps the posts. A channel that fails three times, or six where it may
/// be the server that fails, is given up for a while, so that the others have their turn.
/// Supervision: an exception restarts the listener with all its children.
/// </summary>
internal sealed class CatchUpActor : ReceiveActor, IWithTimers
{
    private const int FaultsAtMost = 6;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ChannelReader _reader;
    private readonly TimeProvider _clock;
    private readonly Func<double> _chance;
    private Backoff _backoff = new();
    private int _faults;

    public CatchUpActor(ChannelReader reader, TimeProvider clock, Func<double> chance)
    {
        _reader = reader;
        _clock = clock;
        _chance = chance;
        Receive<ListChannels>(list => Do(list, _reader.ListAsync(_stopping.Token), Sender));
        Receive<Read>(read => Do(read, _reader.ReadAsync(read, _stopping.Token), Sender));
        Receive<Failed>(failed => TryLater(failed));
        Receive<Again>(again => Self.Tell(again.Request, again.Asker));
        Receive<Succeeded>(succeeded =>
        {
            _backoff = new();
            _faults = 0;
            succeeded.Asker.Tell(succeeded.Answer);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Do<T>(object request, Task<T> work, IActorRef asker)
        where T : class =>
        work.PipeTo(Self, success: answer => new Succeeded(answer, asker), failure: why => new Failed(request, asker, why));

    private void TryLater(Failed failed)
    {
        if (failed is { Request: Read read, Why: MattermostException { Kind: PosterFailure.NotFound or PosterFailure.Forbidden } })
        {
            failed.Asker.Tell(new ChannelGone(read.Channel));
            return;
        }

        if (failed.Request is Read channel && (_faults += Weight(failed.Why)) >= FaultsAtMost)
        {
            _faults = 0;
            _log.Error(failed.Why, "The channel {Channel} can't be caught up; it is tried again later", channel.Channel);
            failed.Asker.Tell(new ChannelSkipped(channel.Channel));
            return;
        }

        (_backoff, var pause) = _backoff.Failed(_clock.GetUtcNow(), _chance());
        _log.Warning("Catching up failed ({Why}); next try in {Pause}", failed.Why.GetBaseException().Message, pause);
        Timers.StartSingleTimer(failed.Request, new Again(failed.Request, failed.Asker), pause);
    }

    /// <summary>What no other channel would suffer from counts twice; that nothing may be asked at all says nothing of this one.</summary>
    private static int Weight(Exception why) => why switch
    {
        MattermostException { Kind: PosterFailure.Unauthorized or PosterFailure.Busy } or MattermostException { Status: 429 } => 0,
        MattermostException { Kind: PosterFailure.Away } => 1,
        _ => 2,
    };

    /// <summary>Answered with <see cref="ChannelsListed"/>.</summary>
    internal sealed record ListChannels : INoSerializationVerificationNeeded
    {
        public static readonly ListChannels Instance = new();
    }

    /// <summary>The channels of all the bot's teams, and its direct messages, without archived ones.</summary>
    internal sealed record ChannelsListed(IReadOnlyList<MattermostChannel> Channels) : INoSerializationVerificationNeeded;

    /// <summary>Answered with <see cref="ChannelRead"/>, <see cref="ChannelGone"/> or <see cref="ChannelSkipped"/>.</summary>
    /// <param name="Cursor">Null for a channel that was never read.</param>
    /// <param name="HeardSince">From then on live posts were heard; null for never.</param>
    internal sealed record Read(ChannelId Channel, ChannelKind Kind, long? Cursor, long? HeardSince = null) : INoSerializationVerificationNeeded;

    /// <param name="From">Where the reading began: a channel's first cursor.</param>
    /// <param name="UpTo">The highest <c>update_at</c> that was read.</param>
    /// <param name="Posts">Those with something to do, oldest first.</param>
    internal sealed record ChannelRead(ChannelId Channel, long From, long UpTo, IReadOnlyList<SeenPost> Posts) : INoSerializationVerificationNeeded
    {
        /// <summary>Those on which our own code has failed.</summary>
        public IReadOnlyList<UnreadablePost> Unreadable { get; init; } = [];

        /// <summary>There is more than was kept: it is to be read from <see cref="UpTo"/> on.</summary>
        public bool HasMore { get; init; }
    }

    /// <summary>The channel was deleted or archived, or the bot has left it.</summary>
    internal sealed record ChannelGone(ChannelId Channel) : INoSerializationVerificationNeeded;

    /// <summary>It can't be read, though Mattermost answers; the others shall have their turn.</summary>
    internal sealed record ChannelSkipped(ChannelId Channel) : INoSerializationVerificationNeeded;

    private sealed record Succeeded(object Answer, IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record Failed(object Request, IActorRef Asker, Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Again(object Request, IActorRef Asker) : INoSerializationVerificationNeeded;
}
