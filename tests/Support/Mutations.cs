using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RedmineBridge.Tests.Support;

/// <summary>Changes the texts of a corpus by chance. The same changes for the same seed.</summary>
internal sealed class Mutations(int seed, string[] corpus, int longest)
{
    /// <summary>What is nested deeper is changed as a text: a stack that holds a step for each level would end with the test's process.</summary>
    private static readonly JsonDocumentOptions Walkable = new() { MaxDepth = 1_000 };

    /// <summary>What parsers stumble over.</summary>
    private static readonly string[] Tokens =
    [
        "\0", "\ud800", "\udfff", "\ufeff", "\u200b", "\u202e", "\u2066", "\u0301", "\u2028", "\u0085", "\u00a0", "\u001f", "\ufffd", "İ", "ß", "ё", "🎉", "١",
        " ", "  ", "     ", "\t", "\n", "\r\n", "\n\n", "\n    ", "\r", "0", "-1", "2147483648", "99999999999999999999", "1e400", "0.1", "00", "#t1", "#т2", "#t10",
        "#", "`", "```", "~~~", "[", "]", "](", "![", "[x]: y\n", "<", ">", "> ", "- ", "-     ", "1. ", "* ", "*", "_", "**", "~~", "|", "\n|---|---|\n", "# ",
        "\\", "&#64;", "&amp;", "http://", "www.", "x.yy/", "@", "@bob", "@all", ":", ":+1:", "=", ";", ",", ".", "!", "?", "…", "«", "»", "\"", "'", "(", ")",
        "{", "}", "null", "true", "[]", "{}", "\\u0000", "\\ud800", "%", "%00", "%ff", "&", "+", "/", "today", "завтра", "до", "by", "friday", "31.02.2027",
        "05/06/2027", "9999-12-31", "in 9999 years", "в проект", " project ", "word", "слово", "new", "batch", "мои ", "yes", "and",
    ];

    /// <summary>JSON that may stand where other JSON stood.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "2147483648", "99999999999999999999", "-9223372036854775808", "\"\"", "\"x\"", "\"\\ud800\"",
        "\"\\u0000\"", "\"null\"", "\"1e400\"", "\"-0001-01-01\"", "\"2027-02-31\"", "[]", "{}", "[null]", "[[]]", "[{}]", "[1,\"x\",null]", "{\"\":null}",
        "{\"id\":null}", "{\"id\":1}", "{\"value\":[]}", "{\"value\":\"x\"}", "{\"\\ud800\":1}",
    ];

#pragma warning disable RS0030 // Seeded.
    private readonly Random _chance = new(seed);

    private int Below(int many) => _chance.Next(many);

#pragma warning restore RS0030

    public string Text() => Text(Any(corpus));

    public string Json()
    {
        var text = Any(corpus);
        for (var changes = OneIn(3) ? 2 + Below(4) : 1; changes > 0; changes--)
            text = Json(text) ?? text;
        return OneIn(8) ? Text(text) : Short(text);
    }

    private string Text(string text)
    {
        for (var changes = 1 + Below(OneIn(4) ? 12 : 3); changes > 0; changes--)
            text = Short(Changed(text));
        return text;
    }

    private string Changed(string text)
    {
        var from = Below(text.Length + 1);
        var to = Math.Min(text.Length, from + 1 + Below(OneIn(2) ? 3 : 30));
        switch (Below(9))
        {
            case 0:
                return text[..from] + text[to..];
            case 1:
                return text[..to] + text[from..];
            case 2:
                return text[..from] + Any(Tokens) + text[to..];
            case 3:
                // A piece of another input.
                var other = Any(corpus);
                var start = Below(other.Length + 1);
                return text[..from] + other[start..(start + Below(other.Length - start + 1))] + text[from..];
            case 4 when from < text.Length:
                return text[..from] + (char)(text[from] ^ (1 << Below(OneIn(4) ? 16 : 7))) + text[(from + 1)..];
            case 5:
                return text[..from] + (char)Below(OneIn(2) ? 128 : 65_536) + text[from..];
            case 6:
                // As often as there is room, sometimes.
                var piece = OneIn(2) || from == to ? Any(Tokens) + (OneIn(3) ? Any(Tokens) : "") : text[from..to];
                var times = OneIn(12) ? longest / piece.Length : 2 + Below(60);
                return text[..from] + string.Concat(Enumerable.Repeat(piece, Math.Min(times, longest / piece.Length))) + text[to..];
            default:
                return text[..from] + Any(Tokens) + text[from..];
        }
    }

    private string Short(string text) => text.Length > longest ? text[..longest] : text;

    /// <summary>One value is another, is missing or is there twice; null where the text is no JSON.</summary>
    private string? Json(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Walkable);
            var left = Below(Count(document.RootElement));
            var written = new StringBuilder();
            Write(document.RootElement, written, ref left);
            return written.ToString();
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int Count(JsonElement value) => 1 + value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(p => Count(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Count),
        _ => 0,
    };

    /// <param name="left">How many values come before the one that is changed.</param>
    private void Write(JsonElement value, StringBuilder written, ref int left)
    {
        if (left-- == 0)
        {
            written.Append(Instead(value));
            return;
        }

        var isFirst = true;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                written.Append('{');
                foreach (var property in value.EnumerateObject())
                {
                    var isChanged = left == 0;
                    if (isChanged && OneIn(6))
                    {
                        left--;
                        continue;
                    }

                    var name = isChanged && OneIn(12) ? Alike(property.Name) : JsonSerializer.Serialize(property.Name);
                    Separate(written, ref isFirst).Append(name).Append(':');
                    Write(property.Value, written, ref left);
                    if (isChanged && OneIn(8))
                        written.Append(',').Append(OneIn(2) ? name : Alike(property.Name)).Append(':').Append(property.Value.GetRawText());
                }

                written.Append('}');
                return;
            case JsonValueKind.Array:
                written.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Separate(written, ref isFirst);
                    Write(item, written, ref left);
                }

                written.Append(']');
                return;
            default:
                written.Append(value.GetRawText());
                return;
        }
    }

    private string Alike(string name) => OneIn(6) ? "\"\\ud800\"" : JsonSerializer.Serialize(name + Any(Tokens));

    private static StringBuilder Separate(StringBuilder written, ref bool isFirst)
    {
        if (!isFirst)
            written.Append(',');
        isFirst = false;
        return written;
    }

    private string Instead(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && OneIn(2))
        {
            var text = value.GetString()!;
            // A post is JSON in a text; a seal stays whole more often than not.
            if (text.StartsWith('{') && Json(text) is { } inner)
                return JsonSerializer.Serialize(inner);
            return JsonSerializer.Serialize(Text(text));
        }

        return Below(24) switch
        {
            0 => Nested("[", "]"),
            1 => Nested("{\"x\":", "}"),
            2 => $"[{string.Join(',', Enumerable.Repeat(value.GetRawText(), 1 + Below(50)))}]",
            3 => JsonSerializer.Serialize(value.GetRawText()),
            4 => Below(int.MaxValue).ToString(CultureInfo.InvariantCulture),
            _ => Any(Values),
        };
    }

    private string Nested(string open, string close)
    {
        var depth = OneIn(4) ? longest / 8 : 1 + Below(100);
        return string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
    }

    private bool OneIn(int many) => Below(many) == 0;

    private string Any(string[] from) => from[Below(from.Length)];
}
