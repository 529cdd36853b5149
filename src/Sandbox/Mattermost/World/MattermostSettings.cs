namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>What an administrator may have set, as far as a bridge notices. The defaults are those of a fresh 5.37.</summary>
public sealed record MattermostSettings
{
    /// <summary>Three numbers; endpoints and fields follow it where they differ.</summary>
    public string Version { get; init; } = "5.37.0";

    /// <summary>In Unicode code points; 4000 on old databases.</summary>
    public int MaxPostSize { get; init; } = 16383;

    /// <summary>The longest JSON of a post's props, in Unicode code points; 800,000 in current servers.</summary>
    public int MaxPropsSize { get; init; } = 8000;

    /// <summary>Whether a dropped WebSocket can be resumed without loss. Always on from 6.3.</summary>
    public bool EnableReliableWebSockets { get; init; }

    /// <summary>Where people find the server; null: wherever it listens.</summary>
    public Uri? SiteUrl { get; init; }

    /// <summary>The server's own id, which clients are told; a 5.37 that has just started tells none.</summary>
    public string DiagnosticId { get; init; } = "";

    public string DefaultLocale { get; init; } = "en";

    public bool EnableCommands { get; init; } = true;

    /// <summary>Whether integrations of https are called whatever their certificate is.</summary>
    public bool EnableInsecureOutgoingConnections { get; init; }

    public bool EnableBotAccountCreation { get; init; } = true;

    /// <summary>
    /// Hosts and networks of the own network that integrations may be called at, separated by blanks or commas; null: nobody looks, and all may be.
    /// A fresh server has an empty list.
    /// </summary>
    public string? AllowedUntrustedInternalConnections { get; init; }

    /// <summary>How long an answer of an integration is waited for.</summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether <c>EnableDeveloper</c> and <c>EnableTesting</c> are on, which Apps are told of; only then it is said why a command failed.</summary>
    public bool DeveloperMode { get; init; }

    /// <summary>As in the header <c>X-Version-Id</c> and the WebSocket's greeting.</summary>
    public string VersionId => $"{Version}..09b4c3de2727337fa8ef5ef3669df5aa.false";

    /// <summary>How long a dialog can be opened after the command or the press of a button.</summary>
    public TimeSpan TriggerLife => HasLongTriggers ? IntegrationTimeout : TimeSpan.FromSeconds(3);

    /// <summary>8.1 or 9.0 began with it.</summary>
    internal bool HasLongTriggers => IsAtLeast(8, 1);

    /// <summary>Older ones without a licence add no more than some permissions to a role. Which version began isn't known; 7.10 does it.</summary>
    internal bool TakesAnyPermission => IsAtLeast(7, 10);

    /// <summary>The right to manage slash commands has another name from then on.</summary>
    internal bool HasOwnSlashCommands => IsAtLeast(11, 2);

    /// <summary>Older ones take any answer to a dialog that is no JSON for consent. Which version began isn't known; 11.0 does it.</summary>
    internal bool WantsJsonOfDialogs => IsAtLeast(11, 0);

    /// <summary>Choices that are looked up, and several choices at once.</summary>
    internal bool HasDynamicMenus => IsAtLeast(11, 0);

    /// <summary>Dates, dialogs in several steps, and elements whose change brings the dialog anew.</summary>
    internal bool HasLivelyDialogs => IsAtLeast(11, 1);

    /// <summary>Version 12 has the Apps plugin no more.</summary>
    public bool HasApps => !IsAtLeast(12, 0);

    internal bool IsAtLeast(int major, int minor) => System.Version.Parse(Version) >= new Version(major, minor);
}
