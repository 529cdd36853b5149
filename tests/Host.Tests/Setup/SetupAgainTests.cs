using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>Setup where it has been before, as at each start of the whole stack, while something has changed around it.</summary>
public sealed class SetupAgainTests
{
    [Fact]
    public async Task What_the_bridge_can_do_without_keeps_nobody_from_starting_it()
    {
        await using var office = await SetupOffice.OpenAsync();
        var team = office.World.TeamsOf(office.World.User("alice").Id).Single();
        office.World.AddCommand(team, "redmine", new("http://elsewhere/tickets"), office.World.User("bob"));

        var (first, said) = await office.SetupAsync("--yes");
        var (again, _) = await office.SetupAsync("--yes");

        Assert.Equal((0, 0), (first, again));
        Assert.Contains("The bridge runs without it, too", said, StringComparison.Ordinal);
        await office.StartBridgeAsync();
    }

    [Fact]
    public async Task What_the_environment_has_stays_there_alone()
    {
        await using var office = await SetupOffice.OpenAsync();

        var (code, said) = await office.SetupInAsync(
            new Dictionary<string, string?> { ["Bridge:Language"] = "ru", ["Links:Mode"] = "reply", ["Redmine:ApiKey"] = RedmineWorld.AdminKey }, "--Links:Mode=off");

        Assert.True(code == 0, said);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!;
        // What was made, and what the command line has.
        Assert.Equal(["Token"], settings["Mattermost"]!.AsObject().Select(s => s.Key));
        Assert.Equal(["File"], settings["Users"]!.AsObject().Select(s => s.Key));
        Assert.Equal("off", (string?)settings["Links"]!["Mode"]);
        Assert.Equal((null, null), (settings["Redmine"], settings["Bridge"]));
        Assert.Matches("note: .*Bridge__Language.* stay in the environment and are not written", said);
        (_, said) = await office.SetupInAsync(new Dictionary<string, string?> { ["Redmine:ApiKey"] = RedmineWorld.AdminKey });
        Assert.Contains("There is nothing to do.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_to_keys_of_peoples_own_what_setup_wrote_of_the_other_way_is_taken_out()
    {
        await using var office = await SetupOffice.OpenAsync();
        await office.SetupAsync("--yes");

        var (code, said) = await office.SetupAsync("--yes", "--Users:Link=connect");

        Assert.True(code == 0, said);
        Assert.Contains($"take Redmine__ApiKey, Users__File out of {office.SettingsPath}, where setup put it", said, StringComparison.Ordinal);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!;
        Assert.Equal(("connect", null, null), ((string?)settings["Users"]!["Link"], settings["Users"]!["File"], settings["Redmine"]!["ApiKey"]));
        await office.StartBridgeAsync();
        (_, said) = await office.SetupAsync("--yes");
        Assert.Contains("There is nothing to do.", said, StringComparison.Ordinal);

        // What somebody else has written there is theirs to take out.
        settings["Redmine"]!["ApiKey"] = "theirs";
        await File.WriteAllTextAsync(office.SettingsPath, settings.ToJsonString());
        (code, said) = await office.SetupAsync("--yes");
        Assert.Equal(2, code);
        Assert.Contains("Redmine__ApiKey is set, but with Users__Link=connect", said, StringComparison.Ordinal);
    }

    [Theory]
    // The server's own id, as it was and as it is; whether the bot is found there.
    [InlineData("", "", true)]
    [InlineData("s", "s", true)]
    [InlineData("", "s", true)]
    [InlineData("s", "other", false)]
    public async Task A_server_is_known_by_another_address(string id, string later, bool isSame)
    {
        await using var office = await SetupOffice.OpenAsync();
        office.World.Settings = office.World.Settings with { DiagnosticId = id };
        await office.SetupAsync("--yes");
        office.World.Settings = office.World.Settings with { DiagnosticId = later };
        var elsewhere = $"--Mattermost:Url=http://localhost:{office.Mattermost.Url.Port}/";

        var (code, said) = await office.SetupAsync("--yes", elsewhere);

        Assert.True(code == (isSame ? 0 : 1), said);
        Assert.Equal(!isSame, said.Contains("another Mattermost: undo that first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undoing_goes_by_the_present_address_and_then_by_the_former_one()
    {
        await using var office = await SetupOffice.OpenAsync();
        var gone = "http://127.0.0.1:9/";
        await office.SetupAsync("--yes");

        var (silent, said) = await office.SetupAsync("--undo", "--yes", $"--Mattermost:Url={gone}");
        Assert.Contains($"note: Mattermost does not answer at {gone}", said, StringComparison.Ordinal);
        Assert.Equal((0, ""), (silent, office.Files()));

        await office.SetupAsync("--yes");
        await File.WriteAllTextAsync(office.RecordPath, (await File.ReadAllTextAsync(office.RecordPath)).Replace($"{office.Mattermost.Url}", gone, StringComparison.Ordinal));
        (var moved, said) = await office.SetupAsync("--undo", "--yes");
        Assert.True(moved == 0, said);
        Assert.Equal("", office.Files());
    }

    [Fact]
    public async Task At_another_server_nothing_is_undone()
    {
        await using var office = await SetupOffice.OpenAsync();
        await using var other = await SetupOffice.OpenAsync();
        await office.SetupAsync("--yes");
        var before = other.Snapshot();
        await File.WriteAllTextAsync(office.RecordPath, (await File.ReadAllTextAsync(office.RecordPath)).Replace($"{office.Mattermost.Url}", "http://127.0.0.1:9/", StringComparison.Ordinal));

        var (code, said) = await office.SetupAsync("--undo", "--yes", $"--Mattermost:Url={other.Mattermost.Url}");

        Assert.Equal((1, before), (code, other.Snapshot()));
        Assert.Contains($"{other.Mattermost.Url} is another Mattermost", said, StringComparison.Ordinal);
        Assert.True(File.Exists(office.RecordPath) && File.Exists(office.SettingsPath));
    }

    [Theory]
    [InlineData("/bots")]
    [InlineData("/tokens")]
    public async Task Without_a_bot_and_its_token_it_can_not_run(string call)
    {
        await using var office = await SetupOffice.OpenAsync();
        using var _ = office.Mattermost.Faults.Inject(r => r.Method == "POST" && r.Path.Value!.EndsWith(call, StringComparison.Ordinal), new Fault.Answer(500, "{}"));

        var (code, said) = await office.SetupAsync("--yes");

        Assert.Equal(1, code);
        Assert.DoesNotContain("The bridge runs without it", said, StringComparison.Ordinal);
    }
}
