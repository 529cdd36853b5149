using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

internal static class ProjectsApi
{
    /// <summary>What a person sees, active ones unless a status is asked for; archived ones never.</summary>
    public static RedmineAnswer List(RedmineCall call)
    {
        var statuses = (call.Query("status") ?? "1").Split('|');
        if (!statuses.All(s => int.TryParse(s, out _)))
            return RedmineAnswer.Broken(500);
        var all = Tree(call.Data, null).Where(p => statuses.Contains($"{(int)p.Status}") && call.Data.Sees(call.User, p));
        return new(200, Text.Paged(call, "projects", [.. all], p => Shape(call, p, single: false)));
    }

    public static RedmineAnswer Get(RedmineCall call) => Find(call, p => RedmineAnswer.Ok("project", Shape(call, p, single: true)));

    public static RedmineAnswer Memberships(RedmineCall call) => Find(call, p => new(200, Text.Paged(
        call,
        "memberships",
        [.. call.Data.Members.Values.Where(m => m.ProjectId == p.Id)],
        m => new JsonObject
        {
            ["id"] = m.Id,
            ["project"] = Text.Named(p.Id, p.Name),
            [call.Data.Groups.ContainsKey(m.UserId) ? "group" : "user"] = Text.Named(m.UserId, NameOf(call.Data, m.UserId)),
            ["roles"] = Text.Array(m.RoleIds.Select(r => Text.Named(r, call.Data.Roles[r].Name))),
        })));

    /// <summary>Goes on with the project named in the path, or refuses: unknown is 404, unseen is 403.</summary>
    public static RedmineAnswer Find(RedmineCall call, Func<RedmineProject, RedmineAnswer> then)
    {
        if (call.Data.FindProject(call.Route("project")) is not { } project)
            return RedmineAnswer.NotFound;
        return call.Data.Sees(call.User, project) ? then(project) : call.Denied;
    }

    private static string NameOf(RedmineData data, int principalId) =>
        data.Groups.TryGetValue(principalId, out var group) ? group.Name : data.Users[principalId].Name;

    private static IEnumerable<RedmineProject> Tree(RedmineData data, int? parent) =>
        data.Projects.Values.Where(p => p.ParentId == parent).OrderBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase)
            .SelectMany(p => Tree(data, p.Id).Prepend(p));

    private static JsonObject Shape(RedmineCall call, RedmineProject project, bool single)
    {
        var data = call.Data;
        var shape = new JsonObject
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["identifier"] = project.Identifier,
            ["description"] = project.Description,
        };
        if (single)
            shape["homepage"] = project.Homepage;
        if (project.ParentId is { } parent && data.Sees(call.User, data.Projects[parent]))
            shape["parent"] = Text.Named(parent, data.Projects[parent].Name);
        shape["status"] = (int)project.Status;
        shape["is_public"] = project.IsPublic;
        shape["inherit_members"] = false;
        if (call.Includes("trackers"))
            shape["trackers"] = Text.Array(project.TrackerIds.Select(t => Text.Named(t, data.Trackers[t].Name)));
        if (call.Includes("issue_categories"))
            shape["issue_categories"] = Text.Array(project.Categories.Select(c => Text.Named(c.Id, c.Name)));
        if (call.Includes("time_entry_activities"))
            shape["time_entry_activities"] = new JsonArray(Text.Named(8, "Design"), Text.Named(9, "Development"));
        if (call.Includes("enabled_modules"))
            shape["enabled_modules"] = Text.Array(project.Modules.Select((m, i) => Text.Named((project.Id * 100) + i, m)));
        if (call.Includes("issue_custom_fields"))
            shape["issue_custom_fields"] = Text.Array(data.CustomFields.Values.Where(f => !f.IsForAll && f.ProjectIds.Contains(project.Id)).Select(f => Text.Named(f.Id, f.Name)));
        shape["created_on"] = Text.Stamp(project.CreatedOn);
        shape["updated_on"] = Text.Stamp(project.CreatedOn);
        return shape;
    }
}
