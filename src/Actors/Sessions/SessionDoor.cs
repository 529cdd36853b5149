using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>What reaches a session from the doors, and the sessions' registry key.</summary>
public sealed class SessionDoor
{
    private SessionDoor()
    {
    }

    /// <summary>Answered with one <see cref="Reply"/> to its sender.</summary>
    public sealed record Command(Intent Intent, Origin Origin) : ISessionMessage
    {
        public UserId User => Origin.User;
    }
}
