using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class NewIssueSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    private static readonly string[] Bare =
    [
        "id", "project", "tracker", "status", "priority", "author", "subject", "description", "start_date", "due_date", "done_ratio", "is_private",
        "estimated_hours", "total_estimated_hours", "created_on", "updated_on", "closed_on",
    ];

    [SkippableFact]
    public async Task Create_with_a_subject_alone_fills_in_the_rest()
    {
        var answer = await Redmine.Post("/issues.json", """{"issue":{"project_id":"demo","subject":"Заголовок 🍣"}}""", "bob");
        Assert.Equal(201, answer.Status);
        var issue = answer.Json["issue"]!;
        Assert.Equal(Bare, Answer.Keys(issue));
        Assert.Equal($"{Redmine.Url.AbsoluteUri.TrimEnd('/')}/issues/{issue["id"]}", answer.Header("Location"));
        Assert.Equal(
            ("Bug", "New", "Normal", "Bob Tester", "Заголовок 🍣"),
            ((string?)issue["tracker"]!["name"], (string?)issue["status"]!["name"], (string?)issue["priority"]!["name"], (string?)issue["author"]!["name"], (string?)issue["subject"]));
        Assert.Null(issue["description"]);
        var created = (string)issue["created_on"]!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created);
        Assert.Equal(created[..10], (string?)issue["start_date"]);
    }

    [SkippableFact]
    public async Task Create_by_the_projects_own_route_tells_hours_too()
    {
        var issue = await Redmine.Create("demo", "x", "alice");
        Assert.Equal(["spent_hours", "total_spent_hours"], Answer.Keys(issue).Except(Bare));
    }

    [SkippableFact]
    public async Task Create_with_everything_keeps_it()
    {
        var bob = await Redmine.UserId("bob");
        var issue = await Redmine.Create("demo", "Full", "alice", new()
        {
            ["tracker_id"] = 2,
            ["priority_id"] = "4",
            ["description"] = "l1\nl2\r\n<b>&</b>\n",
            ["category_id"] = 2,
            ["fixed_version_id"] = 1,
            ["assigned_to_id"] = bob,
            ["start_date"] = "2026-11-01",
            ["due_date"] = "2026-11-30",
            ["estimated_hours"] = "1:30",
            ["done_ratio"] = 33,
            ["is_private"] = true,
        });
        var read = (await Redmine.Get($"/issues/{issue["id"]}.json", "alice")).Json["issue"]!;
        Assert.Equal(
            [
                "id", "project", "tracker", "status", "priority", "author", "assigned_to", "category", "fixed_version", "subject", "description", "start_date", "due_date",
                "done_ratio", "is_private", "estimated_hours", "total_estimated_hours", "spent_hours", "total_spent_hours", "created_on", "updated_on", "closed_on",
            ],
            Answer.Keys(read));
        Assert.Equal(
            "Feature Urgent Frontend 1.0 Bob Tester",
            $"{read["tracker"]!["name"]} {read["priority"]!["name"]} {read["category"]!["name"]} {read["fixed_version"]!["name"]} {read["assigned_to"]!["name"]}");
        Assert.Equal("l1\r\nl2\r\n<b>&</b>\r\n", (string?)read["description"]);
        Assert.Equal("2026-11-01 2026-11-30 33 true 1.5", $"{read["start_date"]} {read["due_date"]} {read["done_ratio"]} {read["is_private"]!.ToJsonString()} {read["estimated_hours"]}");
    }

    [SkippableFact]
    public async Task Json_escapes_what_html_would_read()
    {
        var answer = await Redmine.Post("/projects/demo/issues.json", """{"issue":{"subject":"<b> & \"q\" 'a' / 🍣 я"}}""", "alice");
        Assert.Contains("\"subject\":\"\\u003cb\\u003e \\u0026 \\\"q\\\" 'a' / 🍣 я\"", answer.Body);
    }

    [SkippableFact]
    public async Task Create_keeps_blanks_of_the_subject() => Assert.Equal(" a\tb ", (string?)(await Redmine.Create("demo", " a\tb ", "alice"))["subject"]);

    [SkippableTheory]
    [InlineData("я")]
    [InlineData("😀")]
    public async Task Create_counts_code_points(string letter) =>
        await Redmine.Create("demo", string.Concat(Enumerable.Repeat(letter, 255)), "alice");

    [SkippableFact]
    public async Task Create_drops_silently_what_the_person_may_not_set()
    {
        var asked = $$"""{"tracker_id":99,"status_id":5,"is_private":true,"author_id":{{await Redmine.UserId("alice")}},"nonsense":1,"created_on":"2020-01-01"}""";
        var issue = await Redmine.Create("demo", "x", "bob", JsonNode.Parse(asked)!.AsObject());
        Assert.Equal("Bug New false Bob Tester", $"{issue["tracker"]!["name"]} {issue["status"]!["name"]} {issue["is_private"]!.ToJsonString()} {issue["author"]!["name"]}");
        Assert.Null(issue["closed_on"]);
    }

    [SkippableFact]
    public async Task Create_replaces_a_tracker_that_the_project_lacks()
    {
        var reason = new JsonArray(new JsonObject { ["id"] = await Redmine.FieldId("Reason"), ["value"] = "because" });
        var issue = await Redmine.Create("fields", "x", "alice", new() { ["tracker_id"] = 2, ["custom_fields"] = reason });
        Assert.Equal("Bug", (string?)issue["tracker"]!["name"]);
    }

    [SkippableFact]
    public async Task Create_assigns_to_the_authors_themselves_even_without_membership()
    {
        var issue = await Redmine.Create("demo", "x", "carol", new() { ["assigned_to_id"] = "me" });
        Assert.Equal("Carol Tester", (string?)issue["assigned_to"]!["name"]);
    }

    [SkippableFact]
    public async Task Create_in_a_category_goes_to_its_person()
    {
        Assert.Equal("Bob Tester", (string?)(await Redmine.Create("demo", "x", "alice", new() { ["category_id"] = 1 }))["assigned_to"]!["name"]);
        Assert.Null((await Redmine.Create("demo", "x", "alice", new() { ["category_id"] = 2 }))["assigned_to"]);
    }

    [SkippableFact]
    public async Task Create_with_nothing_for_a_date_has_none()
    {
        var issue = await Redmine.Create("demo", "x", "alice", JsonNode.Parse("""{"start_date":null,"due_date":"","estimated_hours":"","assigned_to_id":""}""")!.AsObject());
        Assert.Null(issue["start_date"]);
        Assert.Null(issue["due_date"]);
        Assert.Null(issue["estimated_hours"]);
        Assert.DoesNotContain("assigned_to", Answer.Keys(issue));
    }

    [SkippableTheory]
    [InlineData("\"2h30m\"", "2.5")]
    [InlineData("\"1,5\"", "1.5")]
    [InlineData("1.5", "1.5")]
    [InlineData("2", "2.0")]
    [InlineData("\"2h\"", "2.0")]
    public async Task Create_reads_hours(string hours, string expected)
    {
        var issue = await Redmine.Create("demo", "x", "alice", new() { ["estimated_hours"] = JsonNode.Parse(hours) });
        Assert.Equal(expected, issue["estimated_hours"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task Create_below_a_ticket_names_the_parent()
    {
        var parent = (await Redmine.Create("demo", "parent", "alice"))["id"]!;
        var child = await Redmine.Create("demo", "child", "alice", new() { ["parent_issue_id"] = (int)parent });
        Assert.Equal((int)parent, (int)child["parent"]!["id"]!);
        Assert.DoesNotContain("parent", Answer.Keys(await Redmine.Create("demo", "child", "carol", new() { ["parent_issue_id"] = (int)parent })));
    }

    [SkippableFact]
    public async Task Create_keeps_custom_fields()
    {
        var reason = await Redmine.FieldId("Reason");
        var values = JsonNode.Parse($$"""[{"id":{{reason}},"value":"good"},{"id":{{await Redmine.FieldId("Colour")}},"value":["red","blue"]},{"id":{{await Redmine.FieldId("Amount")}},"value":7}]""");
        var issue = await Redmine.Create("fields", "x", "bob", new() { ["custom_fields"] = values });
        Assert.Equal(
            """[{"id":1,"name":"Reason","value":"good"},{"id":2,"name":"Colour","multiple":true,"value":["red","blue"]},{"id":3,"name":"Amount","value":"7"}]""",
            issue["custom_fields"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task Custom_field_finds_the_ticket()
    {
        var reason = await Redmine.FieldId("Reason");
        var mark = Unique();
        var issue = await Redmine.Create("fields", "x", "alice", new() { ["custom_field_values"] = new JsonObject { [$"{reason}"] = mark } });
        Assert.Equal(
            """[{"id":1,"name":"Reason","value":"MARK"},{"id":2,"name":"Colour","multiple":true,"value":[]},{"id":3,"name":"Amount","value":null}]""".Replace("MARK", mark),
            issue["custom_fields"]!.ToJsonString());
        foreach (var query in new[] { $"cf_{reason}={mark}", $"cf_{reason}=~{mark[..6]}" })
            Assert.Equal((int)issue["id"]!, (int)Assert.Single((await Redmine.Get($"/issues.json?status_id=*&{query}")).List("issues"))["id"]!);
        Assert.Empty((await Redmine.Get($"/issues.json?status_id=*&cf_{reason}={mark[..6]}")).List("issues"));
    }

    public sealed class OnStandIn(StandIn redmine) : NewIssueSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : NewIssueSpec(redmine), IClassFixture<RealRedmine>;
}
