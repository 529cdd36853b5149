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

    /// <summary>Before and after: the id of its owner.</summary>
    BotAssigned,

    /// <summary>By the bot; before: their ids.</summary>
    TokensRevoked,

    /// <summary>Before and after: the bot's roles.</summary>
    BotRolesSet,

    TeamJoined,
    ChannelJoined,

    /// <summary>By its id; after: its digest. The token itself is nowhere here.</summary>
    TokenMade,

    /// <summary>By the bot that is the target; before: the ids of the commands that it had. The running bridge registers more in teams that it joins.</summary>
    CommandsRegistered,

    /// <summary>A command of the bridge by its id; before and after: where it leads.</summary>
    CommandRedirected,

    /// <summary>A line of the map, in the file that the target names.</summary>
    PersonMapped,

    FileCreated,

    /// <summary>A file with nothing but the secret that the name says; after: its digest.</summary>
    SecretCreated,

    SettingAdded,

    /// <summary>What it was before is not kept.</summary>
    SettingReplaced,
}
