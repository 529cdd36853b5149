using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A field that this installation added to its tickets.</summary>
public sealed record RedmineCustomField(int Id, string Name, string Format)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether tickets can be searched for by <c>cf_{id}</c>.</summary>
    public bool IsFilter { get; init; } = true;

    public bool IsMultiple { get; init; }

    /// <summary>In characters; null: no limit.</summary>
    public int? MinLength { get; init; }

    /// <summary>In characters; null: no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What a value must match; null: anything.</summary>
    public string? Pattern { get; init; }

    /// <summary>What a new ticket has that says nothing about the field.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Whether every project has it; no project lists it then.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Of a <c>list</c>.</summary>
    public ImmutableArray<string> PossibleValues { get; init; } = [];

    public required ImmutableArray<int> ProjectIds { get; init; }

    public required ImmutableArray<int> TrackerIds { get; init; }
}
