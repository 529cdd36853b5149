using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>A call with what was filled in.</summary>
internal sealed record AppCallRequest(AppCall Call)
{
    public JsonObject? Values { get; init; }

    public string RawCommand { get; init; } = "";

    public string SelectedField { get; init; } = "";

    public string Query { get; init; } = "";

    public static AppCallRequest Read(JsonObject given) => new(AppCall.Read("call", given)!)
    {
        Values = AppJson.Map(given, "values"),
        RawCommand = AppJson.Text(given, "raw_command"),
        SelectedField = AppJson.Text(given, "selected_field"),
        Query = AppJson.Text(given, "query"),
    };

    public JsonObject ToJson(JsonObject context)
    {
        var json = Call.ToJson();
        if (Values is { Count: > 0 })
            json["values"] = Values.DeepClone();
        foreach (var (name, text) in new[] { ("raw_command", RawCommand), ("selected_field", SelectedField), ("query", Query) })
        {
            if (text.Length > 0)
                json[name] = text;
        }

        json["context"] = context;
        return json;
    }
}
