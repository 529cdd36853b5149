using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Props are kept as immutable JSON; these are the few things done with them.</summary>
internal static class PostProps
{
    public static readonly JsonElement None = JsonSerializer.SerializeToElement(new JsonObject());

    public static JsonElement From(JsonNode? node) => node is JsonObject ? JsonSerializer.SerializeToElement(node) : None;

    public static JsonObject ToObject(this JsonElement props) => JsonObject.Create(props)!;

    public static JsonElement With(this JsonElement props, string key, JsonNode value)
    {
        var copy = JsonNode.Parse(props.GetRawText())!.AsObject();
        copy[key] = value;
        return From(copy);
    }
}
