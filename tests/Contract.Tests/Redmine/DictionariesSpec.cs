namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class DictionariesSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    [SkippableTheory]
    [InlineData("/trackers.json")]
    [InlineData("/issue_statuses.json")]
    [InlineData("/enumerations/issue_priorities.json")]
    public async Task Dictionaries_are_the_same_for_everybody(string path)
    {
        var answer = await Redmine.Get(path, "ivan");
        Assert.Equal(answer.Body, (await Redmine.Get(path, null)).Body);
        Assert.Equal(Expected[path], answer.Body);
    }

    [SkippableFact]
    public async Task Roles_are_those_that_can_be_given()
    {
        var answer = await Redmine.Get("/roles.json", "carol");
        Assert.Equal(["Manager", "Developer", "Reporter", "OwnOnly", "Viewer", "Poster"], answer.List("roles").Select(r => (string)r["name"]!));
        Assert.Equal(["id", "name"], Answer.Keys(answer.List("roles")[0]));
    }

    [SkippableTheory]
    [InlineData("Manager", true, "all", "add_issues set_issues_private")]
    [InlineData("Developer", true, "default", "add_issues")]
    [InlineData("OwnOnly", true, "own", "add_issues")]
    [InlineData("Viewer", false, "default", "")]
    [InlineData("Poster", true, "all", "add_issues")]
    public async Task Role_says_what_it_allows(string name, bool assignable, string visibility, string creating)
    {
        var id = (int)(await Redmine.Get("/roles.json")).List("roles").First(r => (string)r["name"]! == name)["id"]!;
        var role = (await Redmine.Get($"/roles/{id}.json", "carol")).Json["role"]!;
        Assert.Equal(["id", "name", "assignable", "issues_visibility", "time_entries_visibility", "users_visibility", "permissions"], Answer.Keys(role));
        Assert.Equal((assignable, visibility), ((bool)role["assignable"]!, (string?)role["issues_visibility"]));
        var permissions = role["permissions"]!.AsArray().Select(p => (string)p!).ToList();
        Assert.Equal(creating, string.Join(' ', permissions.Where(p => p is "add_issues" or "set_issues_private")));
        Assert.Contains("view_issues", permissions);
    }

    [SkippableFact]
    public async Task Role_that_is_unknown_is_not_found() => AssertEmpty(404, await Redmine.Get("/roles/99.json", "alice"));

    [SkippableFact]
    public async Task Custom_fields_are_for_administrators()
    {
        AssertEmpty(403, await Redmine.Get("/custom_fields.json", "alice"));
        AssertEmpty(401, await Redmine.Get("/custom_fields.json", null));
    }

    [SkippableFact]
    public async Task Custom_fields_say_what_they_take() =>
        Assert.Equal(
            """{"custom_fields":[{"id":1,"name":"Reason","customized_type":"issue","field_format":"string","regexp":"","min_length":3,"max_length":20,"is_required":true,"is_filter":true,"searchable":false,"multiple":false,"default_value":null,"visible":true,"trackers":[{"id":1,"name":"Bug"}],"roles":[]},{"id":2,"name":"Colour","customized_type":"issue","field_format":"list","regexp":"","min_length":null,"max_length":null,"is_required":false,"is_filter":true,"searchable":false,"multiple":true,"default_value":null,"visible":true,"possible_values":[{"value":"red","label":"red"},{"value":"green","label":"green"},{"value":"blue","label":"blue"}],"trackers":[{"id":1,"name":"Bug"}],"roles":[]},{"id":3,"name":"Amount","customized_type":"issue","field_format":"int","regexp":"","min_length":null,"max_length":null,"is_required":false,"is_filter":true,"searchable":false,"multiple":false,"default_value":null,"visible":true,"trackers":[{"id":1,"name":"Bug"}],"roles":[]}]}""",
            (await Redmine.Get("/custom_fields.json")).Body);

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["/trackers.json"] = """{"trackers":[{"id":1,"name":"Bug",MORE},{"id":2,"name":"Feature",MORE},{"id":3,"name":"Support",MORE}]}""".Replace(
            "MORE",
            "\"default_status\":{\"id\":1,\"name\":\"New\"},\"description\":null,\"enabled_standard_fields\":[\"assigned_to_id\",\"category_id\",\"fixed_version_id\",\"parent_issue_id\",\"start_date\",\"due_date\",\"estimated_hours\",\"done_ratio\",\"description\"]"),
        ["/issue_statuses.json"] = """{"issue_statuses":[{"id":1,"name":"New","is_closed":false},{"id":2,"name":"In Progress","is_closed":false},{"id":3,"name":"Resolved","is_closed":false},{"id":4,"name":"Feedback","is_closed":false},{"id":5,"name":"Closed","is_closed":true},{"id":6,"name":"Rejected","is_closed":true}]}""",
        ["/enumerations/issue_priorities.json"] = """{"issue_priorities":[{"id":1,"name":"Low","is_default":false,"active":true},{"id":2,"name":"Normal","is_default":true,"active":true},{"id":3,"name":"High","is_default":false,"active":true},{"id":4,"name":"Urgent","is_default":false,"active":true},{"id":5,"name":"Immediate","is_default":false,"active":true}]}""",
    };

    public sealed class OnStandIn(StandIn redmine) : DictionariesSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : DictionariesSpec(redmine), IClassFixture<RealRedmine>;
}
