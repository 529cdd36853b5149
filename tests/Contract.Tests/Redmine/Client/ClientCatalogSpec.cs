using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

public abstract class ClientCatalogSpec(RedmineUnderTest redmine) : ClientSpec(redmine)
{
    private static readonly string[] Cast = ["fields", "demo", "demo-child", "noissues", "secret", "closedp", "archived"];

    [SkippableFact]
    public async Task Key_is_the_administrators() =>
        Assert.Equal(("admin", true), await Send(new RedmineCall.CheckKey()) is RedmineAnswer.KeyChecked k ? (k.Login, k.IsAdministrator) : default);

    [SkippableFact]
    public async Task Catalog_has_what_the_installation_has()
    {
        var catalog = await Catalog();
        Assert.Equal(["Bug", "Feature", "Support"], catalog.Trackers.Select(t => t.Name));
        Assert.All(catalog.Trackers, t => Assert.Equal(1, t.DefaultStatus));
        Assert.All(catalog.Trackers, t => Assert.True(t.Has("due_date") && t.Has("description") && !t.Has("nonsense")));
        Assert.Equal(
            ["New", "In Progress", "Resolved", "Feedback", "Closed (closed)", "Rejected (closed)"],
            catalog.Statuses.Select(s => s.Name + (s.IsClosed ? " (closed)" : "")));
        Assert.Equal(["Low", "Normal", "High", "Urgent", "Immediate"], catalog.Priorities.Where(p => p.IsActive).Select(p => p.Name));
        Assert.Equal("Normal", Assert.Single(catalog.Priorities, p => p.IsDefault).Name);
    }

    [SkippableFact]
    public async Task Catalog_has_roles_and_what_everybody_may()
    {
        var catalog = await Catalog();
        Assert.Equal(
            ["Manager assignable adds", "Developer assignable adds", "Reporter assignable adds", "OwnOnly assignable adds", "Viewer - -", "Poster assignable adds"],
            catalog.Roles.Select(r => $"{r.Name} {(r.IsAssignable ? "assignable" : "-")} {(r.MayAddTickets ? "adds" : "-")}"));
        Assert.Equal(("Non member", true), (catalog.NonMember?.Name, catalog.NonMember?.MayAddTickets));
    }

    [SkippableFact]
    public async Task Catalog_has_the_fields_of_tickets()
    {
        var fields = (await Catalog()).CustomFields;
        var reason = Assert.Single(fields, f => f.Name == "Reason");
        Assert.Equal(("string", true, false, true, false, 3, 20), (reason.Format, reason.IsRequired, reason.IsMultiple, reason.IsFilter, reason.IsForAllProjects, reason.MinLength, reason.MaxLength));
        Assert.Equal([1], reason.Trackers);
        Assert.Null(reason.Roles);
        Assert.Null(reason.Default);
        Assert.Null(reason.Pattern);
        var colour = Assert.Single(fields, f => f.Name == "Colour");
        Assert.Equal(("list", false, true), (colour.Format, colour.IsRequired, colour.IsMultiple));
        Assert.Equal(["red", "green", "blue"], colour.PossibleValues.Select(v => v.Value));
        Assert.Equal(("int", null), (fields.First(f => f.Name == "Amount").Format, fields.First(f => f.Name == "Amount").MinLength));
    }

    [SkippableTheory]
    [InlineData("alice", "fields demo demo-child secret")]
    [InlineData("bob", "fields demo demo-child")]
    [InlineData("carol", "demo demo-child")]
    [InlineData("ivan", "fields demo demo-child")]
    [InlineData("admin", "fields demo demo-child secret")]
    public async Task Choices_are_the_projects_where_the_person_may_add(string login, string projects)
    {
        var choices = await Choices(login);
        Assert.Equal(projects, string.Join(' ', choices.Projects.Select(p => p.Identifier).Where(Cast.Contains)));
        Assert.Equal((await Redmine.UserId(login), login == "admin"), (choices.Person.UserId, choices.Person.IsAdministrator));
    }

    [SkippableFact]
    public async Task Choices_within_a_project_are_its_own()
    {
        var choices = await Choices("bob");
        var (demo, fields) = (Project(choices, "demo"), Project(choices, "fields"));
        Assert.Equal(["Bug", "Feature", "Support"], choices.TrackersOf(demo).Select(t => t.Name));
        Assert.Equal("Bug", Assert.Single(choices.TrackersOf(fields)).Name);
        Assert.Equal(["Demo"], choices.Projects.Where(p => p.Id == Project(choices, "demo-child").Parent).Select(p => p.Name));
        Assert.Equal("New", choices.StatusesOf(choices.TrackersOf(demo)[0])[0].Name);
        Assert.Equal("Normal", choices.DefaultPriority?.Name);
        Assert.Equal(["Reason", "Colour", "Amount"], choices.FieldsOf(fields, choices.TrackersOf(fields)[0]).Select(f => f.Name));
        Assert.Equal("Reason", Assert.Single(choices.RequiredFieldsOf(fields, choices.TrackersOf(fields)[0])).Name);
        Assert.Empty(choices.RequiredFieldsOf(demo, choices.TrackersOf(demo)[0]));
    }

    [SkippableFact]
    public async Task Members_are_people_and_groups_apart()
    {
        var secret = await Redmine.ProjectId("secret");
        var assignable = await Redmine.GroupIn("secret", "Developer");
        var viewing = await Redmine.GroupIn("secret", "Viewer");
        var choices = await Choices("alice", secret);
        Assert.Equal("Alice Tester", Assert.Single(choices.Members!.People).Name);
        Assert.Superset(new HashSet<int>([assignable.Id, viewing.Id]), choices.Members.Groups.Select(g => g.Id).ToHashSet());
        Assert.Contains(choices.AssignableGroups, g => (g.Id, g.Name) == assignable);
        Assert.DoesNotContain(choices.AssignableGroups, g => g.Id == viewing.Id);
    }

    [SkippableFact]
    public async Task Members_are_assignable_by_their_roles()
    {
        var choices = await Choices("carol", await Redmine.ProjectId("fields"));
        Assert.Equal(["Alice Tester", "Bob Tester", "Carol Tester", "Иван Петров"], choices.Members!.People.Select(m => m.Name));
        Assert.Equal(["Alice Tester", "Bob Tester", "Иван Петров"], choices.Assignable.Select(m => m.Name));
        Assert.True(choices.MayBeAssigned(await Redmine.UserId("carol")), "Whoever creates a ticket may take it.");
        Assert.False(choices.MayBeAssigned(await Redmine.UserId("admin")));
    }

    [SkippableFact]
    public async Task Members_of_what_is_not_seen_are_refused()
    {
        var secret = await Redmine.ProjectId("secret");
        Assert.Equal(secret, (await Send<RedmineAnswer.ProjectForbidden>(new RedmineCall.ReadMembers(Login("carol"), secret))).Project);
        Assert.Equal(999_999, (await Send<RedmineAnswer.ProjectUnknown>(new RedmineCall.ReadMembers(Login("carol"), 999_999))).Project);
    }

    [SkippableTheory]
    [InlineData("alice", "alice Alice Tester", "")]
    [InlineData("ALICE", "alice Alice Tester", "")]
    [InlineData("ivan", "ivan Иван Петров", "")]
    [InlineData("locked", "locked Locked Tester locked", "")]
    [InlineData("ali", "", "ali")]
    [InlineData("example.test", "", "example.test")]
    [InlineData("bob locked nosuch Alice alice", "alice Alice Tester|bob Bob Tester|locked Locked Tester locked", "nosuch")]
    [InlineData("", "", "")]
    public async Task Users_are_found_by_login(string logins, string found, string unknown)
    {
        var answer = await Send<RedmineAnswer.UsersFound>(
            new RedmineCall.FindUsers([.. logins.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Login)]));
        Assert.Equal(found, string.Join('|', answer.Users.OrderBy(u => u.Login).Select(u => $"{u.Login} {u.Name}{(u.IsLocked ? " locked" : "")}")));
        Assert.Equal(unknown, string.Join(' ', answer.Unknown));
        foreach (var user in answer.Users)
            Assert.Equal(await Redmine.UserId(user.Login), user.Id);
    }

    [SkippableTheory]
    [InlineData(AccountStatus.Active, null, "alice bob carol ivan", "locked nosuch")]
    [InlineData(AccountStatus.Active, "ALI", "alice", "bob locked")]
    [InlineData(AccountStatus.Locked, null, "locked", "alice bob")]
    [InlineData(AccountStatus.Locked, "alice", "", "alice locked")]
    [InlineData(AccountStatus.Registered, null, "", "alice locked")]
    public async Task Accounts_are_listed_by_status(AccountStatus status, string? name, string there, string notThere)
    {
        var page = await Send<RedmineAnswer.AccountsRead>(new RedmineCall.ReadAccounts(status, name, 0));
        Assert.Empty(there.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(page.Logins));
        Assert.Empty(notThere.Split(' ').Intersect(page.Logins));
        Assert.True(page.Total >= page.Logins.Count);
        Assert.Empty((await Send<RedmineAnswer.AccountsRead>(new RedmineCall.ReadAccounts(status, name, page.Total))).Logins);
    }

    [SkippableTheory]
    [InlineData("nosuch")]
    [InlineData("locked")]
    public async Task Person_without_an_account_has_no_choices(string login) =>
        Assert.Equal(Login(login), (await Send<RedmineAnswer.NoSuchAccount>(new RedmineCall.ReadProjects(Login(login)))).Login);

    [SkippableFact]
    public async Task Key_that_is_refused_reads_nothing()
    {
        using var stranger = new RedmineApi(Redmine.Url, "0123456789012345678901234567890123456789");
        RedmineCall[] calls =
        [
            new RedmineCall.CheckKey(), new RedmineCall.ReadCatalog(), new RedmineCall.ReadProjects(Login("alice")), new RedmineCall.FindUsers([Login("alice")]),
        ];
        foreach (var call in calls)
            Assert.Equal(RedmineTrouble.KeyRefused, Assert.IsType<RedmineAnswer.Misconfigured>(await stranger.SendAsync(call, CancellationToken.None)).Trouble);
    }

    [SkippableFact]
    public async Task Key_that_is_no_administrators_reads_nothing_as_another()
    {
        var key = (string)(await Redmine.Get($"/users/{await Redmine.UserId("bob")}.json")).Json["user"]!["api_key"]!;
        using var bobs = new RedmineApi(Redmine.Url, key);
        var answer = await bobs.SendAsync(new RedmineCall.ReadProjects(Login("alice")), CancellationToken.None);
        Assert.Equal(RedmineTrouble.KeyNotAdministrator, Assert.IsType<RedmineAnswer.Misconfigured>(answer).Trouble);
    }

    private static PersonProject Project(TicketChoices choices, string identifier) => choices.Projects.Single(p => p.Identifier == identifier);

    public sealed class OnStandIn(StandIn redmine) : ClientCatalogSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : ClientCatalogSpec(redmine), IClassFixture<RealRedmine>;
}
