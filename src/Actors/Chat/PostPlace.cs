namespace RedmineBridge.Actors.Chat;

/// <summary>A place in a channel: <paramref name="Root"/> is the thread's first post, null outside of threads.</summary>
public sealed record PostPlace(ChannelId Channel, PostId? Root);
