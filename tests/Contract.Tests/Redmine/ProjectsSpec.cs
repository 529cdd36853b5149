namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class ProjectsSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    private const string Everything = "include=trackers,issue_categories,enabled_modules,time_entry_activities,issue_custom_fields";

    [SkippableTheory]
    [InlineData("alice", "", "fields demo demo-child noissues secret")]
    [InlineData("bob", "", "fields demo demo-child noissues")]
    [InlineData(null, "", "fields demo demo-child noissues")]
    [InlineData("admin", "", "fields demo demo-child noissues secret")]
    [InlineData("alice", "status=5", "closedp")]
    [InlineData("alice", "status=9", "")]
    [InlineData("alice", "status=1|5&limit=2&offset=1", "fields demo")]
    public async Task List_shows_what_the_person_sees(string? login, string query, string identifiers)
    {
        var answer = await Redmine.Get($"/projects.json?{query}", login);
        Assert.Equal(identifiers, string.Join(' ', answer.List("projects").Select(p => (string)p["identifier"]!)));
        Assert.Equal(["projects", "total_count", "offset", "limit"], Answer.Keys(answer.Json));
    }

    [SkippableFact]
    public async Task List_of_an_unheard_of_status_breaks_the_server() => Assert.Equal(500, (await Redmine.Get("/projects.json?status=*")).Status);

    [SkippableFact]
    public async Task List_with_includes_shows_them()
    {
        var projects = (await Redmine.Get($"/projects.json?{Everything}", "alice")).List("projects");
        var demo = projects.First(p => (string)p["identifier"]! == "demo");
        Assert.Equal(
            [
                "id", "name", "identifier", "description", "status", "is_public", "inherit_members", "trackers", "issue_categories",
                "time_entry_activities", "enabled_modules", "issue_custom_fields", "created_on", "updated_on",
            ],
            Answer.Keys(demo));
        Assert.Equal(["Bug", "Feature", "Support"], demo["trackers"]!.AsArray().Select(t => (string)t!["name"]!));
        Assert.Equal(["Backend", "Frontend"], demo["issue_categories"]!.AsArray().Select(t => (string)t!["name"]!));
        Assert.Equal(["issue_tracking", "time_tracking"], demo["enabled_modules"]!.AsArray().Select(t => (string)t!["name"]!));
        var fields = projects.First(p => (string)p["identifier"]! == "fields");
        Assert.Equal(["Reason", "Colour", "Amount"], fields["issue_custom_fields"]!.AsArray().Select(t => (string)t!["name"]!));
    }

    [SkippableFact]
    public async Task Get_by_identifier_or_id_is_the_same()
    {
        var byName = await Redmine.Get($"/projects/demo-child.json?{Everything}", "alice");
        var byId = await Redmine.Get($"/projects/{await Redmine.ProjectId("demo-child")}.json?{Everything}", "alice");
        Assert.Equal(byName.Body, byId.Body);
        Assert.Equal(
            [
                "id", "name", "identifier", "description", "homepage", "parent", "status", "is_public", "inherit_members", "trackers", "issue_categories",
                "time_entry_activities", "enabled_modules", "issue_custom_fields", "created_on", "updated_on",
            ],
            Answer.Keys(byName.Json["project"]));
    }

    [SkippableFact]
    public async Task Get_tells_unknown_from_unseen()
    {
        AssertEmpty(404, await Redmine.Get("/projects/nosuch.json", "alice"));
        AssertEmpty(403, await Redmine.Get("/projects/secret.json", "bob"));
        AssertEmpty(401, await Redmine.Get("/projects/secret.json", null));
        AssertEmpty(403, await Redmine.Get("/projects/archived.json"));
        Assert.Equal(5, (int)(await Redmine.Get("/projects/closedp.json", "carol")).Json["project"]!["status"]!);
    }

    [SkippableFact]
    public async Task Memberships_name_people_and_roles_locked_ones_too()
    {
        var answer = await Redmine.Get("/projects/demo/memberships.json", "carol");
        Assert.Equal(
            ["Alice Tester: Manager", "Bob Tester: Developer", "Иван Петров: Manager", "Locked Tester: Developer"],
            answer.List("memberships").Select(m => $"{m["user"]!["name"]}: {m["roles"]![0]!["name"]}"));
        Assert.Equal(["id", "project", "user", "roles"], Answer.Keys(answer.List("memberships")[0]));
        Assert.Equal(["memberships", "total_count", "offset", "limit"], Answer.Keys(answer.Json));
    }

    [SkippableFact]
    public async Task Memberships_come_in_pages()
    {
        var answer = await Redmine.Get("/projects/demo/memberships.json?limit=1&offset=1", "carol");
        Assert.Equal("Bob Tester", (string?)Assert.Single(answer.List("memberships"))["user"]!["name"]);
        Assert.Equal((4, 1, 1), ((int)answer.Json["total_count"]!, (int)answer.Json["offset"]!, (int)answer.Json["limit"]!));
    }

    [SkippableFact]
    public async Task Memberships_of_what_is_not_seen_are_refused()
    {
        AssertEmpty(403, await Redmine.Get("/projects/secret/memberships.json", "carol"));
        AssertEmpty(403, await Redmine.Get("/projects/archived/memberships.json"));
        AssertEmpty(404, await Redmine.Get("/projects/nosuch/memberships.json"));
    }

    public sealed class OnStandIn(StandIn redmine) : ProjectsSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : ProjectsSpec(redmine), IClassFixture<RealRedmine>;
}
