namespace RedmineBridge.Actors.Words;

/// <summary>
/// Reads the dates people type, in both languages at once: as numbers (<see cref="NumericDates"/>) and in words
/// (<see cref="SpokenDates"/>), each also after <c>by</c>, <c>on</c>, <c>until</c>, <c>до</c>, <c>к</c>, <c>на</c>.
/// Never throws, whatever the text.
/// </summary>
public static class DateWords
{
    /// <summary>No date is longer; beyond it nothing is looked at.</summary>
    private const int LongestDate = 64;

    /// <summary>"by the day after tomorrow".</summary>
    private const int MostWords = 5;

    /// <summary>A text that is to be a date and nothing else: a form's field, an answer.</summary>
    public static Reading<DateOnly> Read(string text, DateOnly today)
    {
        var date = Typed.WithoutTrailing(text).TrimStart();
        return date.Length is 0 or > LongestDate ? new(ReadingProblem.NotUnderstood) : Read(Typed.Words(date), today, inSentence: false);
    }

    /// <summary>
    /// The longest date at the end of a text, or null where the text ends otherwise. More careful than <see cref="Read(string, DateOnly)"/>: what
    /// may as well be a number, a version, a time or another word at the end of a sentence is not taken for a date there.
    /// </summary>
    public static FoundDate? FindAtEnd(string text, DateOnly today) => FindAtEnd(text.AsSpan(), today);

    /// <inheritdoc cref="FindAtEnd(string, DateOnly)"/>
    internal static FoundDate? FindAtEnd(ReadOnlySpan<char> text, DateOnly today)
    {
        var end = Typed.WithoutTrailing(text).Length;
        Span<int> starts = stackalloc int[MostWords];
        var found = 0;
        for (var at = end - 1; at >= 0 && end - at <= LongestDate && found < MostWords; at--)
        {
            if (IsBetween(text[at]))
                continue;
            if (at == 0 || IsBetween(text[at - 1]))
                starts[found++] = at;
        }

        for (var i = found - 1; i >= 0; i--)
        {
            var words = Typed.Words(text[starts[i]..end]);
            if (IsTime(words, today))
                return null;
            if (Read(words, today, inSentence: true) is { IsUnderstood: true } reading)
                return new(reading, starts[i], end - starts[i]);
        }

        return null;
    }

    private static bool IsBetween(char c) => char.IsWhiteSpace(c) || c is ',' or ';';

    private static Reading<DateOnly> Read(ReadOnlySpan<string> words, DateOnly today, bool inSentence)
    {
        var isLed = words is ["by" or "on" or "until" or "till" or "до" or "к" or "ко" or "на", ..];
        // Leads to a weekday only: "в 10.05" is a time, "в 3 дня" no day at all.
        var isIn = words is ["в" or "во", ..];
        var bare = isLed || isIn ? words[1..] : words;
        var weekday = SpokenDates.ReadWeekday(bare, today, standsAlone: inSentence && !isLed && !isIn);
        if (weekday.IsUnderstood || isIn)
            return weekday;
        var number = bare switch
        {
            [var only] => NumericDates.Read(only, today, inSentence),
            [var full, "г" or "года"] when NumericDates.HasYear(full) => NumericDates.Read(full, today, inSentence),
            _ => new(ReadingProblem.NotUnderstood),
        };
        return number.IsUnderstood ? number : SpokenDates.Read(bare, today);
    }

    /// <summary>"в 10.05", "at 10.05": five past ten.</summary>
    private static bool IsTime(string[] words, DateOnly today) =>
        words is ["в" or "во" or "at", var number]
        && !NumericDates.HasYear(number)
        && NumericDates.Read(number, today, inSentence: true).IsUnderstood;
}
