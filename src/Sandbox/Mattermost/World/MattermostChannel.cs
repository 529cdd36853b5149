namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A channel. <see cref="Type"/> is the wire's letter: O public, P private, D direct, G group.</summary>
public sealed record MattermostChannel(string Id, string TeamId, string Type, string Name, string DisplayName)
{
    public const string Public = "O";
    public const string Private = "P";
    public const string Direct = "D";
    public const string Group = "G";

    /// <summary>The channel that each member of a team is in and nobody can leave.</summary>
    public const string Default = "town-square";

    public string CreatorId { get; init; } = "";

    public long CreateAt { get; init; }

    public long UpdateAt { get; init; }

    /// <summary>Not zero once archived.</summary>
    public long DeleteAt { get; init; }

    public long LastPostAt { get; init; }

    /// <summary>Without system messages.</summary>
    public int TotalMessages { get; init; }

    public int TotalRootMessages { get; init; }

    internal bool HasNoTeam => TeamId.Length == 0;
}
