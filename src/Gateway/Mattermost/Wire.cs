using System.Text.Json;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>Reads JSON in which keys may be missing, null or new.</summary>
internal static class Wire
{
    /// <summary>Anybody may give a post props that are nested as deep as they like: it must be read like any other.</summary>
    public static readonly JsonDocumentOptions Depth = new() { MaxDepth = 100_000 };

    public static string? Text(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static string Required(JsonElement from, string key) => Text(from, key) ?? throw new KeyNotFoundException($"no text is its {key}");

    public static long Number(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : 0;

    /// <summary>Props hold the text <c>"true"</c>, other places the value.</summary>
    public static bool IsTrue(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object
        && from.TryGetProperty(key, out var value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.ValueEquals("true")));
}
