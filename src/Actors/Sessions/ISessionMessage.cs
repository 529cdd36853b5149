using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Sessions;

/// <summary>What is sent to a person's session through the sessions' door. May cross nodes: see <c>BridgeSerializer</c>.</summary>
public interface ISessionMessage
{
    UserId User { get; }
}
