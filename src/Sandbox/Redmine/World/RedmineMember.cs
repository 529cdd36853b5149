using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A person's membership in a project.</summary>
public sealed record RedmineMember(int Id, int ProjectId, int UserId, ImmutableArray<int> RoleIds);
