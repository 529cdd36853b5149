using System.Text.RegularExpressions;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>What a person sees after something they did.</summary>
/// <param name="Notice">A message for them alone; empty for none.</param>
/// <param name="Form">What stands in the form on view, by field; null where none is.</param>
/// <param name="Problems">What the form says is wrong, by field; under <see cref="Whole"/> what is wrong with all of it.</param>
public sealed partial record Told(string Notice, IReadOnlyDictionary<string, string>? Form, IReadOnlyDictionary<string, string> Problems)
{
    public const string Whole = "";

    public static Told Message(string text) => new(Seen(text), null, new Dictionary<string, string>());

    /// <summary>The text as it is read: without what only keeps it from being formatted.</summary>
    public static string Seen(string text) => Escaped().Replace(text.Replace("\u200b", "", StringComparison.Ordinal), "$1");

    [GeneratedRegex(@"\\([\\`*_~\[\]()#+\-.!|<>])")]
    private static partial Regex Escaped();
}
