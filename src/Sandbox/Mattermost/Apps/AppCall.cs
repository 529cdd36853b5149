using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Which address of an App is called, with what knowledge of the world, and what the App told itself.</summary>
internal sealed record AppCall(string Path)
{
    /// <summary>Null: nothing is asked for.</summary>
    public JsonObject? Expand { get; init; }

    public JsonNode? State { get; init; }

    /// <summary>A bare text is a path. Null where there is none.</summary>
    public static AppCall? Read(string name, JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var path) => new(path),
        JsonObject call => new(AppJson.Text(call, "path")) { Expand = AppJson.Map(call, "expand"), State = call["state"] },
        _ => throw new AppsFailureException($"json: cannot unmarshal array into Go struct field {name}"),
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["path"] = Path };
        if (Expand is not null)
            json["expand"] = Expand.DeepClone();
        if (State is not null)
            json["state"] = State.DeepClone();
        return json;
    }
}
