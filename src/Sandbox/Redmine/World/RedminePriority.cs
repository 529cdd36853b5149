namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A priority of tickets; a higher number is more urgent.</summary>
public sealed record RedminePriority(int Id, string Name, bool IsDefault = false);
