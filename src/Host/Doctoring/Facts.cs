using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Host.Doctoring;

/// <summary>What earlier checks have found out and later ones build on. Without a fact, whatever needs it makes no sense and is left out.</summary>
internal sealed class Facts
{
    /// <summary>A bridge is seen at one of its addresses.</summary>
    public bool BridgeRuns { get; set; }

    /// <summary>Logins that are tied to accounts; empty where the database can't be read.</summary>
    public IReadOnlyDictionary<string, UserId> Pins { get; set; } = new Dictionary<string, UserId>();

    /// <summary>What Mattermost tells clients of its settings; null where it doesn't answer.</summary>
    public IReadOnlyDictionary<string, string>? Mattermost { get; set; }

    public Version? MattermostVersion { get; set; }

    /// <summary>Null where the token is refused, or is no bot's.</summary>
    public Bot? Bot { get; set; }

    public IReadOnlyList<MattermostTeam> Teams { get; set; } = [];

    /// <summary>It answers, and takes the key where there is one.</summary>
    public bool RedmineIsWell { get; set; }

    /// <summary>A slash command that leads to the bridge, as far as is known: the round trip is made with it.</summary>
    public (MattermostTeam Team, string Trigger)? Command { get; set; }

    public bool CommandsAreOn => Mattermost?.GetValueOrDefault("EnableCommands") != "false";
}
