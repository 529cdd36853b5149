namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A ticket's category within its project. A new ticket without an assignee goes to the category's.</summary>
public sealed record RedmineCategory(int Id, string Name, int? AssignedToId = null);
