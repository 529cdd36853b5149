using System.Text.Json.Nodes;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Apps;

/// <summary>What the Apps plugin is told of us: who we are, and which commands there are.</summary>
public static class AppManifest
{
    /// <summary>The first version's, so that installing this one takes its place.</summary>
    public const string AppId = "redmine-mattermost-bridge";

    public const string InstallPath = "/install";
    public const string BindingsPath = "/bindings";

    /// <summary>The first version's commands, and the sentence that describes each.</summary>
    private static readonly (string Label, string Sentence)[] Commands =
    [
        ("app_info", "AppHelp"),
        ("create_ticket_by_form", "AppNew"),
        ("create_tickets", "AppBatch"),
        ("tickets_for_me", "AppMine"),
        ("my_tickets", "AppCreated"),
    ];

    public static JsonObject Write(SlashSettings settings, string version) => new()
    {
        ["app_id"] = AppId,
        ["version"] = version,
        ["display_name"] = "Redmine",
        ["description"] = Sentences.In(settings.Language)["CommandDescription"],
        ["homepage_url"] = settings.Redmine.AbsoluteUri,
        ["requested_permissions"] = new JsonArray("act_as_bot"),
        ["requested_locations"] = new JsonArray("/command"),
        ["on_install"] = new JsonObject { ["path"] = InstallPath, ["expand"] = new JsonObject { ["acting_user"] = "+summary" } },
        ["bindings"] = new JsonObject { ["path"] = BindingsPath, ["expand"] = new JsonObject { ["acting_user"] = "+summary" } },
        ["http"] = new JsonObject { ["root_url"] = settings.PublicUrl.AbsoluteUri.TrimEnd('/'), ["use_jwt"] = true },
    };

    /// <param name="triggers">Those that no slash command of ours offers already.</param>
    public static JsonArray Bindings(IEnumerable<string> triggers, Sentences say)
    {
        JsonNode[] commands = [.. triggers.Select(Command)];
        return commands.Length == 0 ? [] : [new JsonObject { ["location"] = "/command", ["bindings"] = new JsonArray(commands) }];

        JsonObject Command(string trigger) => new()
        {
            ["location"] = trigger,
            ["label"] = trigger,
            ["description"] = say["CommandDescription"],
            ["bindings"] = new JsonArray(
            [
                .. Commands.Select(c => new JsonObject
                {
                    ["location"] = c.Label,
                    ["label"] = c.Label,
                    ["description"] = say[c.Sentence],
                    ["submit"] = Call("/" + c.Label, new JsonObject { ["trigger"] = trigger }),
                }),
            ]),
        };
    }

    /// <summary>Who acts must be told, or the call does not come at all.</summary>
    public static JsonObject Call(string path, JsonNode? state) => new()
    {
        ["path"] = path,
        ["expand"] = new JsonObject { ["acting_user"] = "+summary" },
        ["state"] = state,
    };
}
