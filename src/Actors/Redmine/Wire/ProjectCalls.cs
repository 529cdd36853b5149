using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>Projects, and who is what in them.</summary>
internal static class ProjectCalls
{
    private const string Includes = "trackers,enabled_modules,issue_custom_fields";

    public static async Task<RedmineAnswer> ReadProjects(RedmineExchange exchange, RedmineCall.ReadProjects call)
    {
        // The person first: with a refused key the projects would be answered all the same, to a stranger.
        var person = await AccountCalls.Current(exchange, call.As, "memberships");
        var roles = person.List("memberships")
            .GroupBy(m => m.GetProperty("project").Id())
            .ToDictionary(p => p.Key, p => p.SelectMany(RolesOf).Distinct().ToArray());
        var projects = await exchange.GetAll(() => exchange.Request("projects.json").SetQueryParam("include", Includes), "projects", call.As);
        return new RedmineAnswer.ProjectsRead(new(
            person.Id(),
            person.Flag("admin"),
            [.. projects.DistinctBy(p => p.Id()).Select(p => Read(p, roles.GetValueOrDefault(p.Id(), [])))]));
    }

    public static async Task<RedmineAnswer> ReadMembers(RedmineExchange exchange, RedmineCall.ReadMembers call)
    {
        var rows = await exchange.GetAll(
            () => exchange.Request("projects", call.Project, "memberships.json"),
            "memberships",
            call.As,
            status => status switch
            {
                403 => new RedmineAnswer.ProjectForbidden(call.Project),
                404 => new RedmineAnswer.ProjectUnknown(call.Project),
                _ => null,
            });
        // The groups that stand for all people have names of their own (group_non_member), and are nobody's to assign to.
        return new RedmineAnswer.MembersRead(new(call.Project, Members(rows, "user"), Members(rows, "group")));
    }

    private static Member[] Members(IEnumerable<JsonElement> rows, string kind) =>
    [
        .. rows.Select(r => (Who: r.Named(kind), Roles: RolesOf(r).Distinct().ToArray()))
            .Where(m => m.Who is not null)
            .DistinctBy(m => m.Who!.Id)
            .Select(m => new Member(m.Who!.Id, m.Who.Name, m.Roles)),
    ];

    private static IEnumerable<int> RolesOf(JsonElement membership) => membership.List("roles").Select(r => r.Id());

    private static PersonProject Read(JsonElement project, IReadOnlyList<int> roles) => new(
        project.Id(),
        project.Required("identifier"),
        project.Required("name"),
        project.Named("parent")?.Id,
        project.Flag("is_public"),
        project.List("enabled_modules").Any(m => m.Text("name") == "issue_tracking"),
        [.. project.List("trackers").Select(t => t.Named())],
        project.List("issue_custom_fields").Select(f => f.Id()).ToHashSet(),
        roles);
}
