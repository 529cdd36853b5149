using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A membership in a project: a person's, or a group's.</summary>
public sealed record RedmineMember(int Id, int ProjectId, int UserId, ImmutableArray<int> RoleIds);
