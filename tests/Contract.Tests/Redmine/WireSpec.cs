using System.Text;

namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class WireSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    [SkippableFact]
    public async Task Get_carries_a_tag_and_a_request_id()
    {
        var answer = await Redmine.Get("/trackers.json");
        Assert.Matches("^W/\"[0-9a-f]{32}\"$", answer.Header("ETag"));
        Assert.Equal(["max-age=0", "must-revalidate", "private"], answer.Header("Cache-Control")!.Split(", ").Order());
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", answer.Header("X-Request-Id"));
    }

    [SkippableFact]
    public async Task Get_with_a_known_tag_is_not_modified()
    {
        var tag = (await Redmine.Get("/trackers.json")).Header("ETag")!;
        var answer = await Redmine.Get("/trackers.json", "admin", ("If-None-Match", tag));
        Assert.Equal((304, "", tag), (answer.Status, answer.Body, answer.Header("ETag")));
    }

    [SkippableFact]
    public async Task Lists_without_a_filter_have_no_cookie_but_issue_lists_do()
    {
        Assert.Null((await Redmine.Get("/projects.json")).Header("Set-Cookie"));
        Assert.StartsWith("Redmine=", (await Redmine.Get("/issues.json?limit=1")).Header("Set-Cookie"));
    }

    [SkippableFact]
    public async Task Head_is_answered_without_a_body()
    {
        var answer = await Redmine.Send(HttpMethod.Head, "/trackers.json", null);
        Assert.Equal((200, ""), (answer.Status, answer.Body));
    }

    [SkippableTheory]
    [InlineData("/issues")]
    [InlineData("/projects")]
    public async Task Pages_are_not_given_as_json(string path) => Assert.Equal(406, (await Redmine.Get(path)).Status);

    [SkippableFact]
    public async Task Issue_page_is_not_given_as_json()
    {
        var id = (int)(await Redmine.Create("demo", Unique(), "alice"))["id"]!;
        Assert.Equal(406, (await Redmine.Get($"/issues/{id}")).Status);
        var page = await Redmine.Get($"/issues/{id}", "admin", ("Accept", "text/html"));
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.Header("Content-Type")));
    }

    [SkippableFact]
    public async Task Unknown_route_is_not_found()
    {
        var answer = await Redmine.Get("/nosuch.json");
        Assert.Equal((404, """{"status":404,"error":"Not Found"}"""), (answer.Status, answer.Body));
    }

    [SkippableFact]
    public async Task Post_without_the_suffix_is_refused() =>
        Assert.Equal((422, ""), Short(await Redmine.Post("/issues", """{"issue":{"project_id":"demo","subject":"x"}}""", "alice")));

    [SkippableFact]
    public async Task Post_of_broken_json_is_refused() =>
        Assert.Equal((400, """{"status":400,"error":"Bad Request"}"""), Short(await Redmine.Post("/issues.json", """{"issue":""", "alice")));

    [SkippableTheory]
    [InlineData("""{"issue":"x"}""")]
    [InlineData("""{"issue":{"project_id":"demo","subject":"a\u0000b"}}""")]
    public async Task Post_of_nonsense_breaks_the_server(string json) =>
        Assert.Equal((500, """{"status":500,"error":"Internal Server Error"}"""), Short(await Redmine.Post("/issues.json", json, "alice")));

    [SkippableFact]
    public async Task Post_of_another_content_type_is_not_read()
    {
        var body = new StringContent("""{"issue":{"project_id":"demo","subject":"x"}}""", Encoding.UTF8, "text/plain");
        var answer = await Redmine.Send(HttpMethod.Post, "/issues.json", body, ("X-Redmine-API-Key", Redmine.AdminKey));
        Assert.Equal(422, answer.Status);
        Assert.Contains("Subject cannot be blank", answer.Errors);
    }

    [SkippableFact]
    public async Task Get_of_a_very_long_query_is_refused() =>
        Assert.Equal(400, (await Redmine.Get($"/issues.json?x={new string('y', 11_000)}")).Status);

    private static (int, string) Short(Answer answer) => (answer.Status, answer.Body);

    public sealed class OnStandIn(StandIn redmine) : WireSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : WireSpec(redmine), IClassFixture<RealRedmine>;
}
