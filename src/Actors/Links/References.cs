using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>
/// Finds <c>#t10</c> (also with the Cyrillic letter) where it is a word of its own in plain text: not in code, links, images or
/// addresses. Mattermost shows no HTML, so there is none to be skipped.
/// </summary>
public static partial class References
{
    /// <summary>All plain references, in order.</summary>
    public static IReadOnlyList<Reference> Find(string text)
    {
        // Every post of a company comes by here; hardly one has a reference.
        if (!Shape().IsMatch(text))
            return [];
        return PostMarkdown.Parse(text) is { } markdown ? Find(text, markdown) : [];
    }

    /// <summary>The distinct tickets of <see cref="Find(string)"/>, in order of appearance.</summary>
    public static IReadOnlyList<TicketId> Tickets(string text) => [.. Find(text).Select(r => r.Ticket).Distinct()];

    internal static List<Reference> Find(string text, PostMarkdown markdown)
    {
        List<Reference> found = [];
        foreach (var match in Shape().EnumerateMatches(text))
        {
            var digits = text.AsSpan(match.Index + 2, match.Length - 2);
            if (digits.Length <= 10
                && long.Parse(digits, CultureInfo.InvariantCulture) is > 0 and <= int.MaxValue and var number
                && markdown.IsPlain(match.Index, match.Length)
                && StandsAlone(text, match.Index, match.Index + match.Length, markdown))
            {
                found.Add(new(new TicketId((int)number), match.Index, match.Length));
            }
        }

        return found;
    }

    private static bool StandsAlone(string text, int start, int end, PostMarkdown markdown) =>
        !IsWord(Before(text, start), start - 1, markdown) && !IsWord(After(text, end), end, markdown) && !IsTakenByItsPrefix(text, start) && !IsInAddress(text, start);

    /// <summary>Escaped by its author, or about to become an image.</summary>
    private static bool IsTakenByItsPrefix(string text, int start)
    {
        var at = start;
        if (at > 0 && text[at - 1] == '!')
            return !IsEscaped(text, at - 1);
        return IsEscaped(text, at);
    }

    private static bool IsEscaped(string text, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && text[at - backslashes - 1] == '\\')
            backslashes++;
        return backslashes % 2 == 1;
    }

    /// <summary>Clients make links of more addresses than GFM does: of any scheme, and some of bare host names.</summary>
    private static bool IsInAddress(string text, int start)
    {
        const int longest = 300;
        var from = start;
        while (from > 0 && start - from < longest && !char.IsWhiteSpace(text[from - 1]))
            from--;
        return from < start && Address().IsMatch(text.AsSpan(from, start - from));
    }

    private static Rune? Before(string text, int at) =>
        at > 0 && Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static Rune? After(string text, int at) =>
        at < text.Length && Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    /// <summary>An underscore that makes emphasis is no part of a word.</summary>
    private static bool IsWord(Rune? rune, int at, PostMarkdown markdown) => rune is { } r && (Rune.IsLetterOrDigit(r)
        || (r.Value == '_' && markdown.IsPlain(at, 1))
        || Rune.GetUnicodeCategory(r)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber);

    [GeneratedRegex("#[tт][0-9]+")]
    private static partial Regex Shape();

    [GeneratedRegex(@"[a-zA-Z][a-zA-Z0-9+.\-]*://|(^|[^\w])www\d{0,3}\.|[\w\-]\.\p{L}{2,}(:\d+)?/|mailto:|tel:")]
    private static partial Regex Address();
}
