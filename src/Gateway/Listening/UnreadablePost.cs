using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>A post on which our own code has failed; it is set aside.</summary>
internal sealed record UnreadablePost(PostId Post, Exception Fault);
