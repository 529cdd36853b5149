using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>What keeps setup from beginning is said in a sentence each, and nothing is changed.</summary>
public sealed class SetupRefusalTests
{
    public static TheoryData<string, int, string> Refusals => new()
    {
        { "--SETUP_MATTERMOST_PASSWORD=wrong", 1, "Mattermost refuses the login of admin: correct login and password" },
        { "--SETUP_MATTERMOST_TOKEN=wrong", 1, "Mattermost refuses SETUP_MATTERMOST_TOKEN: copy it again, or make another" },
        { "--SETUP_MATTERMOST_LOGIN=alice --SETUP_MATTERMOST_PASSWORD=" + SetupOffice.AlicesPassword, 1, "@alice is no system administrator of Mattermost" },
        { "--SETUP_REDMINE_PASSWORD=wrong", 1, "Redmine refuses SETUP_REDMINE_LOGIN with its password" },
        { "--SETUP_REDMINE_KEY=wrong", 1, "Redmine refuses SETUP_REDMINE_KEY" },
        { "--SETUP_REDMINE_KEY=alice", 1, "SETUP_REDMINE_KEY is alice's, who is no administrator of Redmine" },
        { "--Redmine:Url=http://127.0.0.1:9", 1, "Redmine does not answer at http://127.0.0.1:9/" },
        { "--Mattermost:Url=http://127.0.0.1:9", 1, "Mattermost does not answer at http://127.0.0.1:9/" },
        { "--Mattermost:Url=chat", 2, "Mattermost__Url is not an address" },
        { "--Links:Mode=maybe", 2, "Links__Mode is maybe" },
        { "--Bridge:ListenUrl=http://0.0.0.0:8090", 2, "Bridge__PublicUrl is missing" },
        { "--teams=nobody", 1, "there is no team nobody in Mattermost" },
        { "--channels=office/nowhere", 1, "there is no channel office/nowhere in Mattermost" },
        { "--bot=alice", 1, "@alice is a person in Mattermost and no bot" },
        { "--keep-switches", 1, "a bot can't be made while EnableBotAccountCreation is off" },
        { "--Mattermost:Token=revoked", 1, "Mattermost__Token is not good, and stands in the environment or on the command line" },
        { "--from-env-file=nothing.env", 2, "--from-env-file: nothing.env can't be read" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_is_wrong_is_named_and_nothing_is_changed(string options, int code, string sentence)
    {
        await using var office = await SetupOffice.OpenAsync();
        var alicesKey = office.RedmineWorld.Data.Users.Values.Single(u => u.Login == "alice").ApiKey;
        var before = office.Snapshot();

        var run = await office.SetupAsync(["--yes", .. options.Replace("KEY=alice", $"KEY={alicesKey}", StringComparison.Ordinal).Split(' ')]);

        Assert.Contains(sentence, run.Said, StringComparison.Ordinal);
        Assert.Equal((code, before, ""), (run.Code, office.Snapshot(), office.Files()));
    }

    [Fact]
    public async Task Where_REST_is_off_it_is_said_where_it_is_switched_on()
    {
        await using var office = await SetupOffice.OpenAsync();
        office.RedmineWorld.Change(d => d with { RestEnabled = false });

        var (code, said) = await office.SetupAsync("--yes");

        Assert.Equal(1, code);
        Assert.Contains("Administration, Settings, API, Enable REST web service", said, StringComparison.Ordinal);
        Assert.Empty(office.Files());
    }

    [Theory]
    [InlineData("""{ "Links": { "Mood": "x" } }""", "Links__Mood is no setting of the bridge")]
    [InlineData("""{ "Redmine": { "ApiKey": "hush" """, "is no JSON")]
    [InlineData("""{ "Redmine": { "ApiKey": "hush", "apikey": "hush" } }""", "is no JSON")]
    public async Task A_settings_file_that_is_wrong_is_left_alone(string text, string sentence)
    {
        await using var office = await SetupOffice.OpenAsync();
        await File.WriteAllTextAsync(office.SettingsPath, text);

        var (code, said) = await office.SetupAsync("--yes");

        Assert.Equal((2, text), (code, await File.ReadAllTextAsync(office.SettingsPath)));
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_missing_are_named_all_at_once()
    {
        await using var office = await SetupOffice.OpenAsync();

        var (code, said) = await office.RunAsync("--yes", "--SETUP_REDMINE_LOGIN=admin");

        Assert.Equal(2, code);
        Assert.Contains("SETUP_MATTERMOST_TOKEN is missing", said, StringComparison.Ordinal);
        Assert.Contains("SETUP_REDMINE_PASSWORD is missing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_can_stand_in_files()
    {
        await using var office = await SetupOffice.OpenAsync();
        var (password, key) = (Path.Combine(office.Folder, "password"), Path.Combine(office.Folder, "key"));
        await File.WriteAllTextAsync(password, $"{MattermostWorld.AdminPassword}\n");
        await File.WriteAllTextAsync(key, $"{RedmineWorld.AdminKey}\n");

        var (code, said) = await office.RunAsync(
            "--dry-run", "--SETUP_MATTERMOST_LOGIN=admin", $"--SETUP_MATTERMOST_PASSWORD_FILE={password}", $"--SETUP_REDMINE_KEY_FILE={key}");

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task What_the_servers_environment_decides_is_said_and_the_rest_is_done()
    {
        await using var office = await SetupOffice.OpenAsync();
        office.World.Settings = office.World.Settings with { EnableBotAccountCreation = true };
        using var _ = office.Mattermost.Faults.Inject(
            "PUT", "/api/v4/config/patch", new RedmineBridge.Sandbox.Serving.Fault.Answer(200, """{"ServiceSettings":{"EnableCommands":false}}"""));

        var (code, said) = await office.SetupAsync("--yes");

        // The bridge can run.
        Assert.Equal(0, code);
        Assert.Contains("Not all could be done", said, StringComparison.Ordinal);
        Assert.Contains("change MM_SERVICESETTINGS_ENABLECOMMANDS there", said, StringComparison.Ordinal);
        Assert.Contains("Custom slash commands are switched off", said, StringComparison.Ordinal);
        Assert.Single(office.World.AccessTokensOf(office.World.User("redmine")));
        Assert.True(File.Exists(office.SettingsPath));
    }
}
