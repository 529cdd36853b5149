using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>The order of a list: <c>priority:desc,id</c>. Unknown columns are ignored; what is left equal goes newest first.</summary>
internal static class IssueOrder
{
    public static IReadOnlyList<RedmineIssue> Sort(RedmineData data, IEnumerable<RedmineIssue> issues, string? order)
    {
        var sorted = issues.OrderBy(_ => 0);
        foreach (var part in (order ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (column, direction) = part.Split(':') is [var c, var d] ? (c, d) : (part, "asc");
            if (Key(data, column) is { } key)
                sorted = direction == "desc" ? sorted.ThenByDescending(key, NullsLast.Instance) : sorted.ThenBy(key, NullsLast.Instance);
        }

        return [.. sorted.ThenByDescending(i => i.Id)];
    }

    private static Func<RedmineIssue, IComparable?>? Key(RedmineData data, string column) => column switch
    {
        "id" => i => i.Id,
        "project" => i => data.Projects[i.ProjectId].Name,
        "tracker" => i => i.TrackerId,
        "status" => i => i.StatusId,
        "priority" => i => i.PriorityId,
        "subject" => i => i.Subject,
        "author" => i => data.Users[i.AuthorId].Name,
        "assigned_to" => i => i.AssignedToId is { } a ? data.Users[a].Name : null,
        "start_date" => i => i.StartDate,
        "due_date" => i => i.DueDate,
        "done_ratio" => i => i.DoneRatio,
        "created_on" => i => i.CreatedOn,
        "updated_on" => i => i.UpdatedOn,
        "closed_on" => i => i.ClosedOn,
        _ => null,
    };

    /// <summary>As PostgreSQL has it: nothing is more than anything.</summary>
    private sealed class NullsLast : IComparer<IComparable?>
    {
        public static NullsLast Instance { get; } = new();

        public int Compare(IComparable? x, IComparable? y) => (x, y) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            _ => x.CompareTo(y),
        };
    }
}
