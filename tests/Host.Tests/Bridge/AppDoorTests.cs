using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The Apps framework's door: what the plugin would send, and what comes of it.</summary>
public sealed class AppDoorTests : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Theory]
    [InlineData(Language.English, "The Apps door is shut")]
    [InlineData(Language.Russian, "Подключение через Apps закрыто")]
    public async Task Without_a_secret_the_door_is_shut_and_says_so(Language language, string expected)
    {
        await using var office = await Office.OpenAsync(s => s with { Language = language });

        foreach (var response in new[] { await _http.GetAsync(new Uri(office.BridgeUrl, "manifest.json")), await office.PostAsync("bindings", "{}"), await office.PostAsync("create_tickets_submit", "not even JSON") })
        {
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            var said = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["text"]!;
            Assert.StartsWith(expected, said, StringComparison.Ordinal);
            Assert.Contains("Apps__Secret", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_manifest_leads_here_and_asks_for_tokens()
    {
        await using var office = await OpenAsync();
        var manifest = JsonNode.Parse(await (await _http.GetAsync(new Uri(office.BridgeUrl, "manifest.json"))).Content.ReadAsStringAsync())!;

        Assert.Equal((office.BridgeUrl.AbsoluteUri.TrimEnd('/'), true), ((string?)manifest["http"]!["root_url"], (bool)manifest["http"]!["use_jwt"]!));
        Assert.Matches("^[A-Za-z0-9_.-]{3,32}$", (string?)manifest["app_id"]);
        Assert.Matches("^[A-Za-z0-9_.-]{1,10}$", (string?)manifest["version"]);
    }

    [Fact]
    public async Task Commands_are_offered_once()
    {
        await using var office = await OpenAsync();
        var bindings = (await CallAsync(office, "bindings", office.Alice))["data"]!.AsArray();
        Assert.Equal(
            ["redmine", "integration_with_redmine"],
            bindings.Single()!["bindings"]!.AsArray().Select(b => (string)b!["label"]!));
        Assert.All(bindings[0]!["bindings"]!.AsArray(), b => Assert.Equal(
            ["app_info", "create_ticket_by_form", "create_tickets", "tickets_for_me", "my_tickets"], b!["bindings"]!.AsArray().Select(c => (string)c!["label"]!)));

        await using var twelve = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = false }, prepare: w => w.Settings = w.Settings with { Version = "12.0.0" });
        await twelve.UntilHeardAsync(
            () => SendAsync(twelve, "bindings", Body(twelve, twelve.Alice), Token(twelve.Alice.Id)),
            async r => JsonNode.Parse(await r.Content.ReadAsStringAsync())!["data"]!.AsArray().Count == 0);

        await using var native = await OpenAsync(registers: true);
        await native.CommandsAreThereAsync();
        Assert.Empty((await CallAsync(native, "bindings", native.Alice))["data"]!.AsArray());
    }

    [Fact]
    public async Task Who_gives_the_words_to_the_App_after_they_were_slash_commands_has_them_there()
    {
        var registers = true;
        await using var office = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = registers });
        await office.CommandsAreThereAsync();
        await office.StopBridgeAsync();
        registers = false;
        await office.StartBridgeAsync();

        Assert.Equal(
            ["redmine", "integration_with_redmine"],
            (await CallAsync(office, "bindings", office.Alice))["data"]![0]!["bindings"]!.AsArray().Select(b => (string)b!["label"]!));
    }

    [Fact]
    public async Task A_form_is_opened_refreshed_filled_and_its_result_told_in_the_direct_message()
    {
        await using var office = await OpenAsync();
        var form = (await CallAsync(office, "create_ticket_by_form", office.Alice))["form"]!;
        var demo = form["fields"]![0]!["options"]!.AsArray().Single(o => (string?)o!["label"] == "Demo")!;
        var full = (await FormAsync(office, form["source"]!, office.Alice, new() { ["project"] = demo.DeepClone() }))["form"]!;
        Assert.Contains(full["fields"]!.AsArray(), f => (string?)f!["name"] == "tracker");

        var values = new JsonObject
        {
            ["project"] = demo.DeepClone(),
            ["tracker"] = full["fields"]!.AsArray().Single(f => (string?)f!["name"] == "tracker")!["value"]!.DeepClone(),
            ["subject"] = $"By the App {_unique}",
            ["assignee"] = new JsonObject { ["label"] = "bob", ["value"] = office.Bob.Id },
            ["due_date"] = "31.02.2027",
        };
        var wrong = await FormAsync(office, full["submit"]!, office.Alice, values);
        Assert.Equal(("error", "There is no such day as 31.02.2027. Write it like 09.05.2027."), ((string?)wrong["type"], (string?)wrong["data"]!["errors"]!["due_date"]));
        Assert.Empty(office.TicketsWith(_unique));
        values["due_date"] = DaysAhead.NinthOfMay.InShort();
        Assert.Equal("ok", (string?)(await FormAsync(office, full["submit"]!, office.Alice, values))["type"]);
        Assert.Equal("ok", (string?)(await FormAsync(office, full["submit"]!, office.Alice, values))["type"]);

        var ticket = Assert.Single(office.TicketsWith(_unique));
        Assert.Equal(($"By the App {_unique}", DaysAhead.NinthOfMay), (ticket.Subject, ticket.DueDate));
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => (p.Message + p.Props.GetRawText()).Contains(_unique, StringComparison.Ordinal)));
    }

    /// <summary>The plugin vouches for the person and not for the channel: it may be one that the person is not in.</summary>
    [Fact]
    public async Task Nothing_is_shared_into_a_channel_that_the_call_merely_names()
    {
        await using var office = await OpenAsync();
        var form = (await CallAsync(office, "create_ticket_by_form", office.Alice))["form"]!;
        var demo = form["fields"]![0]!["options"]!.AsArray().Single(o => (string?)o!["label"] == "Demo")!;
        var full = (await FormAsync(office, form["source"]!, office.Alice, new() { ["project"] = demo.DeepClone() }))["form"]!;
        await FormAsync(office, full["submit"]!, office.Alice, new()
        {
            ["project"] = demo.DeepClone(),
            ["tracker"] = full["fields"]!.AsArray().Single(f => (string?)f!["name"] == "tracker")!["value"]!.DeepClone(),
            ["subject"] = $"Not for all {_unique}",
        });
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => p.Message.Contains(_unique, StringComparison.Ordinal)));

        Assert.Empty(office.DirectMessages(office.Alice).SelectMany(Controls.Of));
        Assert.DoesNotContain(office.World.PostsIn(office.World.Channel("dev")), p => p.UserId == office.Bot.Id);
    }

    [Fact]
    public async Task A_list_is_previewed_in_the_direct_message()
    {
        await using var office = await OpenAsync();
        var form = (await CallAsync(office, "create_tickets", office.Alice))["form"]!;
        var demo = form["fields"]![0]!["options"]!.AsArray().Single(o => (string?)o!["label"] == "Demo")!;
        var answer = await FormAsync(office, form["submit"]!, office.Alice, new() { ["project"] = demo.DeepClone(), ["tasks"] = $"1. One {_unique}\n2. Two {_unique} @bob" });

        Assert.Equal("ok", (string?)answer["type"]);
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => p.Message.Contains($"Two {_unique}", StringComparison.Ordinal)));
        Assert.Empty(office.TicketsWith(_unique));
    }

    [Fact]
    public async Task Lists_and_help_are_answered_in_the_persons_language()
    {
        await using var office = await OpenAsync();

        Assert.Contains("| [#", (string?)(await CallAsync(office, "tickets_for_me", office.Alice))["text"], StringComparison.Ordinal);
        Assert.Contains("Открытые задачи", (string?)(await CallAsync(office, "my_tickets", office.Ivan))["text"], StringComparison.Ordinal);
        var help = (string)(await CallAsync(office, "app_info", office.Alice))["text"]!;
        Assert.All(
            (string[])["create_ticket_by_form", "create_tickets", "tickets_for_me", "my_tickets"],
            command => Assert.Contains($"`/integration_with_redmine {command}`", help, StringComparison.Ordinal));
        Assert.DoesNotContain("/integration_with_redmine mine", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forged_foreign_and_oversized_calls_do_nothing()
    {
        await using var office = await OpenAsync();
        var form = (await CallAsync(office, "create_ticket_by_form", office.Alice))["form"]!;
        office.Redmine.Requests.Clear();
        var submit = form["submit"]!.DeepClone().AsObject();
        submit["context"] = Context(office, office.Bob);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(office, "tickets_for_me", Body(office, office.Alice), null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(office, "tickets_for_me", Body(office, office.Alice), Token(office.Alice.Id, "fedcba9876543210fedcba9876543210")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(office, "tickets_for_me", Body(office, office.Alice), Token(office.Bob.Id)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(office, "tickets_for_me", "{}", Token(office.Alice.Id)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(office, "create_ticket_by_form_submit", submit.ToJsonString(), Token(office.Bob.Id)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(office, "create_ticket_by_form_submit", Body(office, office.Alice), Token(office.Alice.Id)));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(office, "tickets_for_me", "{", Token(office.Alice.Id)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(office, "tickets_for_me", new string(' ', 70_000), Token(office.Alice.Id)));
        Assert.Empty(office.TicketsWith(_unique));
        Assert.DoesNotContain(office.Redmine.Requests.All, r => r.As is "alice" or "bob");
    }

    [Fact]
    public async Task It_is_installed_from_its_own_Mattermost_alone()
    {
        await using var office = await OpenAsync();

        Assert.Equal("ok", (string?)(await CallAsync(office, "install", office.Alice))["type"]);
        Assert.Equal("ok", (string?)(await CallAsync(office, "ping", office.Alice))["type"]);
        var ours = office.Mattermost.Url;
        string[] foreign =
        [
            "https://evil.example.org", $"http://{ours.Host}", $"https://{ours.Authority}", $"http://{ours.Authority}.evil.example.org", $"{ours}other",
            $"http://{ours.Authority}@evil.example.org", "", "chat",
        ];
        foreach (var site in foreign)
        {
            var call = JsonNode.Parse(Body(office, office.Alice))!;
            call["context"]!["mattermost_site_url"] = site;
            using var response = await SendAsync(office, "install", call.ToJsonString(), Token(office.Alice.Id));
            Assert.Equal((site, "error"), (site, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["type"]));
        }
    }

    [Fact]
    public async Task It_is_installed_from_the_address_that_its_Mattermost_gives_as_its_own()
    {
        await using var office = await Office.OpenAsync(
            s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = false }, prepare: w => w.Settings = w.Settings with { SiteUrl = new("https://chat.example.org/team") });
        var call = JsonNode.Parse(Body(office, office.Alice))!;
        call["context"]!["mattermost_site_url"] = "https://Chat.example.org:443/team/";

        await office.UntilHeardAsync(
            () => SendAsync(office, "install", call.ToJsonString(), Token(office.Alice.Id)),
            async r => (string?)JsonNode.Parse(await r.Content.ReadAsStringAsync())!["type"] == "ok");
    }

    public void Dispose() => _http.Dispose();

    private static Task<Office> OpenAsync(bool registers = false) => Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, RegisterCommands = registers });

    private async Task<JsonNode> CallAsync(Office office, string path, MattermostUser user)
    {
        using var response = await SendAsync(office, path, Body(office, user), Token(user.Id));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private async Task<JsonNode> FormAsync(Office office, JsonNode call, MattermostUser user, JsonObject values)
    {
        var body = call.DeepClone().AsObject();
        body["values"] = values.DeepClone();
        body["context"] = Context(office, user);
        using var response = await SendAsync(office, ((string)call["path"]!).TrimStart('/'), body.ToJsonString(), Token(user.Id));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private async Task<HttpStatusCode> StatusAsync(Office office, string path, string body, string? token)
    {
        using var response = await SendAsync(office, path, body, token);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(Office office, string path, string body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(office.BridgeUrl, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null)
            request.Headers.Add("Mattermost-App-Authorization", "Bearer " + token);
        Office.AskBeforeSending(request, body);
        return await _http.SendAsync(request);
    }

    private static string Body(Office office, MattermostUser user) => new JsonObject { ["path"] = "/x", ["context"] = Context(office, user) }.ToJsonString();

    private static JsonObject Context(Office office, MattermostUser user) => new()
    {
        ["mattermost_site_url"] = office.Mattermost.Url.AbsoluteUri,
        ["bot_access_token"] = "token",
        ["acting_user"] = new JsonObject { ["id"] = user.Id, ["username"] = user.Username, ["locale"] = user.Locale },
        ["channel"] = new JsonObject { ["id"] = office.World.Channel("dev").Id },
    };

    private static string Token(string user, string key = Office.AppsSecret) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Claims = new Dictionary<string, object> { ["acting_user_id"] = user },
        Expires = TimeProvider.System.GetUtcNow().AddMinutes(15).UtcDateTime,
        SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256),
    });
}
