using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>Makes two answers comparable word by word: ids, times, hosts' ports and secrets differ from server to server.</summary>
internal static partial class Likeness
{
    public static string Of(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject o => $"{{{string.Join(", ", o.Select(p => $"{Text(p.Key)}: {(p.Key is "trigger_id" or "request_id" ? "<secret>" : Of(p.Value))}").Order(StringComparer.Ordinal))}}}",
        JsonArray a => $"[{string.Join(", ", a.Select(Of))}]",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => OfString(v.GetValue<string>()),
        _ => Text(node.ToJsonString()),
    };

    /// <summary>The same members of the same kinds, whatever their values.</summary>
    public static string Shape(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject o => $"{{{string.Join(", ", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {Shape(p.Value)}"))}}}",
        JsonArray a => $"[{string.Join(", ", a.Select(Shape).Distinct().Order(StringComparer.Ordinal))}]",
        _ => node.GetValueKind() is JsonValueKind.False ? "True" : node.GetValueKind().ToString(),
    };

    public static string Text(string text) => Port().Replace(Time().Replace(Id().Replace(text, "<id>"), "<time>"), "127.0.0.1").Replace("COMMAND_TOKEN", "<id>", StringComparison.Ordinal);

    /// <summary>JSON within JSON is compared as JSON.</summary>
    private static string OfString(string text) => text.StartsWith("{\"", StringComparison.Ordinal) ? $"text of {Of(JsonNode.Parse(text))}" : $"'{Text(text)}'";

    [GeneratedRegex(@"(?<![a-z0-9])[a-z0-9]{26}(?![a-z0-9])")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b1[0-9]{12}\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+")]
    private static partial Regex Port();
}
