using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Cards below a post (<c>props.attachments</c>), with their buttons and menus.</summary>
internal static class Attachments
{
    private const string Key = "attachments";
    private static readonly string[] Texts = ["fallback", "color", "pretext", "author_name", "author_link", "author_icon", "title", "title_link", "text"];

    private static readonly string[] ActionMembers =
        ["id", "type", "name", "disabled", "style", "data_source", "options", "default_option", "integration"];

    /// <summary>Each with all the members that the server knows and no others; buttons without an id get one.</summary>
    public static JsonElement Complete(JsonElement props, IdSource ids) => props.TryGetProperty(Key, out var given) && given.ValueKind == JsonValueKind.Array
        ? props.With(Key, new JsonArray([.. given.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object).Select(a => Complete(a.ToObject(), ids))]))
        : props;

    public static bool Any(JsonElement props) => props.TryGetProperty(Key, out var cards) && cards.ValueKind == JsonValueKind.Array && cards.GetArrayLength() > 0;

    public static string? TextOf(JsonElement props) => props.TryGetProperty(Key, out var cards) ? cards.GetRawText() : null;

    /// <summary>What a client may see: no button tells what it will send, nor where; on an ephemeral post it carries a cookie instead.</summary>
    public static JsonObject ForClients(JsonElement props, Func<JsonObject, string?> cookieOf)
    {
        var copy = JsonNode.Parse(props.GetRawText())!.AsObject();
        foreach (var action in (copy[Key] as JsonArray ?? []).SelectMany(a => a!["actions"] as JsonArray ?? []).Cast<JsonObject>())
        {
            if (cookieOf(action) is { } cookie)
                action["cookie"] = cookie;
            action.Remove("integration");
        }

        return copy;
    }

    public static JsonElement? ActionOf(JsonElement props, string actionId) => !Any(props) ? null : props.GetProperty(Key).EnumerateArray()
        .SelectMany(a => a.TryGetProperty("actions", out var actions) && actions.ValueKind == JsonValueKind.Array ? actions.EnumerateArray() : default)
        .Where(a => a.GetProperty("id").GetString() == actionId)
        .Select(a => (JsonElement?)a)
        .FirstOrDefault();

    private static JsonObject Complete(JsonObject given, IdSource ids)
    {
        var card = new JsonObject { ["id"] = 0 };
        foreach (var text in Texts)
            card[text] = Clone(given[text]) ?? "";
        card["fields"] = Clone(given["fields"]);
        foreach (var text in new[] { "image_url", "thumb_url", "footer", "footer_icon" })
            card[text] = Clone(given[text]) ?? "";
        card["ts"] = Clone(given["ts"]);
        if (given["actions"] is JsonArray { Count: > 0 } actions)
            card["actions"] = new JsonArray([.. actions.OfType<JsonObject>().Select(a => CompleteAction(a, ids))]);
        return card;
    }

    private static JsonObject CompleteAction(JsonObject given, IdSource ids)
    {
        var action = new JsonObject();
        foreach (var (key, value) in given.Where(m => ActionMembers.Contains(m.Key)))
        {
            if (value is not null && !(value is JsonValue v && v.TryGetValue<string>(out var text) && text.Length == 0))
                action[key] = Clone(value);
        }

        action["id"] ??= ids.Next();
        return action;
    }

    private static JsonNode? Clone(JsonNode? node) => node?.DeepClone();
}
