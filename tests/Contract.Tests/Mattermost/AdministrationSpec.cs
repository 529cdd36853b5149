using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>What an administrator sets a bot up by; as the server's source has it.</summary>
public sealed class AdministrationSpec : MattermostSpec
{
    private readonly MattermostUser _admin;

    public AdministrationSpec()
    {
        _admin = World.AddUser("admin", with: u => u with { Roles = ["system_user", "system_admin"] });
        World.SetPassword(_admin, "open-sesame");
    }

    [Theory]
    [InlineData("admin", "open-sesame", 200)]
    [InlineData("Admin@example.test", "open-sesame", 200)]
    [InlineData("admin", "", 401)]
    [InlineData("alice", "open-sesame", 401)]
    public async Task Logging_in_gives_a_token_in_a_header_until_logging_out(string login, string password, int status)
    {
        using var response = await Send(null, "POST", "/api/v4/users/login", new JsonObject { ["login_id"] = login, ["password"] = password });

        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
        {
            Assert.Contains("api.user.login.invalid_credentials_email_username", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return;
        }

        var token = response.Headers.GetValues("Token").Single();
        using var known = await Send(token, "GET", "/api/v4/users/me");
        using var left = await Send(token, "POST", "/api/v4/users/logout");
        using var unknown = await Send(token, "GET", "/api/v4/users/me");
        Assert.Equal((200, 200, 401), ((int)known.StatusCode, (int)left.StatusCode, (int)unknown.StatusCode));
    }

    [Fact]
    public async Task Bots_are_made_by_administrators_where_that_is_on_and_never_by_bots()
    {
        var wanted = new JsonObject { ["username"] = "helper", ["display_name"] = "Helper" };
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "POST", "/bots", wanted));
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Bot, "POST", "/bots", wanted));
        World.Settings = World.Settings with { EnableBotAccountCreation = false };
        Assert.Equal((403, "api.bot.create_disabled"), await Refusal(_admin, "POST", "/bots", wanted));
        World.Settings = World.Settings with { EnableBotAccountCreation = true };

        var (status, made) = await Call(_admin, "POST", "/bots", wanted.DeepClone());

        var bot = World.User("helper");
        Assert.Equal((201, bot.Id, true), (status, (string?)made!["user_id"], bot.IsBot));
        Assert.Equal((400, "app.user.save.username_exists.app_error"), await Refusal(_admin, "POST", "/bots", wanted));
        Assert.Equal((400, "model.bot.is_valid.username.app_error"), await Refusal(_admin, "POST", "/bots", new JsonObject { ["username"] = "No Name" }));
        Assert.Equal(200, (await Call(_admin, "POST", $"/bots/{bot.Id}/disable")).Status);
        Assert.NotEqual(0, World.User("helper").DeleteAt);
        Assert.Equal(200, (await Call(_admin, "POST", $"/bots/{bot.Id}/enable")).Status);
        Assert.Equal(0, World.User("helper").DeleteAt);
        Assert.Equal(["redmine", "helper"], (await Call(_admin, "GET", "/bots")).Body!.AsArray().Select(b => (string?)b!["username"]));
    }

    [Fact]
    public async Task A_token_is_shown_once_and_good_until_it_is_revoked()
    {
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "POST", $"/users/{Bot.Id}/tokens", new JsonObject { ["description"] = "x" }));
        Assert.Equal((400, "api.context.invalid_body_param.app_error"), await Refusal(_admin, "POST", $"/users/{Bot.Id}/tokens", []));
        Assert.Equal((501, "app.user_access_token.disabled"), await Refusal(_admin, "POST", $"/users/{Alice.Id}/tokens", new JsonObject { ["description"] = "x" }));

        var made = (await Call(_admin, "POST", $"/users/{Bot.Id}/tokens", new JsonObject { ["description"] = "bridge" })).Body!;

        using var known = await Send((string?)made["token"], "GET", "/api/v4/users/me");
        var listed = Assert.Single((await Call(_admin, "GET", $"/users/{Bot.Id}/tokens")).Body!.AsArray())!;
        Assert.Equal((200, "bridge", null), ((int)known.StatusCode, (string?)listed["description"], (string?)listed["token"]));
        Assert.Equal(200, (await Call(_admin, "POST", "/users/tokens/revoke", new JsonObject { ["token_id"] = (string?)made["id"] })).Status);
        using var unknown = await Send((string?)made["token"], "GET", "/api/v4/users/me");
        Assert.Equal(401, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task A_bot_is_shown_with_its_owner_to_administrators_alone_and_given_to_another_person()
    {
        var bot = (string?)(await Call(_admin, "POST", "/bots", new JsonObject { ["username"] = "helper" })).Body!["user_id"];
        Assert.Equal((404, "store.sql_bot.get.missing.app_error"), await Refusal(Alice, "GET", $"/bots/{bot}", null));
        Assert.Equal((404, "store.sql_bot.get.missing.app_error"), await Refusal(_admin, "GET", $"/bots/{Alice.Id}", null));
        Assert.Equal(_admin.Id, (string?)(await Call(_admin, "GET", $"/bots/{bot}")).Body!["owner_id"]);
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "POST", $"/bots/{bot}/assign/{Alice.Id}", null));
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(_admin, "POST", $"/bots/{bot}/assign/{Bot.Id}", null));

        Assert.Equal((200, Alice.Id), await OwnerAfter("POST", $"/bots/{bot}/assign/{Alice.Id}"));

        await Call(_admin, "POST", $"/bots/{bot}/disable");
        Assert.Equal((404, "store.sql_bot.get.missing.app_error"), await Refusal(_admin, "GET", $"/bots/{bot}", null));
        Assert.Equal((200, Alice.Id), await OwnerAfter("GET", $"/bots/{bot}?include_deleted=true"));

        async Task<(int, string?)> OwnerAfter(string method, string path)
        {
            var (status, answer) = await Call(_admin, method, path);
            return (status, (string?)answer!["owner_id"]);
        }
    }

    [Fact]
    public async Task Tokens_of_a_bot_are_listed_by_pages()
    {
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "GET", $"/users/{Bot.Id}/tokens", null));
        foreach (var name in new[] { "one", "two", "three" })
            World.AddAccessToken(Bot, name);

        var pages = await Task.WhenAll(new[] { 0, 1, 2 }.Select(async p => (await Call(_admin, "GET", $"/users/{Bot.Id}/tokens?page={p}&per_page=2")).Body!.AsArray()));

        Assert.Equal([2, 1, 0], pages.Select(p => p.Count));
        Assert.All(pages.SelectMany(p => p), t => Assert.Equal((Bot.Id, true), ((string?)t!["user_id"], (bool)t["is_active"]!)));
    }

    [Fact]
    public async Task Roles_are_given_by_administrators_and_found_by_a_part_of_their_name()
    {
        World.AddBot("other", "system_user", "system_post_all_public");
        var wanted = new JsonObject { ["roles"] = "system_user system_post_all" };
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "PUT", $"/users/{Bot.Id}/roles", wanted));
        Assert.Equal((400, "api.context.invalid_body_param.app_error"), await Refusal(_admin, "PUT", $"/users/{Bot.Id}/roles", new JsonObject { ["roles"] = "system_user unheard_of" }));

        Assert.Equal(200, (await Call(_admin, "PUT", $"/users/{Bot.Id}/roles", wanted.DeepClone())).Status);

        Assert.Equal(["system_user", "system_post_all"], World.User("redmine").Roles);
        Assert.Equal(["other", "redmine"], (await Call(_admin, "GET", "/users?role=system_post_all")).Body!.AsArray().Select(u => (string?)u!["username"]));
    }

    [Fact]
    public async Task Settings_are_shown_without_secrets_and_changed_one_by_one()
    {
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "GET", "/config", null));
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "PUT", "/config/patch", []));
        var before = (await Call(_admin, "GET", "/config")).Body!;
        Assert.Equal(("", true, "********************************"), ((string?)before["ServiceSettings"]!["SiteURL"], (bool)before["ServiceSettings"]!["EnableCommands"]!, (string?)before["SqlSettings"]!["DataSource"]));

        var patch = new JsonObject { ["ServiceSettings"] = new JsonObject { ["SiteURL"] = "http://chat.test", ["EnableCommands"] = false } };
        var after = (await Call(_admin, "PUT", "/config/patch", patch)).Body!["ServiceSettings"]!;

        Assert.Equal(("http://chat.test", false, true), ((string?)after["SiteURL"], (bool)after["EnableCommands"]!, (bool)after["EnableBotAccountCreation"]!));
        Assert.Equal((501, "api.command.disabled.app_error"), await Refusal(_admin, "GET", $"/commands?team_id={Team.Id}", null));
        var emptied = new JsonObject { ["ServiceSettings"] = new JsonObject { ["SiteURL"] = "" } };
        Assert.Equal((400, "api.config.update_config.clear_siteurl.app_error"), await Refusal(_admin, "PUT", "/config/patch", emptied));
    }

    [Fact]
    public async Task Administrators_see_all_teams_and_put_people_into_them()
    {
        var other = World.AddTeam("other");
        Assert.Equal(["dev", "other"], (await Call(_admin, "GET", "/teams")).Body!.AsArray().Select(t => (string?)t!["name"]));
        Assert.Empty((await Call(Alice, "GET", "/teams")).Body!.AsArray());
        var member = new JsonObject { ["team_id"] = other.Id, ["user_id"] = Bot.Id };
        Assert.Equal((403, "api.context.permissions.app_error"), await Refusal(Alice, "POST", $"/teams/{other.Id}/members", member));

        Assert.Equal(201, (await Call(_admin, "POST", $"/teams/{other.Id}/members", member.DeepClone())).Status);

        Assert.Contains(other, World.TeamsOf(Bot.Id));
        Assert.Equal(200, (await Call(_admin, "DELETE", $"/teams/{other.Id}/members/{Bot.Id}")).Status);
        Assert.Equal((404, "app.team.get_member.missing.app_error"), await Refusal(_admin, "DELETE", $"/teams/{other.Id}/members/{Bot.Id}", null));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("other.test,10.0.0.0/8", false)]
    [InlineData("other.test 127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    public async Task Integrations_of_the_own_network_are_called_only_where_they_are_listed(string? list, bool isCalled)
    {
        await using var peer = new IntegrationPeer();
        await peer.StartAsync();
        World.Settings = World.Settings with { AllowedUntrustedInternalConnections = list, DeveloperMode = true };
        World.AddCommand(Team, "ask", new(peer.Url, "command"), _admin);

        var (status, answer) = await Call(Alice, "POST", "/commands/execute", new JsonObject { ["channel_id"] = TownSquare.Id, ["command"] = "/ask" });

        Assert.Equal(isCalled ? 200 : 500, status);
        Assert.Equal(!isCalled, ((string?)answer!["detailed_error"])?.StartsWith("address forbidden", StringComparison.Ordinal) == true);
    }

    private async Task<(int Status, string? Id)> Refusal(MattermostUser user, string method, string path, JsonObject? body)
    {
        var (status, answer) = await Call(user, method, path, body?.DeepClone());
        return (status, (string?)answer!["id"]);
    }
}
