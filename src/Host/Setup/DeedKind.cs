namespace RedmineBridge.Host.Setup;

/// <summary>What was done; written down by name.</summary>
internal enum DeedKind
{
    /// <summary>A setting of the Mattermost server, before and after as JSON.</summary>
    SwitchSet,

    /// <summary>Before and after: its permissions.</summary>
    RoleExtended,

    BotCreated,
    BotEnabled,

    /// <summary>Before and after: the bot's roles.</summary>
    BotRolesSet,

    TeamJoined,
    ChannelJoined,

    /// <summary>By its id; the token itself is nowhere here.</summary>
    TokenMade,

    CommandRegistered,

    /// <summary>A line of the map, in the file that the target names.</summary>
    PersonMapped,

    FileCreated,
    SettingAdded,

    /// <summary>What it was before is not kept.</summary>
    SettingReplaced,
}
