using System.Globalization;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>How Redmine writes values.</summary>
internal static class Text
{
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>With a decimal point, always.</summary>
    public static JsonNode? Hours(double? hours) => hours is { } h ? JsonNode.Parse(h.ToString("0.0###", CultureInfo.InvariantCulture)) : null;

    public static JsonObject Named(int id, string name) => new() { ["id"] = id, ["name"] = name };

    public static JsonArray Array(IEnumerable<JsonNode> items) => [.. items];

    /// <summary>The value as a form would have sent it; null stays null.</summary>
    public static string? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    /// <summary>The page of a list with its numbers.</summary>
    public static JsonObject Paged<T>(RedmineCall call, string name, IReadOnlyCollection<T> all, Func<T, JsonNode> show)
    {
        var (offset, limit) = call.Page();
        return new()
        {
            [name] = Array(all.Skip(offset).Take(limit).Select(show)),
            ["total_count"] = all.Count,
            ["offset"] = offset,
            ["limit"] = limit,
        };
    }
}
