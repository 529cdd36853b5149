namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>A field that an administrator added to tickets.</summary>
/// <param name="Format">Redmine's name for it: <c>string</c>, <c>text</c>, <c>list</c>, <c>int</c>, <c>float</c>, <c>date</c>, <c>bool</c>, <c>user</c>, …</param>
public sealed record CustomField(int Id, string Name, string Format)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Whether tickets can be searched by it.</summary>
    public bool IsFilter { get; init; }

    /// <summary>
    /// Whether every project has it. Redmine before 7 doesn't tell: it is taken to be so where no project lists it, which is also true of
    /// a field that no project uses.
    /// </summary>
    public bool IsForAllProjects { get; init; }

    public string? Default { get; init; }

    /// <summary>Of a list; empty where any value is taken, or where they depend on the project.</summary>
    public IReadOnlyList<PossibleValue> PossibleValues { get; init; } = [];

    /// <summary>In characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>In characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Ruby's, which is not quite .NET's.</summary>
    public string? Pattern { get; init; }

    public IReadOnlySet<int> Trackers { get; init; } = new HashSet<int>();

    /// <summary>The roles whose holders see and fill it; null: everybody. Who doesn't see it needn't fill it either.</summary>
    public IReadOnlySet<int>? Roles { get; init; }
}
