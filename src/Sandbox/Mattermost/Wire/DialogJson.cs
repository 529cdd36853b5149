using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Dialogs as the server passes them on: it checks the types of what it knows, drops what it doesn't, and looks at nothing else.</summary>
internal static class DialogJson
{
    /// <summary>All members that a server of this version knows; null: a value is of the wrong type.</summary>
    public static JsonObject? Complete(JsonObject given, MattermostSettings settings)
    {
        var from = new StrictObject(given);
        var dialog = new JsonObject
        {
            ["callback_id"] = from.Text("callback_id"),
            ["title"] = from.Text("title"),
            ["introduction_text"] = from.Text("introduction_text"),
            ["icon_url"] = from.Text("icon_url"),
            ["elements"] = from.List("elements", e => Element(e, settings)),
            ["submit_label"] = from.Text("submit_label"),
            ["notify_on_cancel"] = from.Flag("notify_on_cancel"),
            ["state"] = from.Text("state"),
        };
        if (settings.HasLivelyDialogs)
            AddIfAny(dialog, "source_url", from.Text("source_url"));
        return from.IsGood ? dialog : null;
    }

    private static JsonObject? Element(JsonObject given, MattermostSettings settings)
    {
        var from = new StrictObject(given);
        var element = new JsonObject();
        foreach (var name in new[] { "display_name", "name", "type", "subtype", "default", "placeholder", "help_text" })
            element[name] = from.Text(name);
        element["optional"] = from.Flag("optional");
        element["min_length"] = from.Number("min_length");
        element["max_length"] = from.Number("max_length");
        element["data_source"] = from.Text("data_source");
        element["options"] = from.List("options", Option);
        if (settings.HasDynamicMenus)
        {
            AddIfAny(element, "data_source_url", from.Text("data_source_url"));
            element["multiselect"] = from.Flag("multiselect");
        }

        if (settings.HasLivelyDialogs)
        {
            if (from.Flag("refresh"))
                element["refresh"] = true;
            AddIfAny(element, "min_date", from.Text("min_date"));
            AddIfAny(element, "max_date", from.Text("max_date"));
            if (from.Number("time_interval") is var minutes and not 0)
                element["time_interval"] = minutes;
        }

        return from.IsGood ? element : null;
    }

    private static JsonObject? Option(JsonObject given)
    {
        var from = new StrictObject(given);
        var option = new JsonObject { ["text"] = from.Text("text"), ["value"] = from.Text("value") };
        return from.IsGood ? option : null;
    }

    private static void AddIfAny(JsonObject to, string name, string text)
    {
        if (text.Length > 0)
            to[name] = text;
    }
}
