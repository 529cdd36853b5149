using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>JSON as Rails writes it: what HTML would read is escaped, letters and emoji are not.</summary>
internal static partial class RailsJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode node)
    {
        // These three are no part of JSON's own syntax, so each stands within a string.
        var text = node.ToJsonString(Options).Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026");
        return Escapes().Replace(text, m => m.Groups["high"].Success ? $"{Unit(m, "high")}{Unit(m, "low")}" : m.Value);
    }

    private static char Unit(Match match, string group) => (char)int.Parse(match.Groups[group].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Every escape in turn, so that one that only looks like the half of an emoji isn't taken for it.</summary>
    [GeneratedRegex(@"\\(?:u(?<high>[Dd][89ABab][0-9A-Fa-f]{2})\\u(?<low>[Dd][C-Fc-f][0-9A-Fa-f]{2})|.)")]
    private static partial Regex Escapes();
}
