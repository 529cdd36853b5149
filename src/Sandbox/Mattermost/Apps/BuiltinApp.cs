using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>The App that the plugin brings along: how administrators install others.</summary>
internal sealed class BuiltinApp(MattermostWorld world, AppsPlugin plugin, AppCaller caller)
{
    public const string Id = "apps";
    public const string InstallPath = "/install/http";

    private const string ConsentPath = "/install-consent";
    private const string ConsentFormPath = ConsentPath + "/form";

    public static JsonArray Bindings =>
    [
        new JsonObject
        {
            ["location"] = "/command",
            ["bindings"] = new JsonArray(new JsonObject
            {
                ["app_id"] = Id,
                ["location"] = Id,
                ["label"] = Id,
                ["description"] = "Mattermost Apps",
                ["bindings"] = new JsonArray(new JsonObject
                {
                    ["app_id"] = Id,
                    ["location"] = "info",
                    ["label"] = "info",
                    ["description"] = "Display Apps plugin info",
                    ["submit"] = new JsonObject { ["path"] = "/info", ["expand"] = new JsonObject { ["locale"] = "all" } },
                }),
            }),
        },
    ];

    public async Task<JsonObject> Answer(MattermostUser user, AppCallRequest request, AgentContext agent)
    {
        try
        {
            return request.Call.Path switch
            {
                "/info" => new() { ["type"] = "ok", ["text"] = "Mattermost Apps plugin version: 1.2.2." },
                InstallPath => await List(user, request.Values ?? []),
                ConsentFormPath => ConsentForm(Listed(user, request)),
                ConsentPath => await Install(user, request, agent),
                _ => throw AppsFailureException.NotFound(request.Call.Path),
            };
        }
        catch (AppsFailureException failure)
        {
            return AppsPlugin.Error(failure);
        }
    }

    private async Task<JsonObject> List(MattermostUser user, JsonObject values)
    {
        RequireAdmin(user);
        AppManifest manifest;
        try
        {
            manifest = AppManifest.Read(await caller.FetchManifest(AppJson.Text(values, "url")));
        }
        catch (AppsFailureException failure)
        {
            throw failure.Within("unable to retrieve the app manifest");
        }

        world.List(manifest);
        return ConsentForm(manifest);
    }

    private async Task<JsonObject> Install(MattermostUser user, AppCallRequest request, AgentContext agent)
    {
        var manifest = Listed(user, request);
        var values = request.Values ?? [];
        if (!AppJson.Flag(values, "consent"))
            throw AppsFailureException.Invalid("consent to use APIs and locations is required to install");
        return new() { ["type"] = "ok", ["text"] = await plugin.Install(user, manifest.AppId, AppJson.Text(values, "secret"), agent) };
    }

    private AppManifest Listed(MattermostUser user, AppCallRequest request)
    {
        RequireAdmin(user);
        var id = request.Call.State is JsonValue state && state.TryGetValue<string>(out var text) ? text : "";
        return world.FindListedApp(id) ?? throw AppsFailureException.NotFound($"failed to find manifest to install app: {id}");
    }

    private void RequireAdmin(MattermostUser user)
    {
        if (!world.MayInSystem(user, Permissions.ManageSystem))
            throw AppsFailureException.Unauthorized("access to this operation is limited to system administrators, or plugins");
    }

    private static JsonObject ConsentForm(AppManifest manifest)
    {
        var fields = new JsonArray();
        if (manifest.Permissions.Count + manifest.Locations.Count > 0)
            fields.Add(new JsonObject
            {
                ["name"] = "consent", ["type"] = "bool", ["is_required"] = true, ["value"] = false, ["label"] = "consent",
                ["modal_label"] = "Agree to grant the app access to APIs and Locations",
            });
        fields.Add(new JsonObject
        {
            ["name"] = "deploy_type", ["type"] = "static_select", ["is_required"] = true, ["value"] = Http(),
            ["description"] = "Select how the App will be accessed.", ["label"] = "deploy-type", ["modal_label"] = "Deployment method", ["refresh"] = true,
            ["options"] = new JsonArray(Http()),
        });
        if (manifest.UsesJwt)
            fields.Add(new JsonObject
            {
                ["name"] = "secret", ["type"] = "text", ["label"] = "secret", ["modal_label"] = "JWT Secret",
                ["description"] = "The secret will be used to issue JWTs in outgoing messages to the app. "
                    + $"Usually, it should be obtained from the app's web site, {manifest.HomepageUrl}",
            });
        return new()
        {
            ["type"] = "form",
            ["form"] = new JsonObject
            {
                ["title"] = $"Install App {manifest.DisplayName}",
                ["header"] = Consent(manifest),
                ["source"] = Call(ConsentFormPath, manifest),
                ["submit"] = Call(ConsentPath, manifest),
                ["fields"] = fields,
            },
        };

        static JsonObject Http() => new() { ["label"] = "HTTP", ["value"] = "http" };
    }

    private static JsonObject Call(string path, AppManifest manifest) => new()
    {
        ["path"] = path,
        ["expand"] = new JsonObject { ["acting_user"] = "+summary", ["locale"] = "all" },
        ["state"] = manifest.AppId,
    };

    private static string Consent(AppManifest manifest)
    {
        var lines = new List<string> { $"Application **{manifest.DisplayName}** requires system administrator's consent to:\n\n" };
        if (manifest.Locations.Count > 0)
            lines.Add("- Add the following elements to the **Mattermost User Interface**:");
        lines.AddRange(manifest.Locations.Select(l => $"  - {Words(l)}"));
        if (manifest.Permissions.Count > 0)
            lines.Add("- Access **Mattermost API** with the following permissions:");
        lines.AddRange(manifest.Permissions.Select(p => $"  - {p switch
        {
            "act_as_bot" => "use Mattermost REST API as the app's bot user",
            "act_as_user" => "use Mattermost REST API as connected users",
            "remote_oauth2" => "use remote (3rd party) OAuth2 service",
            "remote_webhooks" => "receive webhook messages from a remote (3rd party) system",
            _ => p,
        }}"));
        return string.Join('\n', [.. lines, "---\n"]);
    }

    private static string Words(string location) => location switch
    {
        "/post_menu" => "Post Menu items",
        "/channel_header" => "Channel Header buttons",
        "/command" => "Slash commands",
        _ when location.StartsWith("/command/", StringComparison.Ordinal) => $"`/{location["/command/".Length..].Replace('/', ' ')}` command",
        _ => location,
    };
}
