using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>What a member of a project may do there.</summary>
public sealed record RedmineRole(int Id, string Name, ImmutableArray<string> Permissions)
{
    public IssuesVisibility IssuesVisibility { get; init; }

    /// <summary>Whether tickets can be assigned to members with this role.</summary>
    public bool Assignable { get; init; } = true;

    /// <summary>One of the two roles that nobody is given: that of people who are no members, and of those who are not logged in.</summary>
    public bool IsBuiltIn { get; init; }
}
