using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>The recording's requests, made again of the stand-in in the same order.</summary>
public sealed class AppsStory : MattermostSpec
{
    private const string Plugin = "/plugins/com.mattermost.apps/api/v1";
    private readonly IntegrationPeer _app = new();
    private readonly TaskCompletionSource _notified = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>By step: status and body.</summary>
    public Dictionary<string, (int Status, string Body)> Answers { get; } = [];

    public IReadOnlyList<IntegrationPeer.Received> Received => _app.Calls;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await _app.StartAsync();
        _app.Answer = Answer;
        World.Settings = World.Settings with { SiteUrl = new("http://127.0.0.1:8065"), DeveloperMode = true };
        var admin = World.AddUser("admin", with: u => u with { Roles = ["system_admin", "system_user"] });
        var asAdmin = World.IssueToken(admin);
        var asAlice = World.IssueToken(Alice);
        var post = World.PostAs(Alice, TownSquare, "make an issue of this");

        await Ask("/apps install http", asAdmin, "POST", "/call", Call("apps", "/install/http", values: new() { ["url"] = new Uri(_app.Url, "manifest.json").AbsoluteUri }));
        var consent = Call("apps", "/install-consent", values: new() { ["consent"] = true, ["deploy_type"] = new JsonObject { ["label"] = "HTTP", ["value"] = "http" } });
        consent["state"] = "demo-app";
        await Ask("install consent", asAdmin, "POST", "/call", consent);
        Answers["requests so far"] = (0, Requests());
        await Ask("alice bindings", asAlice, "GET", $"/bindings?channel_id={TownSquare.Id}&team_id={Team.Id}");
        var submit = Call("demo-app", "/send", new() { ["project"] = new JsonObject { ["label"] = "Project A", ["value"] = "a" }, ["subject"] = "S" }, post);
        submit["expand"] = new JsonObject
        {
            ["acting_user"] = "summary", ["acting_user_access_token"] = "all", ["channel"] = "summary", ["team"] = "summary", ["post"] = "all",
        };
        await Ask("submit", asAlice, "POST", "/call", submit);
        var asBot = (string)Received.Single(r => r.Path == "/install").Json["context"]!["bot_access_token"]!;
        using (var me = await Send(asBot, "GET", "/api/v4/users/me"))
        {
            var bot = JsonNode.Parse(await me.Content.ReadAsStringAsync())!;
            Answers["bot token is"] = (0, new JsonArray((int)me.StatusCode, (string?)bot["username"], (string?)bot["roles"]).ToJsonString());
        }

        await Ask("kv put", asBot, "PUT", "/kv/p/key", new JsonObject { ["a"] = 1 });
        await Ask("kv get", asBot, "GET", "/kv/p/key");
        await Ask("lookup", asAlice, "POST", "/call", Call("demo-app", "/lookup"));
        await Ask("error response", asAlice, "POST", "/call", Call("demo-app", "/pong"));
        await Ask("app answers 404", asAlice, "POST", "/call", Call("demo-app", "/none"));
        await Ask("unknown app", asAlice, "POST", "/call", Call("no-such", "/pong"));
        await Ask("no token", null, "POST", "/call", Call("demo-app", "/pong"));
        await Ask("install as alice", asAlice, "POST", "/install-app", new JsonObject { ["app_id"] = "demo-app" });
        await Ask("subscribe", asBot, "POST", "/subscribe", new JsonObject
        {
            ["subject"] = "user_joined_channel", ["channel_id"] = TownSquare.Id, ["call"] = new JsonObject { ["path"] = "/joined" },
        });
        World.Join(Team, World.AddUser("carol"));
        await _notified.Task.WaitAsync(Soon);
        Answers["all requests to the app"] = (0, Requests());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task Ask(string step, string? token, string method, string path, JsonObject? body = null)
    {
        using var response = await Send(token, method, Plugin + path, body);
        Answers[step] = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private JsonObject Call(string app, string path, JsonObject? values = null, MattermostPost? post = null) => new()
    {
        ["path"] = path,
        ["values"] = values,
        ["context"] = new JsonObject { ["app_id"] = app, ["location"] = "/command/demo", ["channel_id"] = TownSquare.Id, ["team_id"] = Team.Id, ["post_id"] = post?.Id },
    };

    private string Requests() => new JsonArray([.. Received.Select(r => (JsonNode)$"{r.Method} {r.Path}")]).ToJsonString();

    private (int Status, string ContentType, string Body) Answer(IntegrationPeer.Received call)
    {
        if (call.Path == "/joined")
            _notified.TrySetResult();
        return call.Path == "/none" ? (404, "text/plain", "nothing here") : (200, "application/json", call.Path switch
        {
            "/manifest.json" => DemoApp.Manifest(_app.Url).ToJsonString(),
            "/install" => """{"type":"ok","text":"installed ok"}""",
            "/bindings" => DemoApp.Bindings,
            "/send" => """{"type":"ok","text":"created"}""",
            "/lookup" => """{"type":"ok","data":{"items":[{"label":"Project A","value":"a"}]}}""",
            "/pong" => """{"type":"error","text":"nope","data":{"errors":{"subject":"bad"}}}""",
            _ => """{"type":"ok"}""",
        });
    }
}
