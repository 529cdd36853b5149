using System.Text;

namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class AuthenticationSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    private const string WrongKey = "0000000000000000000000000000000000000000";

    [SkippableFact]
    public async Task Current_with_the_admin_key_is_the_administrator()
    {
        var answer = await Redmine.Get("/users/current.json");
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal(
            ["id", "login", "admin", "firstname", "lastname", "mail", "created_on", "updated_on", "last_login_on", "passwd_changed_on", "twofa_scheme", "api_key", "status"],
            Answer.Keys(answer.Json["user"]));
        Assert.Equal(Redmine.AdminKey, (string?)answer.Json["user"]!["api_key"]);
    }

    [SkippableFact]
    public async Task Current_with_the_key_elsewhere_is_the_same()
    {
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Redmine.AdminKey}:x"));
        Assert.Equal("admin", Login(await Redmine.Get($"/users/current.json?key={Redmine.AdminKey}", null)));
        Assert.Equal("admin", Login(await Redmine.Get("/users/current.json", null, ("Authorization", $"Basic {basic}"))));
    }

    [SkippableTheory]
    [InlineData("alice", "Passw0rd!user", 200)]
    [InlineData("Alice", "Passw0rd!user", 200)]
    [InlineData("alice", "wrong", 401)]
    [InlineData("alice", "", 401)]
    public async Task Current_by_login_and_password_tells_the_key_of_the_account(string login, string password, int status)
    {
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{login}:{password}"));
        var answer = await Redmine.Get("/users/current.json", null, ("Authorization", $"Basic {basic}"));

        Assert.Equal(status, answer.Status);
        if (status == 200)
            Assert.Equal(("alice", 40), (Login(answer), ((string?)answer.Json["user"]!["api_key"])?.Length));
    }

    [SkippableTheory]
    [InlineData("alice", "alice")]
    [InlineData("ALICE", "alice")]
    [InlineData("ivan", "ivan")]
    public async Task Switch_to_a_login_acts_as_that_person(string login, string expected)
    {
        var answer = await Redmine.Get("/users/current.json", login);
        Assert.Equal(expected, Login(answer));
        Assert.Equal(
            ["id", "login", "admin", "firstname", "lastname", "created_on", "updated_on", "last_login_on", "passwd_changed_on", "twofa_scheme", "api_key"],
            Answer.Keys(answer.Json["user"]));
    }

    [SkippableFact]
    public async Task Switch_to_nobody_is_ignored()
    {
        var answer = await Redmine.Get("/users/current.json", "admin", ("X-Redmine-Switch-User", ""));
        Assert.Equal("admin", Login(answer));
    }

    [SkippableTheory]
    [InlineData("nosuch")]
    [InlineData("locked")]
    [InlineData("5")]
    public async Task Switch_to_an_unknown_or_locked_login_fails(string login) =>
        AssertEmpty(412, await Redmine.Get("/users/current.json", login));

    [SkippableFact]
    public async Task Switch_fails_on_every_call() => AssertEmpty(412, await Redmine.Get("/issues.json", "nosuch"));

    [SkippableFact]
    public async Task Switch_without_being_an_administrator_is_ignored()
    {
        var key = (string)(await Redmine.Get("/users/current.json", "alice")).Json["user"]!["api_key"]!;
        var answer = await Redmine.Get("/users/current.json", null, ("X-Redmine-API-Key", key), ("X-Redmine-Switch-User", "bob"));
        Assert.Equal("alice", Login(answer));
    }

    [SkippableFact]
    public async Task Own_key_acts_as_its_owner_with_their_rights()
    {
        var (alice, bob) = (await KeyOf("alice"), await KeyOf("bob"));
        var answer = await Redmine.Get("/users/current.json", null, alice);
        Assert.Equal("alice", Login(answer));
        Assert.Equal(
            ["id", "login", "admin", "firstname", "lastname", "created_on", "updated_on", "last_login_on", "passwd_changed_on", "twofa_scheme", "api_key"],
            Answer.Keys(answer.Json["user"]));
        Assert.Equal(200, (await Redmine.Get("/projects/secret.json", null, alice)).Status);
        AssertEmpty(403, await Redmine.Get("/projects/secret.json", null, bob));
        AssertEmpty(403, await Redmine.Get("/custom_fields.json", null, bob));
        AssertEmpty(403, await Redmine.Get("/users.json", null, bob));
        var made = await Redmine.Post("/projects/demo/issues.json", """{"issue":{"subject":"by a key"}}""", null, bob);
        Assert.Equal((201, "Bob Tester"), (made.Status, (string?)made.Json["issue"]!["author"]!["name"]));
    }

    [SkippableFact]
    public async Task Own_key_of_a_locked_account_shows_lists_as_to_a_stranger_and_writes_nothing()
    {
        var ticket = (int)(await Redmine.Create("demo", Unique(), "alice"))["id"]!;
        var hidden = (int)(await Redmine.Create("secret", Unique(), "alice"))["id"]!;
        var locked = await KeyOf("locked");
        var seen = await Redmine.Get($"/issues.json?issue_id={ticket},{hidden}&status_id=*", null, locked);
        Assert.Equal([ticket], seen.List("issues").Select(i => (int)i["id"]!));
        Assert.Equal(0, (int)(await Redmine.Get("/issues.json?assigned_to_id=me", null, locked)).Json["total_count"]!);
        AssertEmpty(401, await Redmine.Get("/projects/secret.json", null, locked));
        AssertEmpty(401, await Redmine.Post("/projects/demo/issues.json", """{"issue":{"subject":"x"}}""", null, locked));
    }

    [SkippableFact]
    public async Task Current_without_a_good_key_is_refused()
    {
        var locked = (await Redmine.Get($"/users/{await Redmine.UserId("locked")}.json")).Json["user"]!["api_key"]!;
        AssertEmpty(401, await Redmine.Get("/users/current.json", null));
        AssertEmpty(401, await Redmine.Get("/users/current.json", null, ("X-Redmine-API-Key", WrongKey)));
        AssertEmpty(401, await Redmine.Get("/users/current.json", null, ("X-Redmine-API-Key", (string)locked!)));
    }

    [SkippableTheory]
    [InlineData("/issues.json")]
    [InlineData("/projects.json")]
    [InlineData("/projects/demo.json")]
    [InlineData("/trackers.json")]
    public async Task Public_data_with_a_wrong_key_is_shown_as_to_a_stranger(string path) =>
        Assert.Equal(200, (await Redmine.Get(path, null, ("X-Redmine-API-Key", WrongKey))).Status);

    [SkippableTheory]
    [InlineData("/issues.json")]
    [InlineData("/projects/demo/issues.json")]
    public async Task Create_with_a_wrong_key_is_refused(string path) =>
        AssertEmpty(401, await Redmine.Post(path, """{"issue":{"project_id":"demo","subject":"x"}}""", null, ("X-Redmine-API-Key", WrongKey)));

    private async Task<(string Name, string Value)> KeyOf(string login) =>
        ("X-Redmine-API-Key", (string)(await Redmine.Get($"/users/{await Redmine.UserId(login)}.json")).Json["user"]!["api_key"]!);

    private static string? Login(Answer answer) => (string?)answer.Json["user"]!["login"];

    public sealed class OnStandIn(StandIn redmine) : AuthenticationSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : AuthenticationSpec(redmine), IClassFixture<RealRedmine>;
}
