using System.Collections.Frozen;
using System.Globalization;

namespace RedmineBridge.Actors.Words;

/// <summary>
/// Dates in words, English and Russian, Russian in any case.
/// <list type="bullet">
/// <item><c>today</c>, <c>tomorrow</c>, <c>day after tomorrow</c>.</item>
/// <item><c>friday</c>, <c>в ближайшую пятницу</c>: the next one after today, one to seven days ahead.</item>
/// <item><c>this friday</c>: the next one, today counting.</item>
/// <item><c>next friday</c>, <c>в следующую пятницу</c>: Friday of the next week; weeks begin on Monday.</item>
/// <item><c>in 3 days</c>, <c>in a week</c>, <c>через два месяца</c>: also in words up to ten; a month from the 31st is the next month's last day
/// where it has no 31st.</item>
/// </list>
/// </summary>
internal static class SpokenDates
{
    private const int LongestNumber = 4;

    private static readonly FrozenDictionary<string, DayOfWeek> Weekdays = Table(
        (DayOfWeek.Monday, "monday mon понедельник понедельника понедельнику пн"),
        (DayOfWeek.Tuesday, "tuesday tue tues вторник вторника вторнику вт"),
        (DayOfWeek.Wednesday, "wednesday wed среда среду среды среде ср"),
        (DayOfWeek.Thursday, "thursday thu thur thurs четверг четверга четвергу чт"),
        (DayOfWeek.Friday, "friday fri пятница пятницу пятницы пятнице пт"),
        (DayOfWeek.Saturday, "saturday sat суббота субботу субботы субботе сб"),
        (DayOfWeek.Sunday, "sunday sun воскресенье воскресенья воскресенью вс"));

    /// <summary>At the end of a sentence these are more often something else ("the sun", "тестовую среду"), so there they need a word before them.</summary>
    private static readonly FrozenSet<string> Homonyms = Set("mon wed sat sun среда среду среды среде ср");

    private static readonly FrozenDictionary<string, Which> Whiches = Table(
        (Which.This, "this этот этого этому эта эту этой это"),
        (Which.Nearest, "ближайший ближайшего ближайшему ближайшая ближайшую ближайшей ближайшее"),
        (Which.NextWeek, "next следующий следующего следующему следующая следующую следующей следующее след след."));

    private static readonly FrozenDictionary<string, Unit> Units = Table(
        (Unit.Day, "day days день дня дней дни"),
        (Unit.Week, "week weeks неделю недели недель неделя"),
        (Unit.Month, "month months месяц месяца месяцев"),
        (Unit.Year, "year years год года лет"));

    private static readonly FrozenDictionary<string, int> Numbers = Table(
        (1, "a an one один одну одна"),
        (2, "two два две"),
        (3, "three три"),
        (4, "four четыре"),
        (5, "five пять"),
        (6, "six шесть"),
        (7, "seven семь"),
        (8, "eight восемь"),
        (9, "nine девять"),
        (10, "ten десять"));

    private enum Which
    {
        Nearest,
        This,
        NextWeek,
    }

    private enum Unit
    {
        Day,
        Week,
        Month,
        Year,
    }

    /// <param name="words">Folded.</param>
    public static Reading<DateOnly> Read(ReadOnlySpan<string> words, DateOnly today) => words switch
    {
        ["today" or "сегодня"] => new(today),
        ["tomorrow" or "завтра"] => Later(today, 1, Unit.Day),
        ["послезавтра"] or ["day", "after", "tomorrow"] or ["the", "day", "after", "tomorrow"] => Later(today, 2, Unit.Day),
        ["через", var unit] when Units.TryGetValue(unit, out var one) => Later(today, 1, one),
        ["in" or "через", var number, var unit] when Units.TryGetValue(unit, out var many) && Number(number) is { } count => Later(today, count, many),
        _ => new(ReadingProblem.NotUnderstood),
    };

    /// <param name="standsAlone">At the end of a sentence, without a word that leads to it.</param>
    public static Reading<DateOnly> ReadWeekday(ReadOnlySpan<string> words, DateOnly today, bool standsAlone)
    {
        var (which, name) = words switch
        {
            [var only] when !(standsAlone && Homonyms.Contains(only)) => (Which.Nearest, only),
            [var before, var after] when Whiches.TryGetValue(before, out var said) => (said, after),
            _ => (Which.Nearest, ""),
        };
        if (!Weekdays.TryGetValue(name, out var weekday))
            return new(ReadingProblem.NotUnderstood);
        var ahead = FromMonday(weekday) - FromMonday(today.DayOfWeek);
        var days = which switch
        {
            Which.NextWeek => ahead + 7,
            Which.This => ahead >= 0 ? ahead : ahead + 7,
            _ => ahead > 0 ? ahead : ahead + 7,
        };
        return Later(today, days, Unit.Day);
    }

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    private static int? Number(string word)
    {
        if (Numbers.TryGetValue(word, out var number))
            return number;
        return word.Length <= LongestNumber && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 ? number : null;
    }

    /// <summary>The calendar ends with the year 9999.</summary>
    private static Reading<DateOnly> Later(DateOnly today, int count, Unit unit)
    {
        var days = unit switch { Unit.Day => count, Unit.Week => count * 7, _ => 0 };
        var months = unit switch { Unit.Month => count, Unit.Year => count * 12, _ => 0 };
        var isKnown = today.DayNumber + days <= DateOnly.MaxValue.DayNumber && (today.Year * 12) + today.Month + months <= (9999 * 12) + 12;
        return isKnown ? new(today.AddDays(days).AddMonths(months)) : new(ReadingProblem.Unreal);
    }

    private static FrozenDictionary<string, T> Table<T>(params (T Value, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Value))).ToFrozenDictionary(p => p.word, p => p.Value);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
