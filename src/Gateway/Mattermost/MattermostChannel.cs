using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <param name="IsDirect">A conversation of two.</param>
/// <param name="LastPostAt">Unix milliseconds, the server's clock; edits and replies to old posts don't move it.</param>
public sealed record MattermostChannel(ChannelId Id, bool IsDirect, long LastPostAt);
