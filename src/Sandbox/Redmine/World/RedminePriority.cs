namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A priority of tickets; a higher number is more urgent.</summary>
public sealed record RedminePriority(int Id, string Name, bool IsDefault = false)
{
    /// <summary>An inactive one isn't offered for new tickets; the API takes it all the same.</summary>
    public bool IsActive { get; init; } = true;
}
