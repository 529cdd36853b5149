using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>
/// JSON taken over as the plugin's typed structures take it: unknown members get lost, empty ones are left out, one of a wrong type
/// spoils the whole.
/// </summary>
internal static class AppJson
{
    public enum Kind
    {
        Text,
        Flag,
        Number,
        Texts,
        Call,
        Anything,
    }

    public static JsonObject Take(JsonObject given, params ReadOnlySpan<(string Name, Kind Kind)> members)
    {
        var taken = new JsonObject();
        foreach (var (name, kind) in members)
        {
            if (given[name] is { } value && Take(name, kind, value) is { } found)
                taken[name] = found;
        }

        return taken;
    }

    public static JsonArray List(JsonObject given, string name) => given[name] switch
    {
        null => [],
        JsonArray items => items,
        var other => throw Mismatch(name, other),
    };

    /// <summary>Null where there is none.</summary>
    public static JsonObject? Map(JsonObject given, string name) => given[name] switch
    {
        null => null,
        JsonObject map => map,
        var other => throw Mismatch(name, other),
    };

    public static JsonObject Item(JsonNode? item, string name) => item as JsonObject ?? throw Mismatch(name, item);

    public static string Text(JsonObject given, string name) => given[name] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw Mismatch(name, other),
    };

    public static bool Flag(JsonObject given, string name) => given[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        var other => throw Mismatch(name, other),
    };

    public static IReadOnlyList<string> Texts(JsonObject given, string name) =>
        [.. List(given, name).Select(i => i is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Mismatch(name, i))];

    private static JsonNode? Take(string name, Kind kind, JsonNode value) => (kind, value.GetValueKind()) switch
    {
        (Kind.Text, JsonValueKind.String) => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        (Kind.Flag, JsonValueKind.True) => true,
        (Kind.Flag, JsonValueKind.False) => null,
        (Kind.Number, JsonValueKind.Number) => value.ToJsonString() == "0" ? null : value.DeepClone(),
        (Kind.Texts, JsonValueKind.Array) => value.AsArray().Count == 0 ? null : value.DeepClone(),
        (Kind.Call, JsonValueKind.String or JsonValueKind.Object) => AppCall.Read(name, value)!.ToJson(),
        (Kind.Anything, _) => value.DeepClone(),
        _ => throw Mismatch(name, value),
    };

    private static AppsFailureException Mismatch(string name, JsonNode? value) =>
        new($"json: cannot unmarshal {(value is null ? "null" : value.GetValueKind().ToString().ToLowerInvariant())} into Go struct field {name}");
}
