namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A kind of tickets, <c>Bug</c> for example, and the status that its new tickets have.</summary>
public sealed record RedmineTracker(int Id, string Name, int DefaultStatusId);
