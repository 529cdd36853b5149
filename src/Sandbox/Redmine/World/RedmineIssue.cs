using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A ticket.</summary>
public sealed record RedmineIssue(int Id, int ProjectId, int AuthorId, string Subject)
{
    public required int TrackerId { get; init; }

    public required int StatusId { get; init; }

    public required int PriorityId { get; init; }

    public int? AssignedToId { get; init; }

    public int? CategoryId { get; init; }

    public int? VersionId { get; init; }

    public int? ParentId { get; init; }

    /// <summary>Lines end with CR LF, whatever was sent.</summary>
    public string? Description { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>In per cent.</summary>
    public int DoneRatio { get; init; }

    public bool IsPrivate { get; init; }

    public double? EstimatedHours { get; init; }

    /// <summary>By the field's id; a field that has none or several values has none or several entries.</summary>
    public ImmutableDictionary<int, ImmutableArray<string>> CustomValues { get; init; } = ImmutableDictionary<int, ImmutableArray<string>>.Empty;

    public required DateTimeOffset CreatedOn { get; init; }

    public required DateTimeOffset UpdatedOn { get; init; }

    public DateTimeOffset? ClosedOn { get; init; }
}
