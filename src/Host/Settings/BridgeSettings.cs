using System.Net;
using System.Net.Security;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Settings;

/// <summary>All settings, checked. README lists them with their meaning.</summary>
public sealed record BridgeSettings
{
    public required Uri MattermostUrl { get; init; }

    public required string MattermostToken { get; init; }

    /// <summary>Where the token is looked up again while the bridge runs; null where it stays.</summary>
    public IConfigurationRoot? Sources { get; init; }

    public required Uri RedmineUrl { get; init; }

    /// <summary>An administrator's; null where everybody acts by a key of their own.</summary>
    public required string? RedmineApiKey { get; init; }

    /// <summary>Everybody acts by a key of their own; there is neither an administrator's nor a map.</summary>
    public bool ByOwnKeys => RedmineApiKey is null;

    /// <summary>Redmine's address as people reach it.</summary>
    public required Uri RedminePublicUrl { get; init; }

    /// <summary>What carries the marks of new tickets.</summary>
    public MarkCarrier Mark { get; init; }

    /// <summary>The name or id of the custom field that carries them; null where none does.</summary>
    public string? MarkField { get; init; }

    /// <summary>How long a request may take Redmine.</summary>
    public RedmineTimeouts Timeouts { get; init; } = new();

    /// <summary>A creation whose outcome is not known is sent again only after Redmine had so long to finish it.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is allowed and yet better done otherwise: a sentence each, for the log.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (IsReadableOnTheWay(RedmineUrl))
                yield return $"Redmine__Url is plain http to another machine, {RedmineUrl.Host}: whoever can listen on the way reads {(ByOwnKeys ? "people's keys" : "the administrator's key")}. Use https.";
            if (IsReadableOnTheWay(MattermostUrl))
                yield return $"Mattermost__Url is plain http to another machine, {MattermostUrl.Host}: whoever can listen on the way reads the bot's token. Use https.";
        }
    }

    public required Uri ListenUrl { get; init; }

    /// <summary>How Mattermost reaches us.</summary>
    public required Uri PublicUrl { get; init; }

    /// <summary>Whose <c>X-Forwarded-For</c> is believed; nobody's where it is empty.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Shows the status page to who isn't on this machine; null: to nobody there.</summary>
    public string? StatusToken { get; init; }

    /// <summary>A collector of metrics and traces is named by OpenTelemetry's own variables.</summary>
    public bool SendsTelemetry { get; init; }

    public required string Database { get; init; }

    /// <summary>Trusted beside the machine's own; null for none.</summary>
    public PrivateAuthorities? Authorities { get; init; }

    /// <summary>Decides on the servers' certificates; null for this machine's own rules.</summary>
    public RemoteCertificateValidationCallback? Trust => Authorities is { } authorities ? authorities.Trusts : null;

    public required Language Language { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    public required UserMap Users { get; init; }

    /// <summary>A file of further lines of the map, read again when it changes; null for none.</summary>
    public string? UsersFile { get; init; }

    /// <summary>Guests of the server may use the bridge like its members.</summary>
    public bool GuestsAct { get; init; }

    public required string Trigger { get; init; }

    public required bool RegisterCommands { get; init; }

    /// <summary>What the file of command tokens says; empty where the bridge registers its commands itself.</summary>
    public IReadOnlyList<GivenToken> CommandTokens { get; init; } = [];

    /// <summary>What the Apps plugin signs its calls with; null: that door is shut.</summary>
    public string? AppsSecret { get; init; }

    public required LinksMode LinksMode { get; init; }

    /// <summary>How old what was missed may be to be caught up.</summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The bot joins the public channels of its teams by itself.</summary>
    public bool JoinPublicChannels { get; init; }

    private static bool IsReadableOnTheWay(Uri address) => address is { Scheme: "http", IsLoopback: false };
}
