using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A project; its members are <see cref="RedmineMember"/>s.</summary>
public sealed record RedmineProject(int Id, string Identifier, string Name)
{
    public string? Description { get; init; }

    public string Homepage { get; init; } = "";

    public bool IsPublic { get; init; } = true;

    public ProjectStatus Status { get; init; } = ProjectStatus.Active;

    public int? ParentId { get; init; }

    public ImmutableArray<string> Modules { get; init; } = ["issue_tracking", "time_tracking"];

    /// <summary>In the order of the trackers themselves; a new ticket without a tracker gets the first.</summary>
    public ImmutableArray<int> TrackerIds { get; init; } = [];

    public ImmutableArray<RedmineCategory> Categories { get; init; } = [];

    public ImmutableArray<RedmineVersion> Versions { get; init; } = [];

    public required DateTimeOffset CreatedOn { get; init; }
}
