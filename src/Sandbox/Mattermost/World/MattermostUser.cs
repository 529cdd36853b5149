namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A person or a bot. Times are Unix milliseconds.</summary>
public sealed record MattermostUser(string Id, string Username)
{
    public string FirstName { get; init; } = "";

    public string LastName { get; init; } = "";

    public string Locale { get; init; } = "en";

    /// <summary>An IANA name; empty: the person's client has told none.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>System roles, <c>system_user</c> for everybody; <c>system_guest</c> instead for guests.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["system_user"];

    public bool IsBot { get; init; }

    /// <summary>Of a bot: the id of the person, or of the plugin, whose it is.</summary>
    public string OwnerId { get; init; } = "";

    public long CreateAt { get; init; }

    public long UpdateAt { get; init; }

    /// <summary>Not zero for somebody deactivated.</summary>
    public long DeleteAt { get; init; }
}
