using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>What the listener tells its parent, the gateway.</summary>
public sealed class Listener
{
    private Listener()
    {
    }

    /// <summary>
    /// Told to the listener before the bridge stops: the socket is closed, what was begun is finished. Answered when that is done; whoever
    /// can't wait loses nothing, since the catch-up of the next start reads it again.
    /// </summary>
    public sealed record Drain : INoSerializationVerificationNeeded
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>
    /// A connection begins that does not go on where the last one ended: whatever this node learns by events may have happened unheard.
    /// </summary>
    public sealed record Missed : INoSerializationVerificationNeeded
    {
        public static readonly Missed Instance = new();
    }

    /// <summary>The bot belongs to a further team.</summary>
    public sealed record TeamJoined(TeamId Team) : INoSerializationVerificationNeeded;

    /// <summary>The bot was removed from this channel.</summary>
    public sealed record ChannelLeft(ChannelId Channel) : INoSerializationVerificationNeeded;

    /// <summary>An account was changed: its name, language or time zone may be another.</summary>
    public sealed record UserUpdated(UserId User) : INoSerializationVerificationNeeded;
}
