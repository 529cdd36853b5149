using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Setup;

/// <summary>What setup goes by: its options, the bridge's settings as they are so far, and administrators' credentials.</summary>
internal sealed class SetupInput
{
    public required SetupOptions Options { get; init; }

    /// <summary>Checked; where setup makes the token and the key, something else stands for them.</summary>
    public required BridgeSettings Settings { get; init; }

    /// <summary>The settings that are given, by name, wherever they stand.</summary>
    public required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>Those of them that the environment or the command line has, which count before the settings file.</summary>
    public required IReadOnlySet<string> Overriding { get; init; }

    /// <summary>Those that the environment has, and the command line hasn't. They stay there alone: a line that is removed there must not count on.</summary>
    public IReadOnlySet<string> FromEnvironment { get; init; } = new HashSet<string>();

    /// <summary>Those that setup has added to the settings file and that keep the bridge from starting as it shall be now; none of them is in <see cref="Given"/>.</summary>
    public IReadOnlyList<string> Outdated { get; init; } = [];

    public required SettingsFile File { get; init; }

    /// <summary>From the first version; null where it isn't read.</summary>
    public FormerSettings? Former { get; init; }

    /// <summary>The bot's token of the settings; null for none.</summary>
    public string? BotToken { get; init; }

    /// <summary>The key of the settings; null for none.</summary>
    public string? RedmineKey { get; init; }

    /// <summary>Null: none were given, and nobody could be asked.</summary>
    public Credentials? Mattermost { get; init; }

    /// <summary>The same; needed only where the settings have no key, or one that is not good.</summary>
    public Credentials? Redmine { get; init; }

    /// <summary>The whole path of the file that holds this secret; null where the settings themselves do.</summary>
    public string? FileOf(string secret) => Given.TryGetValue($"{secret}File", out var path) ? Path.GetFullPath(path) : null;

    public string MapPath => Settings.UsersFile is { } named
        ? Path.GetFullPath(named)
        : Path.Combine(Path.GetDirectoryName(Options.SettingsPath)!, "people.txt");
}
