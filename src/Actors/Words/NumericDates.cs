using System.Globalization;

namespace RedmineBridge.Actors.Words;

/// <summary>
/// Dates of digits. A year of two digits is 20xx.
/// <list type="bullet">
/// <item><c>09.05.2027</c>, <c>9.5.27</c>: day, month, year.</item>
/// <item><c>09.05</c>: the next such day; today counts. In a sentence only with two digits each, since "2.5" is a number there.</item>
/// <item><c>2027-05-09</c>, <c>2027/05/09</c>, <c>2027.05.09</c>: year, month, day.</item>
/// <item><c>25/05/2027</c>, <c>25/05/27</c>, <c>25-05-2027</c>: day first, as the office writes. Americans write the month first, so a date
/// that is another day to them (<c>05/06/2027</c>) is <see cref="ReadingProblem.Ambiguous"/>, and one that only they can read
/// (<c>05/25/2027</c>) is <see cref="ReadingProblem.Unreal"/>.</item>
/// </list>
/// </summary>
internal static class NumericDates
{
    /// <summary>Between two days named 29.02 there are at most eight years.</summary>
    private const int LeapGap = 8;

    private const int LastYear = 9999;

    public static bool HasYear(string word) => word.AsSpan().ContainsAny('-', '/') || word.AsSpan().Count('.') == 2;

    /// <param name="word">Without blanks.</param>
    /// <param name="inSentence">It stands at the end of a sentence, where it may be a version or an amount.</param>
    public static Reading<DateOnly> Read(string word, DateOnly today, bool inSentence)
    {
        var separator = word.AsSpan().IndexOfAny('.', '-', '/') is >= 0 and var at ? word[at] : '\0';
        if (word.Length > 10 || separator == '\0')
            return new(ReadingProblem.NotUnderstood);
        var parts = word.Split(separator);
        if (!parts.All(part => part.Length is > 0 and <= 4 && part.All(char.IsAsciiDigit)))
            return new(ReadingProblem.NotUnderstood);
        return (separator, parts) switch
        {
            (_, [{ Length: 4 }, { Length: <= 2 }, { Length: <= 2 }]) => Of(Number(parts[0]), Number(parts[1]), Number(parts[2])),
            ('.', [{ Length: <= 2 }, { Length: <= 2 }, { Length: 4 or 2 }]) => WithYear(parts, inSentence),
            ('/', [{ Length: <= 2 }, { Length: <= 2 }, { Length: 4 or 2 }]) or ('-', [{ Length: <= 2 }, { Length: <= 2 }, { Length: 4 }]) =>
                IsReadTwoWays(Number(parts[0]), Number(parts[1])) ? new(ReadingProblem.Ambiguous) : WithYear(parts, inSentence: false),
            ('.', [{ Length: <= 2 }, { Length: <= 2 }]) => WithoutYear(parts, today, inSentence),
            _ => new(ReadingProblem.NotUnderstood),
        };
    }

    private static Reading<DateOnly> WithYear(string[] parts, bool inSentence)
    {
        var read = Of(Year(parts[2]), Number(parts[1]), Number(parts[0]));
        var mayBeVersion = parts is not [{ Length: 2 }, { Length: 2 }, _] and not [_, _, { Length: 4 }];
        return inSentence && mayBeVersion && read.Value is null ? new(ReadingProblem.NotUnderstood) : read;
    }

    private static Reading<DateOnly> WithoutYear(string[] parts, DateOnly today, bool inSentence)
    {
        if (inSentence && parts is not [{ Length: 2 }, { Length: 2 }])
            return new(ReadingProblem.NotUnderstood);
        var (day, month) = (Number(parts[0]), Number(parts[1]));
        if (day is < 1 or > 31 || month is < 1 or > 12)
            return new(inSentence ? ReadingProblem.NotUnderstood : ReadingProblem.Unreal);
        for (var year = today.Year; year <= Math.Min(today.Year + LeapGap, LastYear); year++)
        {
            if (Of(year, month, day).Value is { } date && date >= today)
                return new(date);
        }

        return new(ReadingProblem.Unreal);
    }

    private static bool IsReadTwoWays(int day, int month) => day is >= 1 and <= 12 && month is >= 1 and <= 12 && day != month;

    private static Reading<DateOnly> Of(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new(new DateOnly(year, month, day))
            : new(ReadingProblem.Unreal);

    private static int Year(string digits) => digits.Length == 2 ? 2000 + Number(digits) : Number(digits);

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
