using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>What is remembered of a person until it is old (<see cref="HistoryTrimmed"/>). Written by name and version: a field may be added, never changed.</summary>
public interface ISessionEvent
{
    DateTimeOffset At { get; }
}

/// <summary>What was old at this moment is forgotten, and all that went before is deleted.</summary>
/// <param name="IsAll">All of it is forgotten, old or not.</param>
public sealed record HistoryTrimmed(DateTimeOffset At, bool IsAll) : ISessionEvent;

/// <summary>The person has been told, unasked, that something can't be done for this reason.</summary>
public sealed record ReasonTold(RefusalReason Reason, DateTimeOffset At) : ISessionEvent;

/// <summary>The reason is gone: if it comes back, it is news again.</summary>
public sealed record ReasonGone(RefusalReason Reason, DateTimeOffset At) : ISessionEvent;
