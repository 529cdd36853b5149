using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>
/// JSON read as the server's own decoder reads it: what is missing or null is the type's zero, what is of another type spoils the
/// whole.
/// </summary>
internal sealed class StrictObject(JsonObject given)
{
    /// <summary>So far.</summary>
    public bool IsGood { get; private set; } = true;

    public string Text(string name) => Value(name, JsonValueKind.String) is { } value ? value.GetValue<string>() : "";

    public bool Flag(string name) => Value(name, JsonValueKind.True, JsonValueKind.False) is { } value && value.GetValue<bool>();

    public int Number(string name)
    {
        if (Value(name, JsonValueKind.Number) is not JsonValue value)
            return 0;
        if (value.TryGetValue<int>(out var number))
            return number;
        IsGood = false;
        return 0;
    }

    /// <summary>Null where there is none.</summary>
    public JsonObject? Map(string name) => Value(name, JsonValueKind.Object)?.DeepClone().AsObject();

    /// <summary>Texts by name; null where there are none.</summary>
    public JsonObject? Texts(string name)
    {
        var map = Map(name);
        IsGood &= map is null || map.All(p => p.Value is null || p.Value.GetValueKind() == JsonValueKind.String);
        return map;
    }

    /// <summary>Null where there is none. <paramref name="read"/> answers null for an item that is spoilt.</summary>
    public JsonArray? List(string name, Func<JsonObject, JsonObject?> read)
    {
        if (Value(name, JsonValueKind.Array) is not JsonArray items)
            return null;
        var all = items.Select(i => i is null ? read([]) : i is JsonObject item ? read(item) : null).ToList();
        IsGood &= all.TrueForAll(i => i is not null);
        return new([.. all]);
    }

    private JsonNode? Value(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (given[name] is not { } value)
            return null;
        if (kinds.Contains(value.GetValueKind()))
            return value;
        IsGood = false;
        return null;
    }
}
