namespace RedmineBridge.Actors.Batch;

/// <summary>A line of a pasted list and what it looks like.</summary>
/// <param name="Number">From 1.</param>
/// <param name="TextStart">Where the text begins, behind blanks, mark and checkbox.</param>
/// <param name="End">Before the line break.</param>
/// <param name="IsDone">Its checkbox is ticked.</param>
internal readonly record struct BatchLine(int Number, int Start, int TextStart, int End, bool IsMarked, bool IsDone)
{
    /// <summary>More items than a list may have need no more digits.</summary>
    private const int LongestNumber = 3;

    public static List<BatchLine> Of(string text)
    {
        List<BatchLine> lines = [];
        var start = 0;
        while (start <= text.Length)
        {
            var length = text.AsSpan(start).IndexOfAny("\n\r\u0085\u2028\u2029");
            var end = length < 0 ? text.Length : start + length;
            lines.Add(Of(text, lines.Count + 1, start, end));
            start = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }

        return lines;
    }

    /// <summary>A text that begins like this would lose its beginning to the mark.</summary>
    public static bool BeginsWithBox(string text) => AfterBox(text, 0, text.Length) >= 0;

    public bool IsBlank(string text) => !IsMarked && TextStart == End;

    /// <summary>"Tasks:", "**Tasks:**".</summary>
    public bool EndsWithColon(string text) => text.AsSpan(Start, End - Start).TrimEnd().TrimEnd("*_").EndsWith(':');

    /// <summary>"## Tasks": Markdown's own heading.</summary>
    public bool IsHeading(string text)
    {
        var line = text.AsSpan(TextStart, End - TextStart);
        var rest = line.TrimStart('#');
        return !IsMarked && line.Length - rest.Length is >= 1 and <= 6 && rest.Length > 0 && char.IsWhiteSpace(rest[0]);
    }

    private static BatchLine Of(string text, int number, int start, int end)
    {
        var at = Blanks(text, start, end);
        var marked = AfterMark(text, at, end);
        var box = AfterBox(text, marked < 0 ? at : marked, end);
        var textStart = Math.Max(Math.Max(at, marked), box);
        return new(number, start, textStart, end, marked >= 0 || box >= 0, box >= 0 && !char.IsWhiteSpace(text[text.IndexOf('[', at) + 1]));
    }

    /// <summary>
    /// <c>1.</c>, <c>1)</c>, <c>-</c>, <c>*</c>, <c>–</c>, <c>•</c> and their like; -1 where there is none. A blank follows, so that
    /// "-5 °C" and "**now**" are text; after a number's mark and round bullets it may be missing, as in "1.Buy", but "1.5 litres" is text.
    /// </summary>
    private static int AfterMark(string text, int at, int end)
    {
        var digits = 0;
        while (digits <= LongestNumber && at + digits < end && char.IsAsciiDigit(text[at + digits]))
            digits++;
        var last = at + digits;
        if (last >= end)
            return -1;
        var isFollowedByBlank = last + 1 == end || char.IsWhiteSpace(text[last + 1]);
        var isMark = digits is > 0 and <= LongestNumber
            ? text[last] == ')' || (text[last] == '.' && (isFollowedByBlank || !(char.IsAsciiDigit(text[last + 1]) || text[last + 1] == '.')))
            : digits == 0 && (text[last] is '•' or '◦' or '▪' or '●' or '‣' || (isFollowedByBlank && text[last] is '-' or '*' or '–' or '—'));
        return isMark ? Blanks(text, last + 1, end) : -1;
    }

    private static int AfterBox(string text, int at, int end) =>
        at + 2 < end
        && text[at] == '['
        && text[at + 1] is ' ' or '\u00a0' or 'x' or 'X' or 'х' or 'Х' or '✓' or '✔'
        && text[at + 2] == ']'
        && (at + 3 == end || char.IsWhiteSpace(text[at + 3]))
            ? Blanks(text, at + 3, end)
            : -1;

    private static int Blanks(string text, int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
