using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>The App of the recording: a command with a form, a command without, and an entry in the menus of posts.</summary>
internal static class DemoApp
{
    private const string Form = """
        {"title":"Create","icon":"icon.png","submit":{"path":"/send","expand":{"acting_user":"summary","acting_user_access_token":"all","channel":"summary","team":"summary","post":"all"}},
         "fields":[{"name":"subject","type":"text","label":"subject","is_required":true},{"name":"project","type":"dynamic_select","label":"project","lookup":"/lookup"}]}
        """;

    public const string Bindings = $$"""
        {"type":"ok","data":[
          {"location":"/command","bindings":[{"location":"demo","label":"demo","icon":"icon.png","description":"Demo","bindings":[
            {"location":"create","label":"create","form":{{Form}}},{"location":"ping","label":"ping","submit":"/pong"}]}]},
          {"location":"/post_menu","bindings":[{"location":"mk","label":"Make issue","icon":"icon.png","form":{{Form}}}]}]}
        """;

    public static JsonObject Manifest(Uri url, bool useJwt = false) => new()
    {
        ["app_id"] = "demo-app",
        ["version"] = "v1",
        ["display_name"] = "Demo App",
        ["homepage_url"] = "https://example.test",
        ["requested_permissions"] = new JsonArray("act_as_bot", "act_as_user"),
        ["requested_locations"] = new JsonArray("/command", "/post_menu", "/channel_header"),
        ["on_install"] = new JsonObject { ["path"] = "/install", ["expand"] = new JsonObject { ["acting_user"] = "summary" } },
        ["http"] = new JsonObject { ["root_url"] = url.AbsoluteUri.TrimEnd('/'), ["use_jwt"] = useJwt },
    };
}
