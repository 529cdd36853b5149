using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// A person's API key in plain. It exists where it is typed, until it is sealed, and where a request is built; it is in no message, no log
/// and no store.
/// </summary>
public sealed partial class RedmineKey
{
    private RedmineKey(string value) => Value = value;

    /// <summary>To be sent.</summary>
    public string Value { get; }

    /// <summary>Redmine's own rule: forty hexadecimal digits. Blanks around them are forgiven.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out RedmineKey key)
    {
        var value = text.Trim();
        key = value.Length == 40 && value.All(char.IsAsciiHexDigit) ? new(value) : null;
        return key is not null;
    }

    /// <summary>Whether a message is a key and little else: a word that says what it is, quotes, a full stop.</summary>
    public static bool IsSaid(string text) => Said().IsMatch(text);

    public override string ToString() => "(key)";

    [GeneratedRegex(
        @"^[^\p{L}\p{N}]*((my|is|the|api|access|key|redmine|connect|мой|это|api|ключ|доступа|к|redmine|подключить|подключиться|подключи)[^\p{L}\p{N}]+){0,6}[0-9a-f]{40}[^\p{L}\p{N}]*$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Said();
}
