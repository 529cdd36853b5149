using System.Net;

namespace RedmineBridge.Host.Setup;

/// <summary>How Mattermost is before anything is done.</summary>
internal sealed record MattermostFindings
{
    /// <summary>The administrator who sets up.</summary>
    public required MattermostAccount Admin { get; init; }

    /// <summary>Null where the server doesn't tell.</summary>
    public Version? Version { get; init; }

    /// <summary>The server's own id; null where it doesn't tell.</summary>
    public string? Server { get; init; }

    public string SiteUrl { get; init; } = "";

    public bool BotsCanBeMade { get; init; }

    public bool CommandsAreOn { get; init; }

    /// <summary><c>AllowedUntrustedInternalConnections</c> as it is.</summary>
    public string InternalConnections { get; init; } = "";

    /// <summary>Of the bridge's host, as this machine finds them; empty where it finds none.</summary>
    public IReadOnlyList<IPAddress> BridgeAddresses { get; init; } = [];

    /// <summary>The same of Mattermost's machine.</summary>
    public IReadOnlyList<IPAddress> MattermostAddresses { get; init; } = [];

    /// <summary>The username that the bot has or will have.</summary>
    public required string BotName { get; init; }

    /// <summary>Who has that username; null: nobody.</summary>
    public MattermostAccount? Bot { get; init; }

    public required TokenState Token { get; init; }

    /// <summary>Whose the bot is or, where it has to be made, will be; null where the server doesn't tell.</summary>
    public BotOwner? BotOwner { get; init; }

    /// <summary>Ids of the bot's access tokens that Mattermost takes.</summary>
    public IReadOnlyList<string> BotTokens { get; init; } = [];

    /// <summary><c>DisableBotsWhenOwnerIsDeactivated</c>, which is on by default.</summary>
    public bool BotGoesWithItsOwner { get; init; }

    public required MattermostRole Role { get; init; }

    /// <summary>Usernames of the others with that role.</summary>
    public IReadOnlyList<string> RoleHolders { get; init; } = [];

    /// <summary>All of the server.</summary>
    public IReadOnlyList<(string Id, string Name)> Teams { get; init; } = [];

    /// <summary>Ids of those that the bot is in.</summary>
    public IReadOnlySet<string> BotTeams { get; init; } = new HashSet<string>();

    public IReadOnlyList<ChannelFinding> Channels { get; init; } = [];

    public IReadOnlyList<SlashCommand> Commands { get; init; } = [];
}
