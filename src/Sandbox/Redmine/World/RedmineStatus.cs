namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A state of tickets, <c>In Progress</c> for example.</summary>
public sealed record RedmineStatus(int Id, string Name, bool IsClosed = false);
