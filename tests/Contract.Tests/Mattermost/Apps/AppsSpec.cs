using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>A stand-in with an App whose calls are signed, whose bot alone may look around, and whose answers each test chooses by path.</summary>
public abstract class AppsSpec : MattermostSpec
{
    protected const string Secret = "typed";
    protected const string Plugin = "/plugins/com.mattermost.apps/api/v1";

    protected AppsSpec()
    {
        Admin = World.AddUser("admin", with: u => u with { Roles = ["system_admin", "system_user"] });
        App.Answer = call => call.Path == "/manifest.json" ? (200, "application/json", Manifest.ToJsonString())
            : Answers.TryGetValue(call.Path, out var answer) ? answer
            : (200, "application/json", """{"type":"ok"}""");
    }

    protected MattermostUser Admin { get; }

    protected IntegrationPeer App { get; } = new();

    protected JsonObject Manifest { get; private set; } = [];

    protected Dictionary<string, (int, string, string)> Answers { get; } = [];

    protected MattermostUser AppBot => World.User("demo-app");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await App.StartAsync();
        Manifest = DemoApp.Manifest(App.Url, useJwt: true);
        Manifest["requested_permissions"] = new JsonArray("act_as_bot");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await App.DisposeAsync();
    }

    protected Task<JsonObject> Install(MattermostUser? by = null, string secret = Secret) => Server.InstallAppAs(by ?? Admin, new(App.Url, "manifest.json"), secret);

    protected void Reply(string path, string json) => Answers[path] = (200, "application/json", json);

    protected IntegrationPeer.Received Last(string path) => App.Calls.Last(c => c.Path == path);

    protected JsonNode Context(string path) => Last(path).Json["context"]!;

    protected static JsonWebToken TokenOf(IntegrationPeer.Received call)
    {
        Assert.StartsWith("Bearer ", call.Headers["Mattermost-App-Authorization"], StringComparison.Ordinal);
        return new(call.Headers["Mattermost-App-Authorization"]["Bearer ".Length..]);
    }

    protected static JsonObject Call(string path, params (string Name, string Level)[] expand) => new()
    {
        ["path"] = path,
        ["expand"] = new JsonObject(expand.Select(e => KeyValuePair.Create(e.Name, (JsonNode?)e.Level))),
    };
}
