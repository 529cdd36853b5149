using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>Shows somebody's text as it is: nothing in it formats, links, mentions or breaks a table.</summary>
internal static partial class MarkdownText
{
    /// <summary>What Mattermost's clients let be escaped; a backslash before anything else would be shown.</summary>
    private const string Special = "\\`*_~[]()#+-.!|<>";

    /// <summary>Invisible; what begins as a mention, an address, an entity or an emoji is none with it in the middle.</summary>
    private const string Break = "\u200b";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in Blank().Replace(text, " ").Trim())
        {
            if (Special.Contains(c, StringComparison.Ordinal))
                escaped.Append('\\');
            if (!char.IsControl(c))
                escaped.Append(c);
        }

        return Beginning().Replace(escaped.ToString(), m => m.Value + Break);
    }

    /// <summary>The first characters as readers count them; an ellipsis stands for the rest.</summary>
    public static string Shorten(string text, int atMost)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= atMost ? text : elements.SubstringByTextElements(0, atMost - 1).TrimEnd() + "…";
    }

    /// <summary>
    /// For places that one version shows as Markdown and another as it is: nothing in it links, mentions or shows a picture, and no
    /// backslash is seen.
    /// </summary>
    public static string Disarm(string text) =>
        Link().Replace(Beginning().Replace(string.Concat(text.Where(c => !char.IsControl(c) || c == '\n')), m => m.Value + Break), m => m.Value + Break);

    /// <summary>A length as Mattermost counts it.</summary>
    public static int Runes(string text) => text.EnumerateRunes().Count();

    /// <summary>In a block of code, to be copied from there to the letter.</summary>
    public static string Code(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines.Select(l => string.Concat(l.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t'))));
        var fence = new string('`', Math.Max(3, Backticks().Matches(text).Select(m => m.Length + 1).DefaultIfEmpty().Max()));
        return $"{fence}\n{text}\n{fence}\n";
    }

    [GeneratedRegex(@"[\s\u0085\u2028\u2029]+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"@|&(?=\w+;|\\#\w+;)|:(?=//|[\w+\-\\]+:)|(?<![\p{L}\p{N}])(?:www|mailto(?=:)|tel(?=:))", RegexOptions.IgnoreCase)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\](?=[([:])|<(?=\w)")]
    private static partial Regex Link();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
