using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Forms of Apps as clients get them: what they couldn't show is dropped without a word.</summary>
internal static class FormCleaner
{
    public static JsonObject Clean(JsonObject given, Func<string, string> icon)
    {
        var form = AppJson.Take(
            given,
            ("title", AppJson.Kind.Text), ("header", AppJson.Kind.Text), ("footer", AppJson.Kind.Text), ("icon", AppJson.Kind.Text),
            ("source", AppJson.Kind.Call), ("submit", AppJson.Kind.Call), ("submit_buttons", AppJson.Kind.Text));
        if ((string?)form["icon"] is { } path)
            form["icon"] = icon(path);
        var fields = new JsonArray();
        var labels = new HashSet<string>();
        foreach (var item in AppJson.List(given, "fields"))
        {
            var field = Field(AppJson.Item(item, "fields"));
            if (IsShown(field) && labels.Add(Label(field)))
                fields.Add(field);
        }

        if (fields.Count > 0)
            form["fields"] = fields;
        return form;
    }

    private static JsonObject Field(JsonObject given)
    {
        var field = new JsonObject { ["name"] = AppJson.Text(given, "name"), ["type"] = AppJson.Text(given, "type") };
        foreach (var (name, value) in AppJson.Take(
            given,
            ("is_required", AppJson.Kind.Flag), ("readonly", AppJson.Kind.Flag), ("value", AppJson.Kind.Anything),
            ("description", AppJson.Kind.Text), ("label", AppJson.Kind.Text), ("hint", AppJson.Kind.Text), ("position", AppJson.Kind.Number),
            ("modal_label", AppJson.Kind.Text), ("multiselect", AppJson.Kind.Flag), ("refresh", AppJson.Kind.Flag), ("lookup", AppJson.Kind.Call),
            ("subtype", AppJson.Kind.Text), ("min_length", AppJson.Kind.Number), ("max_length", AppJson.Kind.Number)))
            field[name] = value?.DeepClone();
        var options = AppJson.List(given, "options").Select(o => Option(AppJson.Item(o, "options"))).ToList();
        if ((string?)field["type"] == "static_select")
            options = Distinct(options);
        if (options.Count > 0)
            field["options"] = new JsonArray([.. options]);
        return field;
    }

    private static JsonObject Option(JsonObject given)
    {
        var option = AppJson.Take(given, ("label", AppJson.Kind.Text), ("icon_data", AppJson.Kind.Text));
        option["value"] = AppJson.Text(given, "value");
        return option;
    }

    private static List<JsonObject> Distinct(List<JsonObject> options)
    {
        var (labels, values) = (new HashSet<string>(), new HashSet<string>());
        return [.. options.Where(o =>
        {
            var value = (string)o["value"]!;
            var label = (string?)o["label"] ?? value;
            if (label.Length == 0 || labels.Contains(label) || values.Contains(value))
                return false;
            labels.Add(label);
            values.Add(value);
            return true;
        })];
    }

    private static bool IsShown(JsonObject field)
    {
        var name = (string)field["name"]!;
        return name.Length > 0 && IsWord(name) && IsWord(Label(field)) && (string?)field["type"] switch
        {
            "static_select" => field["options"] is not null,
            "dynamic_select" => field["lookup"] is not null,
            _ => true,
        };
    }

    private static string Label(JsonObject field) => (string?)field["label"] ?? (string)field["name"]!;

    private static bool IsWord(string text) => text.AsSpan().IndexOfAny(' ', '\t') < 0;
}
