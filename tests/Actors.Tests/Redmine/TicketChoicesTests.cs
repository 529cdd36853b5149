using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class TicketChoicesTests
{
    private const int Manager = 3;
    private const int Viewer = 7;
    private const int Unheard = 99;

    private static readonly Tracker Bug = new(1, "Bug", 2, null);
    private static readonly PersonProject Mine = new(1, "mine", "Mine", null, false, true, [new(1, "Bug")], new HashSet<int>(), [Manager]);
    private static readonly RedmineCatalog Catalog = new(
        [Bug],
        [new(1, "New", false), new(2, "Reported", false), new(3, "Closed", true)],
        [new(1, "Low", false, true), new(2, "Old default", true, false), new(3, "Normal", true, true)],
        [],
        [new(Manager, "Manager", true, new HashSet<string> { "add_issues" }), new(Viewer, "Viewer", false, new HashSet<string>())],
        new(1, "Non member", true, new HashSet<string> { "add_issues" }));

    public static TheoryData<string, PersonProject, bool, bool> Projects => new()
    {
        { "a role lets", Mine, false, true },
        { "the role doesn't", Mine with { Roles = [Viewer], IsPublic = true }, false, false },
        { "one of the roles does", Mine with { Roles = [Viewer, Manager] }, false, true },
        { "a role made since", Mine with { Roles = [Unheard] }, false, true },
        { "public, no member", Mine with { Roles = [], IsPublic = true }, false, true },
        { "private, no member", Mine with { Roles = [] }, false, false },
        { "private, administrator", Mine with { Roles = [] }, true, true },
        { "no tickets", Mine with { TracksIssues = false }, true, false },
        { "no trackers", Mine with { Trackers = [] }, true, false },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_are_those_where_the_person_may_add(string why, PersonProject project, bool isAdministrator, bool expected) =>
        Assert.Equal((why, expected), (why, Choices(project, isAdministrator: isAdministrator).Projects.Contains(project)));

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Non_members_may_what_their_role_may(bool mayAdd, bool expected)
    {
        var catalog = Catalog with { NonMember = new(1, "Non member", true, mayAdd ? new HashSet<string> { "add_issues" } : []) };
        Assert.Equal(expected, Choices(Mine with { Roles = [], IsPublic = true }, catalog).Projects.Count == 1);
        Assert.Single(Choices(Mine with { Roles = [], IsPublic = true }, catalog with { NonMember = null }).Projects);
    }

    [Fact]
    public void Statuses_begin_with_the_trackers_default()
    {
        Assert.Equal(["Reported", "New", "Closed"], Choices(Mine).StatusesOf(Bug).Select(s => s.Name));
        Assert.Equal(["New", "Reported", "Closed"], Choices(Mine).StatusesOf(Bug with { DefaultStatus = null }).Select(s => s.Name));
    }

    [Fact]
    public void Priorities_are_the_active_ones()
    {
        Assert.Equal(["Low", "Normal"], Choices(Mine).Priorities.Select(p => p.Name));
        Assert.Equal("Normal", Choices(Mine).DefaultPriority?.Name);
    }

    [Fact]
    public void Tracker_made_since_is_offered_too() =>
        Assert.Equal([Bug, new Tracker(9, "New one", null, null)], Choices(Mine).TrackersOf(Mine with { Trackers = [new(1, "Bug"), new(9, "New one")] }));

    [Theory]
    [InlineData("of the project and the tracker", true)]
    [InlineData("of all projects", true)]
    [InlineData("of another project", false)]
    [InlineData("of another tracker", false)]
    [InlineData("of my role", true)]
    [InlineData("of another role", false)]
    public void Fields_are_those_a_ticket_has_and_the_person_sees(string which, bool expected)
    {
        var field = new CustomField(5, which, "string") { Trackers = new HashSet<int> { 1 } };
        field = which switch
        {
            "of all projects" => field with { IsForAllProjects = true },
            "of another tracker" => field with { Trackers = new HashSet<int> { 2 } },
            "of my role" => field with { Roles = new HashSet<int> { Manager, Viewer } },
            "of another role" => field with { Roles = new HashSet<int> { Viewer } },
            _ => field,
        };
        var project = Mine with { CustomFields = which is "of all projects" or "of another project" ? new HashSet<int> { 6 } : new HashSet<int> { 5 } };
        var choices = Choices(project, Catalog with { CustomFields = [field] });
        Assert.Equal(expected, choices.FieldsOf(project, Bug).Count == 1);
        Assert.Empty(choices.RequiredFieldsOf(project, Bug));
    }

    [Fact]
    public void Assignable_are_members_by_role_and_oneself()
    {
        var members = new ProjectMembers(1, [new(10, "Ann", [Manager]), new(11, "Vic", [Viewer])], [new(20, "All", [Manager]), new(21, "Viewers", [Viewer])]);
        var choices = new TicketChoices(Catalog, new(5, false, [Mine]), members);
        Assert.Equal(["Ann"], choices.Assignable.Select(m => m.Name));
        Assert.Equal(["All"], choices.AssignableGroups.Select(m => m.Name));
        Assert.Equal([5, 10], new[] { 5, 10, 11, 20, 99 }.Where(choices.MayBeAssigned));
        Assert.Empty(Choices(Mine).Assignable);
    }

    private static TicketChoices Choices(PersonProject project, RedmineCatalog? catalog = null, bool isAdministrator = false) =>
        new(catalog ?? Catalog, new(5, isAdministrator, [project]), null);
}
