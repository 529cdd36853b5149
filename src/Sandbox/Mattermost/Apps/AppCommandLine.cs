using System.Text;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>What somebody typed behind a slash, as the web client reads it where an App has bound a command.</summary>
internal static class AppCommandLine
{
    /// <summary>The deepest binding that the words lead to, and what stands behind them.</summary>
    /// <exception cref="InvalidOperationException">They lead to none, or stop on the way.</exception>
    public static (JsonObject Binding, string Fields) Find(JsonArray bindings, string text)
    {
        if (!text.StartsWith('/'))
            throw new InvalidOperationException($"{text} is no command.");
        var level = bindings.Where(b => (string?)b!["location"] == "/command").SelectMany(b => b!["bindings"]!.AsArray()).ToList();
        JsonObject? found = null;
        var rest = text[1..];
        while (level.Count > 0)
        {
            var word = rest.Split([' ', '\t', '\n'], 2)[0];
            found = level.FirstOrDefault(b => string.Equals((string?)b!["label"], word, StringComparison.OrdinalIgnoreCase))?.AsObject()
                ?? throw new InvalidOperationException($"No App has bound {text}: there is no {word}.");
            rest = rest[word.Length..].TrimStart();
            level = [.. found["bindings"] as JsonArray ?? []];
        }

        return found is null ? throw new InvalidOperationException($"No App has bound {text}.") : (found, rest);
    }

    /// <summary>By field: what was typed, <c>true</c> for a flag alone.</summary>
    /// <exception cref="InvalidOperationException">There is no such flag, nothing behind it, or too much.</exception>
    public static IReadOnlyList<(string Field, string Typed)> Read(string text, JsonObject form)
    {
        var fields = AppFormValues.Fields(form).ToList();
        var read = new List<(string, string)>();
        var (at, position) = (0, 1);
        while (Skip(text, ref at))
        {
            if (IsFlag(text, at))
            {
                read.Add(Flag(text, ref at, fields));
                continue;
            }

            if (fields.Find(f => Position(f) == position) is { } field)
            {
                position++;
                read.Add((Name(field), Word(text, ref at)));
                continue;
            }

            var last = fields.Find(f => Position(f) == -1) ?? throw new InvalidOperationException($"Nothing is asked for that could be {text[at..]}.");
            read.Add((Name(last), text[at..].TrimEnd()));
            break;
        }

        return read;
    }

    private static (string, string) Flag(string text, ref int at, List<JsonObject> fields)
    {
        var from = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] != '=')
            at++;
        var label = text[from..at].TrimStart('-', '—');
        var field = fields.Find(f => string.Equals((string?)f["label"] ?? Name(f), label, StringComparison.OrdinalIgnoreCase) && Position(f) == 0)
            ?? throw new InvalidOperationException($"There is no flag {label}.");
        var isGiven = at < text.Length && text[at] == '=';
        if (isGiven)
            at++;
        var isThere = Skip(text, ref at) && (isGiven || !IsFlag(text, at));
        if ((string?)field["type"] == "bool" && !(isThere && IsTruth(text, at)))
            return (Name(field), "true");
        return isThere ? (Name(field), Word(text, ref at)) : throw new InvalidOperationException($"Nothing stands behind the flag {label}.");
    }

    /// <summary>Up to the next blank, or all between two quotes or ticks.</summary>
    private static string Word(string text, ref int at)
    {
        var word = new StringBuilder();
        if (text[at] is '"' or '`')
        {
            var quote = text[at++];
            for (; at < text.Length && text[at] != quote; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == quote)
                    at++;
                word.Append(text[at]);
            }

            if (at >= text.Length)
                throw new InvalidOperationException($"A {quote} is missing at the end of {text}.");
            at++;
            return word.ToString();
        }

        while (at < text.Length && !char.IsWhiteSpace(text[at]))
            word.Append(text[at++]);
        return word.ToString();
    }

    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at < text.Length;
    }

    /// <summary>Phones make a long dash of two short ones.</summary>
    private static bool IsFlag(string text, int at) => text.AsSpan(at).StartsWith("--") || text[at] == '—';

    private static bool IsTruth(string text, int at) => text[at..].Split([' ', '\t', '\n'], 2)[0].ToLowerInvariant() is "true" or "false";

    private static int Position(JsonObject field) => (int?)field["position"] ?? 0;

    private static string Name(JsonObject field) => (string)field["name"]!;
}
