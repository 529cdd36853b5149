namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>Who may see and do what; null is a person who is not logged in.</summary>
internal static class Access
{
    /// <summary>Whether the person may do so in this project.</summary>
    public static bool May(this RedmineData data, RedmineUser? user, string permission, RedmineProject project)
    {
        if (project.Status == ProjectStatus.Archived || (permission.EndsWith("_issues", StringComparison.Ordinal) && !project.Modules.Contains("issue_tracking")))
            return false;
        if (project.Status == ProjectStatus.Closed && !permission.StartsWith("view_", StringComparison.Ordinal))
            return false;
        return user is { IsAdmin: true } || data.RolesIn(user, project).Any(r => r.Permissions.Contains(permission));
    }

    /// <summary>Whether the person may do so in any project at all, which is all that Redmine asks where a call names no project.</summary>
    public static bool MaySomewhere(this RedmineData data, RedmineUser? user, string permission) =>
        user is { IsAdmin: true }
        || data.Members.Values.Where(m => m.UserId == user?.Id).SelectMany(m => m.RoleIds).Append(BuiltIn(user))
            .Any(id => data.Roles[id].Permissions.Contains(permission));

    public static bool Sees(this RedmineData data, RedmineUser? user, RedmineProject project) =>
        project.Status != ProjectStatus.Archived
        && (project.IsPublic || user is { IsAdmin: true } || (user is not null && data.RolesIn(user, project).Any()));

    public static bool Sees(this RedmineData data, RedmineUser? user, RedmineIssue issue)
    {
        var project = data.Projects[issue.ProjectId];
        if (!data.May(user, "view_issues", project))
            return false;
        if (user is { IsAdmin: true })
            return true;
        var own = user is not null && (issue.AuthorId == user.Id || issue.AssignedToId == user.Id);
        return data.RolesIn(user, project).Where(r => r.Permissions.Contains("view_issues")).Any(r => r.IssuesVisibility switch
        {
            IssuesVisibility.All => user is not null || !issue.IsPrivate,
            IssuesVisibility.Own => own,
            _ => own || !issue.IsPrivate,
        });
    }

    /// <summary>Active members with a role that takes assignments, and the author, whatever role that person has.</summary>
    public static bool MayBeAssigned(this RedmineData data, RedmineProject project, RedmineUser author, int userId) =>
        data.Users.GetValueOrDefault(userId) is { IsActive: true } user
        && (user.Id == author.Id || data.Members.Values.Any(m => m.ProjectId == project.Id && m.UserId == user.Id && m.RoleIds.Any(r => data.Roles[r].Assignable)));

    private static IEnumerable<RedmineRole> RolesIn(this RedmineData data, RedmineUser? user, RedmineProject project)
    {
        var given = data.Members.Values.Where(m => m.ProjectId == project.Id && m.UserId == user?.Id).SelectMany(m => m.RoleIds).ToList();
        if (given.Count == 0 && project.IsPublic)
            given.Add(BuiltIn(user));
        return given.Select(id => data.Roles[id]);
    }

    private static int BuiltIn(RedmineUser? user) => user is null ? RedmineDefaults.Anonymous : RedmineDefaults.NonMember;
}
