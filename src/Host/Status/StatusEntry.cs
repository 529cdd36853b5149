using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Status;

/// <param name="Since">When it came into this state.</param>
public sealed record StatusEntry(ConnectionReport Report, DateTimeOffset Since);
