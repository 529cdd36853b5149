using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>What the listener tells its parent, the gateway.</summary>
public sealed class Listener
{
    private Listener()
    {
    }

    /// <summary>The bot belongs to a further team.</summary>
    public sealed record TeamJoined(TeamId Team) : INoSerializationVerificationNeeded;

    /// <summary>An account was changed: its name, language or time zone may be another.</summary>
    public sealed record UserUpdated(UserId User) : INoSerializationVerificationNeeded;
}
