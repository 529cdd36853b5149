using System.Text.Json.Nodes;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>Whole runs of setup on both stand-ins, from an installation that knows nothing of the bridge.</summary>
public sealed class SetupTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task From_nothing_to_a_bridge_that_works_and_back_without_editing_a_file()
    {
        await using var office = await SetupOffice.OpenAsync();
        var before = office.Snapshot();

        var (code, said) = await office.SetupAsync("--yes", "--channels", "office/dev");

        Assert.True(code == 0, said);
        Assert.DoesNotContain("not possible", said, StringComparison.Ordinal);
        Assert.Contains("done: create the bot @redmine", said, StringComparison.Ordinal);
        Assert.Contains("alice=alice (login and address)", said, StringComparison.Ordinal);
        Assert.Contains("@admin could be admin in Redmine, an administrator, but only the login is the same", said, StringComparison.Ordinal);
        var bot = office.World.User("redmine");
        Assert.Equal(["system_user", "system_post_all"], bot.Roles);
        Assert.Single(office.World.AccessTokensOf(bot));
        Assert.Equal("wiki.internal 127.0.0.1", office.World.Settings.AllowedUntrustedInternalConnections);
        foreach (var path in new[] { office.SettingsPath, office.RecordPath, office.MapPath })
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        }

        // The administrator's session is over.
        Assert.Equal("/api/v4/users/logout", office.Mattermost.Requests.All[^1].Path);

        await office.StartBridgeAsync();
        var (alice, dev) = (office.World.User("alice"), office.World.Channel("dev"));
        var post = office.World.PostAs(alice, dev, "see #t1");
        await office.World.WaitAsync(w => w.Post(post.Id).Message.Contains("](", StringComparison.Ordinal), Office.Patience);
        var answer = await office.Mattermost.ExecuteCommandAs(alice, dev, "/redmine mine");
        Assert.Contains("| [#", answer.Text, StringComparison.Ordinal);

        var (after, files) = (office.Snapshot(), office.Files());
        (code, said) = await office.SetupAsync("--yes", "--channels", "office/dev");
        Assert.Equal((0, after, files), (code, office.Snapshot(), office.Files()));
        Assert.Contains("There is nothing to do.", said, StringComparison.Ordinal);

        (code, said) = await office.SetupAsync("--undo", "--yes");
        Assert.True(code == 0, said);
        Assert.Contains("not possible: Mattermost's SiteURL can be changed and not emptied", said, StringComparison.Ordinal);
        Assert.Contains("note: Mattermost deletes no accounts", said, StringComparison.Ordinal);
        // All but what was said to stay.
        office.World.Settings = office.World.Settings with { SiteUrl = null };
        Assert.Equal(before, string.Join('\n', office.Snapshot().Split('\n').Where(l => !l.StartsWith("redmine ", StringComparison.Ordinal))));
        Assert.NotEqual(0, office.World.User("redmine").DeleteAt);
        Assert.Empty(office.World.AccessTokensOf(bot));
        Assert.Empty(office.Files());
    }

    [Fact]
    public async Task Shown_alone_or_without_consent_it_changes_nothing()
    {
        await using var office = await SetupOffice.OpenAsync();
        var before = office.Snapshot();

        var (shown, plan) = await office.SetupAsync("--dry-run");
        var (unasked, said) = await office.SetupAsync();

        Assert.Equal((0, 2, before, ""), (shown, unasked, office.Snapshot(), office.Files()));
        Assert.Contains("would do: let the role system_post_all edit_others_posts, manage_slash_commands (no other account has that role)", plan, StringComparison.Ordinal);
        Assert.Contains("would do: add @redmine to the team office", plan, StringComparison.Ordinal);
        Assert.Contains("say --yes to have it done", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_is_there_is_adopted_and_loses_System_Admin_for_good()
    {
        await using var office = await SetupOffice.OpenAsync();
        var bot = office.World.AddBot("tickets", "system_user", "system_admin");
        office.World.AddBot("helper", "system_user", "system_post_all");
        var token = office.World.IssueToken(bot);
        await File.WriteAllTextAsync(office.SettingsPath, $$"""{ "Mattermost": { "Token": "{{token}}" }, "Logging": { "Other": "kept" } }""");
        await File.WriteAllTextAsync(office.MapPath, "# ours\nbob=alice");
        var before = office.Snapshot();

        var (code, said) = await office.SetupAsync("--yes");

        Assert.True(code == 0, said);
        Assert.Contains("take System Admin from @tickets", said, StringComparison.Ordinal);
        Assert.Contains("others with that role get it too: @helper", said, StringComparison.Ordinal);
        Assert.Equal(["system_user", "system_post_all"], office.World.User("tickets").Roles);
        Assert.Empty(office.World.AccessTokensOf(bot));
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!;
        Assert.Equal((token, "kept"), ((string?)settings["Mattermost"]!["Token"], (string?)settings["Logging"]!["Other"]));
        Assert.Equal("# ours\nbob=alice\nivan=ivan\n", await File.ReadAllTextAsync(office.MapPath));
        Assert.Contains("@alice could be alice in Redmine, and so could @bob", said, StringComparison.Ordinal);

        (_, said) = await office.SetupAsync("--undo", "--yes");
        Assert.Contains("not possible: @tickets was a System Admin before: make it one in the System Console", said, StringComparison.Ordinal);
        office.World.Settings = office.World.Settings with { SiteUrl = null };
        Assert.Equal(before.Replace("tickets system_user system_admin", "tickets system_user", StringComparison.Ordinal), office.Snapshot());
        Assert.Equal("# ours\nbob=alice\n", await File.ReadAllTextAsync(office.MapPath));
        Assert.DoesNotContain("Redmine", await File.ReadAllTextAsync(office.SettingsPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_bot_that_somebody_else_made_first_neither_owner_nor_tokens_are_left_to_them()
    {
        await using var office = await SetupOffice.OpenAsync();
        var alice = office.World.User("alice");
        var bot = office.World.ChangeUser(office.World.AddBot("redmine"), b => b with { OwnerId = alice.Id });
        var kept = office.World.AddAccessToken(bot, "kept");

        // As long as they can act by it, it gets no rights.
        string said;
        using (office.Mattermost.Faults.Inject("POST", "/api/v4/users/tokens/revoke", new RedmineBridge.Sandbox.Serving.Fault.Answer(500, "{}")))
            (_, said) = await office.SetupAsync("--yes");
        Assert.Contains("there already: the bot @redmine, owned by @alice; 1 other access token\n", said, StringComparison.Ordinal);
        Assert.Contains("not possible: @redmine gets no rights while somebody else can act by it", said, StringComparison.Ordinal);
        Assert.Equal(["system_user"], office.World.User("redmine").Roles);

        (var code, said) = await office.SetupAsync("--yes");
        Assert.True(code == 0, said);
        Assert.Contains("done: revoke 1 other access token of @redmine", said, StringComparison.Ordinal);
        Assert.DoesNotContain(kept, office.World.AccessTokensOf(bot));
        Assert.Equal(office.World.User("admin").Id, office.World.User("redmine").OwnerId);

        (_, said) = await office.SetupAsync("--yes");
        Assert.Contains("There is nothing to do.", said, StringComparison.Ordinal);
        (_, said) = await office.SetupAsync("--undo", "--yes");
        Assert.Contains("not possible: access tokens of @redmine that were revoked, 1 of them, stay so", said, StringComparison.Ordinal);
        Assert.Equal(alice.Id, office.World.User("redmine").OwnerId);
    }

    [Fact]
    public async Task What_others_have_changed_since_is_theirs_when_it_is_undone()
    {
        await using var office = await SetupOffice.OpenAsync();
        await office.SetupAsync("--yes");
        office.World.Grant("system_post_all", "use_slash_commands");
        office.World.Settings = office.World.Settings with { AllowedUntrustedInternalConnections = "wiki.internal 127.0.0.1 ci.internal" };
        await File.AppendAllTextAsync(office.MapPath, "carol=carol\n");
        office.World.ChangeUser(office.World.User("redmine"), u => u with { Roles = [.. u.Roles, "system_post_all_public"] });

        var (code, said) = await office.SetupAsync("--undo", "--yes");

        Assert.True(code == 0, said);
        Assert.Equal(["create_post", "use_slash_commands"], office.World.Roles.Single(r => r.Name == "system_post_all").Permissions);
        Assert.Equal(["system_user", "system_post_all_public"], office.World.User("redmine").Roles);
        Assert.Equal("wiki.internal ci.internal", office.World.Settings.AllowedUntrustedInternalConnections);
        Assert.Equal("carol=carol\n", await File.ReadAllTextAsync(office.MapPath));
    }

    [Fact]
    public async Task A_token_that_was_lost_or_revoked_is_replaced_and_never_doubled()
    {
        await using var office = await SetupOffice.OpenAsync();
        await office.SetupAsync("--yes");
        var bot = office.World.User("redmine");
        var first = office.World.AccessTokensOf(bot).Single();
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!;
        Assert.Equal(first.Token, (string?)settings["Mattermost"]!["Token"]);
        settings["Mattermost"]!.AsObject().Remove("Token");
        await File.WriteAllTextAsync(office.SettingsPath, settings.ToJsonString());

        await office.SetupAsync("--yes");
        var second = office.World.AccessTokensOf(bot).Single();
        Assert.NotEqual(first.Token, second.Token);
        office.World.RevokeToken(second.Token);

        var (code, said) = await office.SetupAsync("--yes");
        Assert.True(code == 0, said);
        Assert.Equal(office.World.AccessTokensOf(bot).Single().Token, (string?)JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!["Mattermost"]!["Token"]);
    }

    [Fact]
    public async Task Secrets_are_written_into_the_files_that_the_settings_name_for_them()
    {
        await using var office = await SetupOffice.OpenAsync();
        var (token, key) = (Path.Combine(office.Folder, "token"), Path.Combine(office.Folder, "key"));
        string[] options = ["--yes", $"--Mattermost:TokenFile={token}", $"--Redmine:ApiKeyFile={key}"];

        var (code, said) = await office.SetupAsync(options);

        Assert.True(code == 0, said);
        Assert.Contains($"done: write Mattermost__Token into {token}", said, StringComparison.Ordinal);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!;
        Assert.Equal((null, token), ((string?)settings["Mattermost"]!["Token"], (string?)settings["Mattermost"]!["TokenFile"]));
        Assert.Equal((null, key), ((string?)settings["Redmine"]!["ApiKey"], (string?)settings["Redmine"]!["ApiKeyFile"]));
        if (!OperatingSystem.IsWindows())
            Assert.Equal((OwnerOnly, OwnerOnly), (File.GetUnixFileMode(token), File.GetUnixFileMode(key)));
        await office.StartBridgeAsync();
        (code, said) = await office.SetupAsync(options);
        Assert.Contains("There is nothing to do.", said, StringComparison.Ordinal);

        // One that is not good any more is replaced where it stands.
        await File.WriteAllTextAsync(key, "not-good");
        (code, said) = await office.SetupAsync(options);
        Assert.True(code == 0, said);
        Assert.Equal(RedmineBridge.Sandbox.Redmine.World.RedmineWorld.AdminKey, (await File.ReadAllTextAsync(key)).Trim());

        await File.WriteAllTextAsync(key, "somebody's");
        (code, said) = await office.SetupAsync("--undo", "--yes");
        Assert.True(code == 0, said);
        Assert.False(File.Exists(token));
        Assert.Contains($"not possible: delete {key}: somebody has changed it since", said, StringComparison.Ordinal);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(key));
    }

    [Fact]
    public async Task Two_bots_are_set_up_and_undone_each_by_what_was_done_for_it()
    {
        await using var office = await SetupOffice.OpenAsync();
        await office.SetupAsync("--yes", "--bot", "first");
        var first = office.World.User("first");
        var (code, said) = await office.SetupAsync("--yes", "--bot", "second");

        Assert.True(code == 0, said);
        Assert.DoesNotContain("is revoked", said, StringComparison.Ordinal);
        var second = office.World.User("second");
        Assert.Equal((1, 1), (office.World.AccessTokensOf(first).Count, office.World.AccessTokensOf(second).Count));

        (code, said) = await office.SetupAsync("--undo", "--yes");
        Assert.True(code == 0, said);
        Assert.All([first, second], bot =>
        {
            Assert.Empty(office.World.AccessTokensOf(bot));
            Assert.Empty(office.World.TeamsOf(bot.Id));
            Assert.Equal(["system_user"], office.World.User(bot.Username).Roles);
        });
    }

    [Fact]
    public async Task Commands_that_the_bridge_registered_later_go_and_those_that_were_there_lead_where_they_led()
    {
        await using var office = await SetupOffice.OpenAsync();
        Uri former = new("http://elsewhere:8090/mattermost/command"), other = new("http://elsewhere/other");
        var redirected = office.World.AddCommand(office.World.TeamsOf(office.World.User("alice").Id).Single(), "redmine", former, office.World.AddBot("redmine"));
        await office.SetupAsync("--yes");
        Assert.NotEqual(former.AbsoluteUri, office.World.Commands.Single(c => c.Id == redirected.Id).Url);
        var (bot, works) = (office.World.User("redmine"), office.World.AddTeam("works", "Works"));
        office.World.AddCommand(works, "redmine", new(office.World.Commands[0].Url), bot);
        var theirs = office.World.AddCommand(works, "wiki", other, bot);

        var (code, said) = await office.SetupAsync("--undo", "--yes");

        Assert.True(code == 0, said);
        Assert.Equal(
            [(redirected.Id, former.AbsoluteUri), (theirs.Id, other.AbsoluteUri)],
            office.World.Commands.OrderBy(c => c.Url == other.AbsoluteUri).Select(c => (c.Id, c.Url)));
    }

    [Fact]
    public async Task Where_nobody_is_told_the_file_of_the_map_is_there_all_the_same()
    {
        await using var office = await SetupOffice.OpenAsync();
        await File.WriteAllTextAsync(office.SettingsPath, "{ /* ours */ }");

        var (code, said) = await office.SetupAsync("--yes", "--Users:Map=alice=alice;bob=bob;ivan=ivan");

        Assert.True(code == 0, said);
        Assert.Contains("the comments in", said, StringComparison.Ordinal);
        Assert.Empty(await File.ReadAllTextAsync(office.MapPath));
        Assert.Equal(office.MapPath, (string?)JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!["Users"]!["File"]);
    }

    [Fact]
    public async Task On_a_newer_server_the_role_gets_what_is_called_otherwise_there()
    {
        await using var office = await SetupOffice.OpenAsync();
        office.World.Settings = office.World.Settings with { Version = "11.2.0" };

        var (code, said) = await office.SetupAsync("--yes");

        Assert.True(code == 0, said);
        Assert.Equal(
            ["create_post", "create_post_ephemeral", "edit_others_posts", "manage_own_slash_commands"],
            office.World.Roles.Single(r => r.Name == "system_post_all").Permissions);
        Assert.Equal(2, office.World.Commands.Count);
    }

    [Fact]
    public async Task A_servers_rate_limit_makes_it_slower_and_nothing_else()
    {
        await using var office = await SetupOffice.OpenAsync();
        office.Mattermost.Limit(new(PerSecond: 5, Burst: 1));

        var (code, said) = await office.SetupAsync("--dry-run");

        Assert.True(code == 0, said);
        Assert.NotEqual(0, office.Mattermost.CallsRefused);
    }

    [Fact]
    public async Task With_keys_of_their_own_there_is_neither_a_key_nor_a_map()
    {
        await using var office = await SetupOffice.OpenAsync();

        var (code, said) = await office.RunAsync(
            "--yes", "--Users:Link=connect", "--SETUP_MATTERMOST_LOGIN=admin", $"--SETUP_MATTERMOST_PASSWORD={MattermostWorld.AdminPassword}");

        Assert.True(code == 0, said);
        Assert.False(File.Exists(office.MapPath));
        Assert.Null(JsonNode.Parse(await File.ReadAllTextAsync(office.SettingsPath))!["Redmine"]!["ApiKey"]);
        await office.StartBridgeAsync();
    }

    [Fact]
    public async Task The_first_versions_file_is_read_its_secrets_are_not()
    {
        await using var office = await SetupOffice.OpenAsync();
        var path = Path.Combine(office.Folder, ".docker.env");
        await File.WriteAllTextAsync(
            path, $"RM_SCHEMA=http\nRM_HOST_EXTERNAL=127.0.0.1\nRM_PORT_EXTERNAL={office.Redmine.Url.Port}\nrm_admin_key={RedmineBridge.Sandbox.Redmine.World.RedmineWorld.AdminKey}\nSTATIC_PATH=/x\nivan=bob\n");

        var (code, said) = await office.SetupAsync("--yes", "--from-env-file", path);

        Assert.True(code == 0, said);
        Assert.Contains("note: RM_HOST_EXTERNAL → Redmine__Url", said, StringComparison.Ordinal);
        Assert.Contains("note: rm_admin_key: left out", said, StringComparison.Ordinal);
        Assert.Contains("note: STATIC_PATH: not known, left out", said, StringComparison.Ordinal);
        Assert.Contains("reset the key", said, StringComparison.Ordinal);
        // Two who would be the same account are nobody's to decide.
        Assert.Contains("@ivan could be bob in Redmine, and so could @bob", said, StringComparison.Ordinal);
        Assert.Equal("alice=alice\n", await File.ReadAllTextAsync(office.MapPath));
    }

    [SkippableFact]
    public async Task With_a_real_Redmine_the_bridge_works_by_what_setup_wrote()
    {
        using var redmine = RealServer.Here();
        await using var office = await SetupOffice.OpenAsync(redmine);

        var (code, said) = await office.SetupAsync("--yes", "--channels", "office/dev");

        Assert.True(code == 0, said);
        Assert.Contains("alice=alice (login", said, StringComparison.Ordinal);
        await office.StartBridgeAsync();
        var ticket = await redmine.CreateAsync("alice", "demo", "Set up");
        var post = office.World.PostAs(office.World.User("alice"), office.World.Channel("dev"), $"see #t{ticket}");
        await office.World.WaitAsync(w => w.Post(post.Id).Message.Contains($"/issues/{ticket})", StringComparison.Ordinal), Office.Patience);
    }
}
