using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A kind of tickets, <c>Bug</c> for example, and the status that its new tickets have.</summary>
public sealed record RedmineTracker(int Id, string Name, int DefaultStatusId)
{
    /// <summary>Standard fields that its tickets lack, by their names in the API: what is sent for them is dropped.</summary>
    public ImmutableArray<string> DisabledFields { get; init; } = [];
}
