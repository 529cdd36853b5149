using System.Collections.Immutable;

namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>What Redmine's own default data brings: an administrator, roles, trackers, statuses and priorities, with the same ids.</summary>
internal static class RedmineDefaults
{
    public const int NonMember = 1;

    public const int Anonymous = 2;

    private static readonly ImmutableArray<string> Looking =
    [
        "view_issues", "view_gantt", "view_calendar", "view_time_entries", "view_news", "view_documents", "view_wiki_pages",
        "view_wiki_edits", "view_messages", "view_files", "browse_repository", "view_changesets",
    ];

    private static readonly ImmutableArray<string> Reporting = [.. Looking, "add_issues", "add_issue_notes", "save_queries"];

    private static readonly ImmutableArray<string> Developing =
    [
        .. Reporting, "edit_issues", "manage_issue_relations", "manage_subtasks", "manage_categories", "manage_versions",
        "view_private_notes", "set_notes_private", "log_time",
    ];

    private static readonly ImmutableArray<string> Managing =
    [
        .. Developing, "edit_own_issues", "copy_issues", "set_issues_private", "set_own_issues_private", "delete_issues",
        "view_issue_watchers", "add_issue_watchers", "manage_members", "edit_project",
    ];

    public static RedmineData Create(string adminKey, DateTimeOffset now) => new()
    {
        Users = ById(
            u => u.Id,
            new RedmineUser(1, "admin", "Redmine", "Admin") { Mail = "admin@example.net", IsAdmin = true, Password = RedmineWorld.AdminPassword, ApiKey = adminKey, CreatedOn = now }),
        Roles = ById(
            r => r.Id,
            new RedmineRole(NonMember, "Non member", Reporting) { IsBuiltIn = true },
            new RedmineRole(Anonymous, "Anonymous", Looking) { IsBuiltIn = true },
            new RedmineRole(3, "Manager", Managing) { IssuesVisibility = IssuesVisibility.All },
            new RedmineRole(4, "Developer", Developing),
            new RedmineRole(5, "Reporter", [.. Reporting, "log_time"])),
        Trackers = ById(t => t.Id, new RedmineTracker(1, "Bug", 1), new(2, "Feature", 1), new(3, "Support", 1)),
        Statuses = ById(
            s => s.Id,
            new RedmineStatus(1, "New"),
            new(2, "In Progress"),
            new(3, "Resolved"),
            new(4, "Feedback"),
            new(5, "Closed", IsClosed: true),
            new(6, "Rejected", IsClosed: true)),
        Priorities = ById(p => p.Id, new RedminePriority(1, "Low"), new(2, "Normal", IsDefault: true), new(3, "High"), new(4, "Urgent"), new(5, "Immediate")),
    };

    private static ImmutableSortedDictionary<int, T> ById<T>(Func<T, int> id, params T[] items) => items.ToImmutableSortedDictionary(id, x => x);
}
