using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <param name="LastPostAt">Unix milliseconds, the server's clock; edits and replies to old posts don't move it.</param>
public sealed record MattermostChannel(ChannelId Id, ChannelKind Kind, long LastPostAt)
{
    /// <param name="type">Mattermost's letter.</param>
    public static ChannelKind KindOf(string? type) => type switch
    {
        "O" => ChannelKind.Public,
        "P" => ChannelKind.Private,
        "G" => ChannelKind.Group,
        "D" => ChannelKind.Direct,
        _ => ChannelKind.Unknown,
    };
}
