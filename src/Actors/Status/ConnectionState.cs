namespace RedmineBridge.Actors.Status;

/// <summary>How a connection is doing, as a value that health, metrics and the status page show.</summary>
public enum ConnectionState
{
    Connecting,
    Online,

    /// <summary>It works, but not all of it: a right is missing, or answers fail now and then.</summary>
    Degraded,

    /// <summary>The other side refuses our token or key; trying again won't help until an administrator acts.</summary>
    Unauthorized,
    Stopped,
}
