using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

public sealed class AppInstallSpec : AppsSpec
{
    [Fact]
    public async Task App_is_pinged_gets_its_bot_and_hears_of_it()
    {
        Reply("/install", """{"type":"ok","text":"welcome"}""");

        var answer = await Install();

        Assert.Equal("Installed app `demo-app`: Demo App.\n\nwelcome", (string?)answer["text"]);
        Assert.Equal(["/manifest.json", "/ping", "/install"], App.Calls.Select(c => c.Path));
        Assert.Equal("admin", (string?)Context("/install")["acting_user"]!["username"]);
        Assert.True(AppBot.IsBot);
        Assert.Equal(AppBot.Id, (string?)Context("/install")["bot_user_id"]);
        Assert.Null(Context("/install")["developer_mode"]);
    }

    [Fact]
    public async Task Token_proves_the_secret_and_names_who_acts()
    {
        await Install();

        var token = TokenOf(Last("/install"));
        var proof = await new JsonWebTokenHandler().ValidateTokenAsync(token.EncodedToken, new()
        {
            IssuerSigningKey = new SymmetricSecurityKey([.. Encoding.UTF8.GetBytes(Secret), .. new byte[27]]), ValidAlgorithms = ["HS256"],
            ValidateAudience = false, ValidateIssuer = false, ValidateLifetime = false,
        });
        Assert.True(proof.IsValid, proof.Exception?.Message);
        Assert.Equal(["acting_user_id", "exp"], token.Claims.Select(c => c.Type).Order(StringComparer.Ordinal));
        Assert.Equal(Admin.Id, token.GetClaim("acting_user_id").Value);
        Assert.Equal(Time.GetUtcNow().AddMinutes(15).UtcDateTime, token.ValidTo);
        Assert.Equal(["exp"], TokenOf(Last("/ping")).Claims.Select(c => c.Type));
    }

    [Fact]
    public async Task Installing_again_brings_the_App_up_to_date_and_keeps_bot_and_secret()
    {
        await Install();
        var bot = AppBot;
        Manifest["bindings"] = new JsonObject { ["path"] = "/bindings2" };

        await Install(secret: "");
        await Server.AppBindingsFor(Alice, TownSquare);

        Assert.Equal(bot, AppBot);
        Assert.Equal(TokenOf(App.Calls.First(c => c.Path == "/install")).EncodedToken, TokenOf(Last("/install")).EncodedToken);
        Assert.Equal("/bindings2", App.Calls[^1].Path);
    }

    [Theory]
    [InlineData("app_id", "ab", "too short")]
    [InlineData("app_id", "a b c", "invalid character")]
    [InlineData("app_id", "a-name-of-thirty-three-characters", "too long")]
    [InlineData("version", "v1.2.3.4.5.6", "too long")]
    [InlineData("display_name", "", "display_name")]
    [InlineData("homepage_url", "example.test", "homepage_url")]
    [InlineData("requested_permissions", "[\"remote_webhooks\"]", "requires act_as_bot")]
    [InlineData("requested_permissions", "[\"act_as_god\"]", "invalid permission")]
    [InlineData("requested_locations", "{}", "cannot unmarshal object")]
    [InlineData("http", "{\"root_url\":\"here\"}", "root_url")]
    [InlineData("http", "null", "no deployment information")]
    public async Task Manifest_is_checked(string member, string value, string problem)
    {
        Manifest[member] = value is "null" || value.StartsWith('[') || value.StartsWith('{') ? JsonNode.Parse(value) : value;

        var answer = await Install();

        Assert.Equal("error", (string?)answer["type"]);
        Assert.Contains(problem, (string?)answer["text"], StringComparison.Ordinal);
        Assert.Equal(["/manifest.json"], App.Calls.Select(c => c.Path));
    }

    [Fact]
    public async Task App_that_knows_no_ping_is_installed_and_one_that_fails_at_it_is_not()
    {
        Answers["/ping"] = (500, "text/plain", "oops");
        Assert.Contains("/ping path is not accessible", (string?)(await Install())["text"], StringComparison.Ordinal);
        Assert.DoesNotContain(World.Users, u => u.Username == "demo-app");

        Answers["/ping"] = (404, "text/plain", "");
        Assert.Equal("ok", (string?)(await Install())["type"]);
    }

    [Fact]
    public async Task A_failing_first_call_does_not_undo_the_installation()
    {
        Reply("/install", """{"type":"error","text":"not here"}""");

        Assert.Contains("despite on_install failure: not here", (string?)(await Install())["text"], StringComparison.Ordinal);
        Assert.Equal("ok", (string?)(await Server.CallAppAs(Alice, TownSquare, Call("/x")))["type"]);
    }

    [Fact]
    public async Task Only_an_administrator_installs()
    {
        Assert.Equal("error", (string?)(await Install(Alice))["type"]);
        Assert.Empty(App.Calls);
    }

    [Fact]
    public async Task Mattermost_12_has_no_Apps()
    {
        await Install();
        World.Settings = World.Settings with { Version = "12.0.0" };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.AppBindingsFor(Alice, TownSquare));
        using var answer = await Send(World.IssueToken(Alice), "POST", Plugin + "/call", Call("/x"));
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Token_of_the_bot_lasts_ten_minutes_and_is_renewed_in_the_second_half()
    {
        await Install();
        var first = (string?)Context("/install")["bot_access_token"];

        Time.Advance(TimeSpan.FromMinutes(4));
        await Server.CallAppAs(Alice, TownSquare, Call("/x"));
        Assert.Equal(first, (string?)Context("/x")["bot_access_token"]);
        Time.Advance(TimeSpan.FromMinutes(2));
        await Server.CallAppAs(Alice, TownSquare, Call("/x"));
        var second = (string?)Context("/x")["bot_access_token"];
        Assert.NotEqual(first, second);
        Assert.Equal(200, await Me(first));
        Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((401, 200), (await Me(first), await Me(second)));

        async Task<int> Me(string? token)
        {
            using var answer = await Send(token, "GET", "/api/v4/users/me");
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task App_hears_when_its_bot_and_nobody_else_joins_a_team()
    {
        await Install();
        using var subscribed = await Send((string?)Context("/install")["bot_access_token"], "POST", Plugin + "/subscribe", new JsonObject
        {
            ["subject"] = "bot_joined_team", ["call"] = new JsonObject { ["path"] = "/bot_joined_team", ["expand"] = new JsonObject { ["team"] = "id" } },
        });
        Assert.Equal(200, (int)subscribed.StatusCode);

        World.Join(Team, World.AddUser("carol"));
        World.Join(Team, AppBot);

        await World.WaitAsync(w => w.AppNotifications.Count > 0, Soon);
        Assert.Equal(new("demo-app", "bot_joined_team", ""), World.AppNotifications.Single());
        var call = Last("/bot_joined_team");
        Assert.Equal(("bot_joined_team", Team.Id), ((string?)call.Json["context"]!["subject"], (string?)call.Json["context"]!["team"]!["id"]));
        Assert.Equal(AppBot.Id, TokenOf(call).GetClaim("acting_user_id").Value);
        Assert.Single(App.Calls, c => c.Path == "/bot_joined_team");
    }

    [Fact]
    public async Task Notification_that_the_App_does_not_take_is_tried_once()
    {
        Answers["/joined"] = (500, "text/plain", "down");
        await Install();
        await Subscribe("bot_joined_team", 200);

        World.Join(Team, AppBot);

        await World.WaitAsync(w => w.AppNotifications.Count > 0, Soon);
        Assert.Equal(new("demo-app", "bot_joined_team", "failed to invoke via HTTP: down"), World.AppNotifications.Single());
        Assert.Single(App.Calls, c => c.Path == "/joined");
    }

    [Theory]
    [InlineData("post_created", 400)]
    [InlineData("user_joined_team", 400)]
    [InlineData("", 400)]
    [InlineData("user_created", 200)]
    public async Task Subjects_are_checked(string subject, int status)
    {
        await Install();
        await Subscribe(subject, status);
    }

    [Fact]
    public async Task Only_an_App_subscribes()
    {
        using var answer = await Send(World.IssueToken(Alice), "POST", Plugin + "/subscribe", new JsonObject { ["subject"] = "user_created", ["call"] = "/joined" });

        Assert.Equal(401, (int)answer.StatusCode);
    }

    private async Task Subscribe(string subject, int status)
    {
        var token = (string?)Context("/install")["bot_access_token"];
        using var answer = await Send(token, "POST", Plugin + "/subscribe", new JsonObject { ["subject"] = subject, ["call"] = "/joined" });
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
