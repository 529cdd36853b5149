namespace RedmineBridge.Host.Setup;

/// <summary>What is said on the command line beside the bridge's own settings.</summary>
internal sealed record SetupOptions
{
    /// <summary>The username of the bot that is made or adopted; null: the one whose token the settings have, else <c>redmine</c>.</summary>
    public string? Bot { get; init; }

    /// <summary>Names of teams; empty: all of the server.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>As <c>team/channel</c>.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The whole path of the settings file.</summary>
    public required string SettingsPath { get; init; }

    /// <summary>The first version's settings; null for none.</summary>
    public string? FormerSettingsPath { get; init; }

    /// <summary>The switches of the Mattermost server stay as they are.</summary>
    public bool KeepsSwitches { get; init; }

    public bool IsDryRun { get; init; }

    /// <summary>Nobody is asked for consent.</summary>
    public bool IsAgreed { get; init; }

    public string RecordPath => Path.Combine(Path.GetDirectoryName(SettingsPath)!, "setup.json");
}
