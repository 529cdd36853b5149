using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>The stand-in, with the cast that <c>tests/redmine-seed.rb</c> gives the real one, and with the same ids.</summary>
public sealed class StandIn : RedmineUnderTest
{
    private readonly StandInRedmine _server;

    public StandIn()
    {
        World = CreateWorld(TimeProvider.System);
        _server = new(World);
    }

    public RedmineWorld World { get; }

    public StandInRedmine Server => _server;

    public override Uri Url => _server.Url;

    public override string AdminKey => RedmineWorld.AdminKey;

    public static RedmineWorld CreateWorld(TimeProvider time)
    {
        var world = RedmineWorld.CreateEmpty(time);
        var alice = world.AddUser("alice", "Alice", "Tester", with: u => u with { Password = "Passw0rd!user" });
        var bob = world.AddUser("bob", "Bob", "Tester");
        var carol = world.AddUser("carol", "Carol", "Tester");
        var ivan = world.AddUser("ivan", "Иван", "Петров", "ru");
        var locked = world.AddUser("locked", "Locked", "Tester", with: u => u with { IsLocked = true });
        world.AddRole("OwnOnly", IssuesVisibility.Own, true, "view_issues", "add_issues", "edit_own_issues", "add_issue_notes");
        world.AddRole("Viewer", IssuesVisibility.Default, false, "view_issues");
        world.AddRole("Poster", IssuesVisibility.All, true, "view_issues", "add_issues", "add_issue_notes", "view_issue_watchers");
        var demo = world.AddProject("demo", "Demo", with: p => p with
        {
            Description = "Public demo project",
            Homepage = "https://example.test/",
            Categories = [new(1, "Backend", bob.Id), new(2, "Frontend")],
            Versions = [new(1, "1.0"), new(2, "0.9", IsClosed: true)],
        });
        var child = world.AddProject("demo-child", "Demo child", with: p => p with { ParentId = demo.Id });
        var secret = world.AddProject("secret", "Secret", isPublic: false);
        var closed = world.AddProject("closedp", "Closed project", with: p => p with { Status = ProjectStatus.Closed });
        var archived = world.AddProject("archived", "Archived project", with: p => p with { Status = ProjectStatus.Archived });
        var fields = world.AddProject("fields", "Custom fields", with: p => p with { TrackerIds = [1] });
        var noIssues = world.AddProject("noissues", "No issue tracking", with: p => p with { Modules = ["wiki"] });
        world.AddMember(demo, alice, "Manager");
        world.AddMember(demo, bob, "Developer");
        world.AddMember(demo, ivan, "Manager");
        world.AddMember(demo, locked, "Developer");
        world.AddMember(fields, alice, "Manager");
        world.AddMember(fields, bob, "OwnOnly");
        world.AddMember(fields, carol, "Viewer");
        world.AddMember(fields, ivan, "Poster");
        foreach (var project in new[] { child, secret, closed, archived, noIssues })
            world.AddMember(project, alice, "Manager");
        world.AddCustomField("Reason", "string", fields, f => f with { IsRequired = true, MinLength = 3, MaxLength = 20 });
        world.AddCustomField("Colour", "list", fields, f => f with { IsMultiple = true, PossibleValues = ["red", "green", "blue"] });
        world.AddCustomField("Amount", "int", fields);
        return world;
    }

    public override Task<(int Id, string Name)> GroupIn(string project, string role)
    {
        var group = World.AddGroup("Group " + Guid.NewGuid().ToString("n"));
        World.AddMember(World.Data.Projects.Values.First(p => p.Identifier == project), group, role);
        return Task.FromResult((group.Id, group.Name));
    }

    public override Task InitializeAsync() => _server.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
