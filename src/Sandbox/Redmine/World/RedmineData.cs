using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>Everything the stand-in knows at one moment. Immutable: an answer is made from one snapshot.</summary>
public sealed record RedmineData
{
    /// <summary>With it switched off, keys mean nothing.</summary>
    public bool RestEnabled { get; init; } = true;

    /// <summary>Whether a stranger is refused even what is public.</summary>
    public bool LoginRequired { get; init; }

    public ImmutableSortedDictionary<int, RedmineUser> Users { get; init; } = ImmutableSortedDictionary<int, RedmineUser>.Empty;

    public ImmutableSortedDictionary<int, RedmineGroup> Groups { get; init; } = ImmutableSortedDictionary<int, RedmineGroup>.Empty;

    public ImmutableSortedDictionary<int, RedmineProject> Projects { get; init; } = ImmutableSortedDictionary<int, RedmineProject>.Empty;

    public ImmutableSortedDictionary<int, RedmineRole> Roles { get; init; } = ImmutableSortedDictionary<int, RedmineRole>.Empty;

    public ImmutableSortedDictionary<int, RedmineMember> Members { get; init; } = ImmutableSortedDictionary<int, RedmineMember>.Empty;

    public ImmutableSortedDictionary<int, RedmineTracker> Trackers { get; init; } = ImmutableSortedDictionary<int, RedmineTracker>.Empty;

    public ImmutableSortedDictionary<int, RedmineStatus> Statuses { get; init; } = ImmutableSortedDictionary<int, RedmineStatus>.Empty;

    public ImmutableSortedDictionary<int, RedminePriority> Priorities { get; init; } = ImmutableSortedDictionary<int, RedminePriority>.Empty;

    public ImmutableSortedDictionary<int, RedmineCustomField> CustomFields { get; init; } = ImmutableSortedDictionary<int, RedmineCustomField>.Empty;

    public ImmutableSortedDictionary<int, RedmineIssue> Issues { get; init; } = ImmutableSortedDictionary<int, RedmineIssue>.Empty;

    /// <summary>The last id given to a ticket: the id of a deleted one is not given again.</summary>
    public int LastIssueId { get; init; }

    internal RedmineUser? FindLogin(string login) =>
        Users.Values.FirstOrDefault(u => string.Equals(u.Login, login, StringComparison.OrdinalIgnoreCase));

    internal RedmineProject? FindProject(string idOrIdentifier) =>
        int.TryParse(idOrIdentifier, out var id) ? Projects.GetValueOrDefault(id)
        : Projects.Values.FirstOrDefault(p => p.Identifier == idOrIdentifier);

    internal IEnumerable<RedmineProject> Descendants(int projectId) =>
        Projects.Values.Where(p => p.ParentId == projectId).SelectMany(p => Descendants(p.Id).Prepend(p));

    internal IEnumerable<RedmineCustomField> FieldsOf(int projectId, int trackerId) =>
        CustomFields.Values.Where(f => (f.IsForAll || f.ProjectIds.Contains(projectId)) && f.TrackerIds.Contains(trackerId));
}
