using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>One thing that is to be done. What it is about and is not in it is made by a step before.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    /// <summary>One of <c>ServiceSettings</c>.</summary>
    public sealed record Switch(string Name, JsonNode Former, JsonNode Value) : Step;

    public sealed record CreateBot(string Name) : Step;

    public sealed record EnableBot : Step;

    /// <summary>To the administrator who sets up.</summary>
    public sealed record AssignBot(string Former) : Step;

    /// <summary>Of the bot, before it gets any rights.</summary>
    public sealed record RevokeTokens(IReadOnlyList<string> Ids) : Step;

    /// <param name="IsOptional">A server that doesn't take it is no failure.</param>
    public sealed record ExtendRole(string Name, IReadOnlyList<string> Added, bool IsOptional = false) : Step;

    public sealed record SetBotRoles(IReadOnlyList<string> Former, IReadOnlyList<string> Wanted) : Step
    {
        public bool TakesAdmin => Former.Contains("system_admin") && !Wanted.Contains("system_admin");
    }

    public sealed record JoinTeam(string Id) : Step;

    public sealed record JoinChannel(string Id) : Step;

    public sealed record MakeToken : Step;

    public sealed record RegisterCommands : Step;

    /// <param name="Lines">Put after those that are there.</param>
    public sealed record WriteMap(string Path, IReadOnlyList<string> Lines) : Step;

    /// <summary>Into the file that the setting with <c>File</c> behind its name names.</summary>
    /// <param name="Value">Null: the token that a step before has made.</param>
    public sealed record WriteSecret(string Setting, string Path, string? Value) : Step
    {
        public override string ToString() => $"{nameof(WriteSecret)} {Setting} {Path}";
    }

    /// <param name="Values">By the names of the settings, beside the token that a step has made.</param>
    public sealed record WriteSettings(string Path, IReadOnlyDictionary<string, string> Values) : Step
    {
        /// <summary>Names of those that setup has added, and takes out again.</summary>
        public IReadOnlyList<string> Removed { get; init; } = [];

        /// <summary>No values: there are secrets among them.</summary>
        public override string ToString() => $"{nameof(WriteSettings)} {string.Join(' ', Values.Keys)}";
    }
}
