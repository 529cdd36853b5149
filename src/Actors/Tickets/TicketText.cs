using System.Globalization;
using System.Text;

namespace RedmineBridge.Actors.Tickets;

/// <summary>
/// Text as it may go into a ticket. Redmine stores control characters and line ends of a subject as they come, and on PostgreSQL breaks
/// on some of them; what is no character at all (half of an emoji) becomes U+FFFD.
/// </summary>
public static class TicketText
{
    /// <summary>On one line, without blanks around it.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', Clean(text, IsBreak, ' ').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Lines end with a line feed alone, as they are compared; Redmine itself stores and answers CR LF.</summary>
    public static string Lines(string text) => Clean(text.ReplaceLineEndings("\n"), r => r.Value == '\n', '\t');

    private static string Clean(string text, Func<Rune, bool> isBreak, char tab)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (isBreak(rune))
                clean.Append('\n');
            else if (rune.Value == '\t')
                clean.Append(tab);
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control)
                clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    private static bool IsBreak(Rune rune) =>
        rune.Value is '\n' or '\r' or '\f' or '\v' or 0x85
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
