using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>Setup with somebody at a terminal, who is asked for what is missing and for consent.</summary>
public sealed class SetupTerminalTests
{
    [Fact]
    public async Task What_is_missing_is_asked_for_and_after_a_yes_the_bridge_works()
    {
        await using var office = await SetupOffice.OpenAsync();

        var (code, said) = await office.TypeAsync([.. Answers(office), "y", "y"]);

        Assert.True(code == 0, said);
        foreach (var question in new[]
        {
            "The address of Mattermost", "The address of Redmine", "The address of Redmine in people's browsers", "The address under which Mattermost reaches the bridge", "The login of an administrator of Mattermost",
            "The password of admin in Redmine", "Do all this?", "Change the Mattermost server's own settings, too?",
        })
        {
            Assert.Contains(question, said, StringComparison.Ordinal);
        }

        // A table of people.
        Assert.Matches(@"│ alice\s+│ alice\s+│ login and address", said);
        Assert.Contains("All is done. Start the bridge: redmine-bridge run", said, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!["Redmine"]!["PublicUrl"]);
        await office.StartBridgeAsync();
    }

    [Fact]
    public async Task What_was_answered_wrong_can_be_corrected_and_the_rest_need_not_be_typed_again()
    {
        await using var office = await SetupOffice.OpenAsync();
        string[] wrongAddress = ["chat", $"{office.RedmineUrl}", "", "", "y"];
        string[] wrongPassword = [$"{office.Mattermost.Url}", "", "", "", "admin", "wrong", "admin", "wrong", "y"];

        var (code, said) = await office.TypeAsync(
            [.. wrongAddress, .. wrongPassword, "", "", "https://redmine.example.com", "", "", MattermostWorld.AdminPassword, "", RedmineWorld.AdminPassword, "y", "y"]);

        Assert.True(code == 0, said);
        Assert.Contains("Mattermost__Url is not an address", said, StringComparison.Ordinal);
        Assert.Contains("Mattermost refuses the login of admin", said, StringComparison.Ordinal);
        Assert.Contains("All is done.", said, StringComparison.Ordinal);
        Assert.Equal("https://redmine.example.com", (string?)JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!["Redmine"]!["PublicUrl"]);
    }

    [Fact]
    public async Task After_a_no_nothing_is_changed()
    {
        await using var office = await SetupOffice.OpenAsync();
        var before = office.Snapshot();

        var (code, said) = await office.TypeAsync([.. Answers(office), "n"]);

        Assert.Equal((2, before, ""), (code, office.Snapshot(), office.Files()));
        Assert.EndsWith("Nothing was changed.", said.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_own_settings_stay_after_a_no_to_them_and_what_goes_without_is_done()
    {
        await using var office = await SetupOffice.OpenAsync();
        office.World.Settings = office.World.Settings with { EnableBotAccountCreation = true, EnableCommands = true };
        var settings = office.World.Settings;

        var (code, said) = await office.TypeAsync([.. Answers(office), "y", "n"]);

        Assert.True(code == 0, said);
        Assert.Equal(settings, office.World.Settings);
        Assert.Single(office.World.AccessTokensOf(office.World.User("redmine")));
    }

    [Fact]
    public async Task What_can_not_go_without_them_is_said_and_nothing_is_changed()
    {
        await using var office = await SetupOffice.OpenAsync();
        var before = office.Snapshot();

        var (code, said) = await office.TypeAsync([.. Answers(office), "y", "n"]);

        Assert.Equal((1, before, ""), (code, office.Snapshot(), office.Files()));
        Assert.Contains("a bot can't be made while EnableBotAccountCreation is off", said, StringComparison.Ordinal);
    }

    /// <summary>Up to the consent; the addresses of Redmine in browsers and of the bridge are taken as they are offered.</summary>
    private static string[] Answers(SetupOffice office) =>
    [
        $"{office.Mattermost.Url}", $"{office.RedmineUrl}", "", "", "admin", MattermostWorld.AdminPassword, "admin", RedmineWorld.AdminPassword,
    ];
}
