using System.Text;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Words;

/// <summary>What people type, made comparable: words are what stands between blanks, case and <c>ё</c> don't matter.</summary>
internal static class Typed
{
    /// <summary>What may follow the last word of a sentence and says nothing.</summary>
    public static bool IsTrailing(char c) => char.IsWhiteSpace(c) || c is '.' or ',' or ';' or '!' or '?' or '…';

    public static ReadOnlySpan<char> WithoutTrailing(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && IsTrailing(text[end - 1]))
            end--;
        return text[..end];
    }

    public static string Fold(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant().Replace('ё', 'е');

    public static char Fold(char c) => char.ToLowerInvariant(c) is var lower && lower == 'ё' ? 'е' : lower;

    /// <summary>
    /// Somebody's name, made comparable: whichever way its letters are composed, however many blanks stand between its words, and whether a
    /// comma parts the last name from the first.
    /// </summary>
    public static string Name(string name) =>
        string.Join(' ', Words(TicketText.OneLine(name).Replace(',', ' ').Normalize(NormalizationForm.FormKC)));

    public static string[] Words(ReadOnlySpan<char> text) => Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
