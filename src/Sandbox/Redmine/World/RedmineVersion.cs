namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A target version of a project. A closed one is refused for new tickets.</summary>
public sealed record RedmineVersion(int Id, string Name, bool IsClosed = false);
