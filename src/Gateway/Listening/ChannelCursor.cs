using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>How far a channel has been read.</summary>
/// <param name="UpdateAt">The highest <c>update_at</c> (Unix milliseconds, the server's clock) below which every post has ended.</param>
public readonly record struct ChannelCursor(ChannelId Channel, long UpdateAt);
