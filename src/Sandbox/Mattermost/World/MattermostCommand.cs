namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A custom slash command of one team.</summary>
public sealed record MattermostCommand(string Id, string TeamId, string CreatorId)
{
    /// <summary>Proves to the integration that a call is from here.</summary>
    public string Token { get; init; } = "";

    public long CreateAt { get; init; }

    public long UpdateAt { get; init; }

    /// <summary>Lower case, without the slash.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>P for POST, G for GET.</summary>
    public string Method { get; init; } = "P";

    public string Username { get; init; } = "";

    public string IconUrl { get; init; } = "";

    public bool AutoComplete { get; init; }

    public string AutoCompleteDesc { get; init; } = "";

    public string AutoCompleteHint { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public string Description { get; init; } = "";

    public string Url { get; init; } = "";
}
