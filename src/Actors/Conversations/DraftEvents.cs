using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Conversations;

/// <summary>From now on this is what the person and the bot talk about, and how far they are.</summary>
/// <param name="Post">What was said; it is answered with this. Null where a button was pressed.</param>
public sealed record DraftKept(Draft Draft, PostId? Post, DateTimeOffset At) : ISessionEvent;

/// <summary>The person has left the draft, or it gave way to another: it is kept, and offered again.</summary>
public sealed record DraftPutAside(string DraftId, DateTimeOffset At) : ISessionEvent;

/// <summary>The person does not want it any more.</summary>
public sealed record DraftDropped(string DraftId, PostId? Post, DateTimeOffset At) : ISessionEvent;
