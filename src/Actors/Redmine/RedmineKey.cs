using System.Diagnostics.CodeAnalysis;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// A person's API key in plain. It exists where it is typed, until it is sealed, and where a request is built; it is in no message, no log
/// and no store.
/// </summary>
public sealed class RedmineKey
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

    public override string ToString() => "(key)";
}
