using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>What is remembered of a person for ever. Written by name and version: a field may be added, never changed.</summary>
public interface ISessionEvent;

/// <summary>The person has been told, unasked, that something can't be done for this reason.</summary>
public sealed record ReasonTold(RefusalReason Reason, DateTimeOffset At) : ISessionEvent;

/// <summary>The reason is gone: if it comes back, it is news again.</summary>
public sealed record ReasonGone(RefusalReason Reason, DateTimeOffset At) : ISessionEvent;
