namespace RedmineBridge.Host.Setup;

/// <summary>What the settings have for the bot's token.</summary>
internal enum TokenState
{
    /// <summary>None.</summary>
    Missing,

    /// <summary>The bot's, and Mattermost takes it.</summary>
    Good,

    /// <summary>Mattermost refuses it, or it is another account's.</summary>
    Wrong,
}
