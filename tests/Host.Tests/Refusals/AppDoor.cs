using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The App's forms, through the plugin.</summary>
public sealed class AppDoor(Scene scene) : IRefusalDoor
{
    private JsonObject? _form;
    private Dictionary<string, string> _typed = [];

    public bool IsOpen => _form is not null;

    public async Task<Told> OpenAsync(FormKind kind, string text = "")
    {
        var path = kind == FormKind.Batch ? "/create_tickets" : "/create_ticket_by_form";
        var told = Tell(await scene.Office.Mattermost.CallAppAs(scene.Person, scene.Dev, Call(path)));
        if (kind == FormKind.Batch || told.Form is null || told.Form.ContainsKey("tracker"))
            return told;
        // Several projects, and nothing tells which one is meant: the form comes anew when one is chosen.
        return Tell(await scene.Office.Mattermost.RefreshAppFormAs(
            scene.Person, scene.Dev, _form!, "project", new() { ["project"] = Scene.Text(scene.Project.Id) }));
    }

    public async Task<Told> SubmitAsync(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (field, value) in values)
            _typed[field] = value;
        var form = _form ?? throw new InvalidOperationException("No form is open.");
        var filled = new JsonObject(_typed.Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value)));
        return Tell(await scene.Office.Mattermost.SubmitAppFormAs(scene.Person, scene.Dev, form, filled));
    }

    /// <summary>As one of the App's commands is bound.</summary>
    private static JsonObject Call(string path) => new()
    {
        ["path"] = path,
        ["expand"] = new JsonObject { ["acting_user"] = "+summary" },
        ["state"] = new JsonObject { ["trigger"] = "redmine" },
    };

    private Told Tell(JsonObject answer)
    {
        var text = Told.Seen((string?)answer["text"] ?? "");
        if (answer["form"] is JsonObject form)
        {
            (_form, _typed) = (form, []);
            return new(Told.Seen((string?)form["header"] ?? ""), Filled(), new Dictionary<string, string>());
        }

        if ((string?)answer["type"] != "error" || _form is null)
        {
            _form = null;
            return Told.Message(text);
        }

        // It stays open, and what was typed stays in it.
        var problems = (answer["data"]?["errors"] as JsonObject ?? []).ToDictionary(e => e.Key, e => Told.Seen((string)e.Value!));
        if (text != scene.Say["AppFormProblems"])
            problems[Told.Whole] = text;
        return new("", Filled(), problems);
    }

    private Dictionary<string, string> Filled() => (_form!["fields"] as JsonArray ?? []).ToDictionary(
        f => (string)f!["name"]!,
        f => _typed.GetValueOrDefault((string)f!["name"]!, (string?)((f!["value"] as JsonObject)?["value"] ?? f["value"] as JsonValue) ?? ""));
}
