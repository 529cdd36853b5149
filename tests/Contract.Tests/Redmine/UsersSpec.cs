namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class UsersSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    [SkippableFact]
    public async Task List_is_for_administrators()
    {
        AssertEmpty(403, await Redmine.Get("/users.json?name=bob", "alice"));
        AssertEmpty(401, await Redmine.Get("/users.json", null));
    }

    [SkippableTheory]
    [InlineData("", "admin alice bob carol ivan")]
    [InlineData("name=ALIC", "alice")]
    [InlineData("name=Alice+Tester", "alice")]
    [InlineData("name=example.test", "alice bob carol ivan")]
    [InlineData("name=%D0%B8%D0%B2%D0%B0%D0%BD", "ivan")]
    [InlineData("login=alice", "admin alice bob carol ivan")]
    [InlineData("status=1", "admin alice bob carol ivan")]
    [InlineData("status=2", "")]
    [InlineData("status=3", "locked")]
    [InlineData("status=3&name=alice", "")]
    [InlineData("status=", "admin alice bob carol ivan locked")]
    [InlineData("name=nosuch", "")]
    [InlineData("name=example.test&limit=1&offset=2", "carol")]
    public async Task List_finds(string query, string logins)
    {
        var answer = await Redmine.Get($"/users.json?{query}");
        Assert.Equal(logins, string.Join(' ', answer.List("users").Select(u => (string)u["login"]!)));
        Assert.Equal(["users", "total_count", "offset", "limit"], Answer.Keys(answer.Json));
    }

    [SkippableFact]
    public async Task List_shows()
    {
        var bob = Assert.Single((await Redmine.Get("/users.json?name=bob")).List("users"));
        Assert.Equal(
            ["id", "login", "admin", "firstname", "lastname", "mail", "created_on", "updated_on", "last_login_on", "passwd_changed_on", "twofa_scheme"],
            Answer.Keys(bob));
    }

    [SkippableFact]
    public async Task Get_shows_others_less()
    {
        var bob = await Redmine.UserId("bob");
        string[] less = ["id", "login", "firstname", "lastname", "created_on", "updated_on", "last_login_on", "passwd_changed_on"];
        Assert.Equal(less, Answer.Keys((await Redmine.Get($"/users/{bob}.json", "alice")).Json["user"]));
        Assert.Equal(less, Answer.Keys((await Redmine.Get($"/users/{bob}.json", null)).Json["user"]));
        Assert.Contains("api_key", Answer.Keys((await Redmine.Get($"/users/{bob}.json")).Json["user"]));
    }

    [SkippableFact]
    public async Task Get_of_a_locked_person_is_for_administrators()
    {
        var locked = await Redmine.UserId("locked");
        AssertEmpty(404, await Redmine.Get($"/users/{locked}.json", "alice"));
        Assert.Equal(3, (int)(await Redmine.Get($"/users/{locked}.json")).Json["user"]!["status"]!);
    }

    [SkippableTheory]
    [InlineData("/users/alice.json")]
    [InlineData("/users/999999.json")]
    public async Task Get_of_nobody_is_not_found(string path) => AssertEmpty(404, await Redmine.Get(path));

    [SkippableFact]
    public async Task Current_with_memberships_names_projects_and_roles()
    {
        var user = (await Redmine.Get("/users/current.json?include=memberships,groups", "bob")).Json["user"]!;
        var memberships = user["memberships"]!.AsArray();
        Assert.Equal("Custom fields: OwnOnly; Demo: Developer", string.Join("; ", memberships
            .Select(m => $"{m!["project"]!["name"]}: {string.Join(",", m["roles"]!.AsArray().Select(r => (string)r!["name"]!))}").Order(StringComparer.Ordinal)));
        Assert.Equal(["id", "project", "roles"], Answer.Keys(memberships[0]));
        Assert.Equal(["id", "name"], Answer.Keys(memberships[0]!["project"]));
    }

    [SkippableFact]
    public async Task Current_with_memberships_leaves_out_archived_projects()
    {
        var user = (await Redmine.Get("/users/current.json?include=memberships", "alice")).Json["user"]!;
        var names = user["memberships"]!.AsArray().Select(m => (string)m!["project"]!["name"]!).Order(StringComparer.Ordinal);
        Assert.Equal(["Closed project", "Custom fields", "Demo", "Demo child", "No issue tracking", "Secret"], names);
    }

    public sealed class OnStandIn(StandIn redmine) : UsersSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : UsersSpec(redmine), IClassFixture<RealRedmine>;
}
