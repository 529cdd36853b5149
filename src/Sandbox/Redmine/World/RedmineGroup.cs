namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A group of people, which can be a member of projects itself. Its id is one of the same series as people's.</summary>
public sealed record RedmineGroup(int Id, string Name);
