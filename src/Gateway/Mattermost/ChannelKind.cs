namespace RedmineBridge.Gateway.Mattermost;

/// <summary>What kind of channel it is, as far as it was told.</summary>
public enum ChannelKind
{
    Unknown,
    Public,
    Private,

    /// <summary>A conversation of a few.</summary>
    Group,

    /// <summary>A conversation of two. The bot is in none that isn't its own.</summary>
    Direct,
}
