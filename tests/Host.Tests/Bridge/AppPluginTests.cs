using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The whole bridge as an App: installed by an administrator, used by people, every call through the stand-in's Apps plugin.</summary>
public sealed class AppPluginTests
{
    private const string AppBot = "redmine-mattermost-bridge";

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task It_is_installed_again_and_again_and_not_with_another_secret()
    {
        await using var office = await OpenAsync();

        Assert.Contains("Installed app", Text(await InstallAsync(office, Office.AppsSecret)), StringComparison.Ordinal);
        Assert.DoesNotContain("failure", Text(await InstallAsync(office, "")), StringComparison.Ordinal);
        Assert.Contains("/ping path is not accessible", Text(await InstallAsync(office, "fedcba9876543210fedcba9876543210")), StringComparison.Ordinal);
        Assert.Contains("system administrators", Text(await office.Mattermost.InstallAppAs(office.Alice, ManifestOf(office), Office.AppsSecret)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_offered_and_answered_in_channels_of_every_kind()
    {
        await using var office = await InstalledAsync();
        var dev = office.World.Channel("dev");

        var offered = (await office.Mattermost.AppBindingsFor(office.Alice, dev)).Single()!["bindings"]!.AsArray();
        Assert.Equal(["apps", "redmine", "integration_with_redmine"], offered.Select(b => (string)b!["label"]!));
        foreach (var place in new[] { dev, office.World.Channel("council"), office.World.DirectChannel(office.Alice, office.Bob), office.World.GroupChannel(office.Alice, office.Bob, office.Ivan) })
            Assert.Contains("/integration_with_redmine", Text(await office.Mattermost.RunAppCommandAs(office.Alice, place, "/integration_with_redmine app_info")), StringComparison.Ordinal);
        Assert.Contains("Открытые задачи", Text(await office.Mattermost.RunAppCommandAs(office.Ivan, dev, "/redmine my_tickets")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_is_created_by_a_form_as_the_client_shows_it()
    {
        await using var office = await InstalledAsync();
        var dev = office.World.Channel("dev");
        var form = (await office.Mattermost.RunAppCommandAs(office.Alice, dev, "/integration_with_redmine create_ticket_by_form"))["form"]!.AsObject();
        var full = (await office.Mattermost.RefreshAppFormAs(office.Alice, dev, form, "project", new() { ["project"] = "Demo" }))["form"]!.AsObject();
        var values = new JsonObject { ["project"] = "Demo", ["subject"] = $"Through the plugin {_unique}", ["assignee"] = "@bob", ["due_date"] = "31.02.2027" };

        var wrong = await office.Mattermost.SubmitAppFormAs(office.Alice, dev, full, values);
        Assert.Equal("There is no such day as 31.02.2027. Write it like 09.05.2027.", (string?)wrong["data"]!["errors"]!["due_date"]);
        values["due_date"] = DaysAhead.NinthOfMay.InShort();
        Assert.Equal("ok", (string?)(await office.Mattermost.SubmitAppFormAs(office.Alice, dev, full, values))["type"]);

        var ticket = Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject.Contains(_unique, StringComparison.Ordinal));
        Assert.Equal(DaysAhead.NinthOfMay, ticket.DueDate);
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => (p.Message + p.Props.GetRawText()).Contains(_unique, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task List_is_previewed_in_the_direct_message()
    {
        await using var office = await InstalledAsync();
        var dev = office.World.Channel("dev");
        var form = (await office.Mattermost.RunAppCommandAs(office.Alice, dev, "/integration_with_redmine create_tickets"))["form"]!.AsObject();

        Assert.Equal("ok", (string?)(await office.Mattermost.SubmitAppFormAs(
            office.Alice, dev, form, new() { ["project"] = "Demo", ["tasks"] = $"1. One {_unique}\n2. Two {_unique} @bob" }))["type"]);

        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => p.Message.Contains($"Two {_unique}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_hears_when_its_bot_joins_a_team()
    {
        await using var office = await InstalledAsync();

        office.World.Join(office.World.AddTeam("branch"), office.World.User(AppBot));

        await office.UntilAsync(w => w.AppNotifications.Count > 0);
        Assert.Equal(new AppNotification(AppBot, "bot_joined_team", ""), office.World.AppNotifications.Single());
    }

    private static Task<Office> OpenAsync() => Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = false });

    private static async Task<Office> InstalledAsync()
    {
        var office = await OpenAsync();
        Assert.Equal("ok", (string?)(await InstallAsync(office, Office.AppsSecret))["type"]);
        return office;
    }

    private static Uri ManifestOf(Office office) => new(office.BridgeUrl, "manifest.json");

    private static Task<JsonObject> InstallAsync(Office office, string secret)
    {
        var admin = office.World.Users.FirstOrDefault(u => u.Username == "root") ?? office.World.AddUser("root", with: u => u with { Roles = ["system_admin", "system_user"] });
        return office.Mattermost.InstallAppAs(admin, ManifestOf(office), secret);
    }

    private static string Text(JsonObject answer) => (string?)answer["text"] ?? "";
}
