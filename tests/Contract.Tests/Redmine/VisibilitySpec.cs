using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class VisibilitySpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    [SkippableFact]
    public async Task Ticket_of_a_private_project_is_hidden_from_others()
    {
        var id = await Create("secret", "alice");
        await AssertSeen(id, ["alice", "admin"], ["bob", "carol", "ivan"]);
        AssertEmpty(401, await Redmine.Get($"/issues/{id}.json", null));
    }

    [SkippableFact]
    public async Task Private_ticket_is_seen_by_its_author_and_by_those_who_see_all()
    {
        var id = await Create("demo", "alice", new() { ["is_private"] = true });
        await AssertSeen(id, ["alice", "ivan", "admin"], ["bob", "carol"]);
        AssertEmpty(401, await Redmine.Get($"/issues/{id}.json", null));
    }

    [SkippableFact]
    public async Task Private_ticket_is_seen_by_its_assignee()
    {
        var id = await Create("demo", "alice", new() { ["is_private"] = true, ["assigned_to_id"] = await Redmine.UserId("bob") });
        await AssertSeen(id, ["bob"], ["carol"]);
    }

    [SkippableFact]
    public async Task Public_ticket_is_seen_by_everybody()
    {
        var id = await Create("demo", "bob");
        await AssertSeen(id, ["alice", "bob", "carol", "ivan", "admin"], []);
        Assert.Equal(200, (await Redmine.Get($"/issues/{id}.json", null)).Status);
    }

    [SkippableFact]
    public async Task Role_of_own_tickets_sees_nothing_else()
    {
        var reason = new JsonArray(new JsonObject { ["id"] = await Redmine.FieldId("Reason"), ["value"] = "because" });
        var others = await Create("fields", "alice", new() { ["custom_fields"] = reason.DeepClone() });
        var own = await Create("fields", "bob", new() { ["custom_fields"] = reason.DeepClone() });
        var assigned = await Create("fields", "alice", new() { ["custom_fields"] = reason.DeepClone(), ["assigned_to_id"] = await Redmine.UserId("bob") });
        await AssertSeen(others, ["alice", "carol", "ivan"], ["bob"]);
        await AssertSeen(own, ["bob"], []);
        await AssertSeen(assigned, ["bob"], []);
    }

    [SkippableTheory]
    [InlineData("999999")]
    [InlineData("99999999999999999999")]
    [InlineData("abc")]
    public async Task Ticket_that_never_was_is_not_found(string id) => AssertEmpty(404, await Redmine.Get($"/issues/{id}.json", "alice"));

    [SkippableFact]
    public async Task List_of_a_project_tells_unknown_from_unseen()
    {
        AssertEmpty(403, await Redmine.Get("/issues.json?project_id=secret", "bob"));
        AssertEmpty(401, await Redmine.Get("/issues.json?project_id=secret", null));
        AssertEmpty(404, await Redmine.Get("/issues.json?project_id=nosuch", "bob"));
        AssertEmpty(403, await Redmine.Get("/issues.json?project_id=archived"));
        AssertEmpty(403, await Redmine.Get("/issues.json?project_id=noissues", "alice"));
        Assert.Equal(200, (await Redmine.Get("/issues.json?project_id=closedp", "carol")).Status);
    }

    private async Task<int> Create(string project, string @as, JsonObject? attributes = null) =>
        (int)(await Redmine.Create(project, Unique(), @as, attributes))["id"]!;

    private async Task AssertSeen(int id, string[] by, string[] notBy)
    {
        foreach (var login in by)
        {
            Assert.Equal((login, 200), (login, (await Redmine.Get($"/issues/{id}.json", login)).Status));
            Assert.Equal(id, (int)Assert.Single((await Redmine.Get($"/issues.json?issue_id={id}", login)).List("issues"))["id"]!);
        }

        foreach (var login in notBy)
        {
            AssertEmpty(403, await Redmine.Get($"/issues/{id}.json", login));
            Assert.Empty((await Redmine.Get($"/issues.json?issue_id={id}", login)).List("issues"));
        }
    }

    public sealed class OnStandIn(StandIn redmine) : VisibilitySpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : VisibilitySpec(redmine), IClassFixture<RealRedmine>;
}
