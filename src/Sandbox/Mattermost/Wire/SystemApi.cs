using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>The server itself: its settings, its health, its roles.</summary>
internal static class SystemApi
{
    public static MattermostRefusalException NoPage => new(404, "api.context.404.app_error", "Sorry, we could not find the page.");

    public static ApiAnswer Ping(ApiCall call)
    {
        var answer = new JsonObject();
        foreach (var key in new[] { "AndroidLatestVersion", "AndroidMinVersion", "DesktopLatestVersion", "DesktopMinVersion", "IosLatestVersion", "IosMinVersion" })
            answer[key] = "";
        if (call.Query("get_server_status") == "true")
        {
            answer["database_status"] = "OK";
            answer["filestore_status"] = "OK";
        }

        answer["status"] = "OK";
        return new(answer);
    }

    public static ApiAnswer ClientConfig(ApiCall call) => call.Query("format") switch
    {
        "" => throw new MattermostRefusalException(
            501, "api.config.client.old_format.app_error", "Please specify format=old in the query string."),
        "old" => new(Wire.ClientConfig.Of(call.World.Settings, isKnown: call.Caller is not null)),
        _ => throw Refusals.InvalidUrl("format"),
    };

    public static ApiAnswer RoleByName(ApiCall call)
    {
        return new(RoleJson(call, call.Route("role")));
    }

    /// <summary>A role's id is its name here. What a licence is needed for is refused as by a server without one.</summary>
    public static ApiAnswer PatchRole(ApiCall call)
    {
        var name = call.Route("role");
        var role = RoleJson(call, name);
        call.RequireSystem(Permissions.ManageSystem);
        var wanted = (call.Body["permissions"] as JsonArray ?? throw Refusals.InvalidBody("permissions")).Select(p => (string)p!).ToList();
        if (!call.World.Settings.TakesAnyPermission && wanted.Contains(Permissions.CreatePostEphemeral) && !role["permissions"]!.AsArray().Any(p => (string)p! == Permissions.CreatePostEphemeral))
            throw new MattermostRefusalException(501, "api.roles.patch_roles.license.error", "Your license does not support advanced permissions.");
        call.World.SetRole(name, wanted);
        return new(RoleJson(call, name));
    }

    private static JsonObject RoleJson(ApiCall call, string name)
    {
        var role = call.World.Roles.Where(r => r.Name == name).Select(r => r.Permissions).FirstOrDefault()
            ?? throw new MattermostRefusalException(404, "app.role.get_by_name.app_error", "Unable to get role.", $"resource: Role id: name={name}");
        return new()
        {
            ["id"] = name,
            ["name"] = name,
            ["permissions"] = new JsonArray([.. role.Select(p => (JsonNode)p)]),
            ["scheme_managed"] = true,
            ["built_in"] = true,
        };
    }
}
