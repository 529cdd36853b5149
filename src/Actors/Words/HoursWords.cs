using System.Globalization;
using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Words;

/// <summary>
/// Reads an amount of time: <c>1.5</c>, <c>1,5 h</c>, <c>1:30</c>, <c>2h30m</c>, <c>1h30</c>, <c>30 min</c>, <c>1 ч 30 мин</c>. Minutes become
/// hundredths of an hour, from which Redmine gets the same minutes back.
/// </summary>
public static partial class HoursWords
{
    public const decimal Most = 9999;

    private const int LongestText = 40;

    private const string Hour = @"(h|hr|hrs|hour|hours|ч|час|часа|часов)\.?";

    private const string Minute = @"(m|min|mins|minute|minutes|м|мин|минута|минуту|минуты|минут)\.?";

    /// <returns>More than 0, at most <see cref="Most"/>.</returns>
    public static Reading<decimal> Read(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is 0 or > LongestText)
            return new(ReadingProblem.NotUnderstood);
        var typed = string.Join(' ', Typed.Words(trimmed));
        if (Plain().Match(typed) is { Success: true } plain)
            return Checked(Number(plain.Groups["hours"].Value.Replace(',', '.')) * (plain.Groups["minus"].Success ? -1 : 1));
        if (Clock().Match(typed) is { Success: true } clock)
            return Of(clock.Groups["hours"].Value, clock.Groups["minutes"].Value);
        if (Parts().Match(typed) is { Success: true } parts)
            return Of(parts.Groups["hours"].Value, parts.Groups["minutes"].Value);
        return new(ReadingProblem.NotUnderstood);
    }

    private static Reading<decimal> Of(string hours, string minutes)
    {
        var rest = Number(minutes);
        return hours.Length > 0 && rest >= 60
            ? new(ReadingProblem.OutOfRange)
            : Checked((hours.Length > 0 ? Number(hours) : 0) + Math.Round(rest / 60, 2, MidpointRounding.AwayFromZero));
    }

    private static Reading<decimal> Checked(decimal hours) => hours is > 0 and <= Most ? new(hours) : new(ReadingProblem.OutOfRange);

    /// <summary>Of no more digits than a decimal holds.</summary>
    private static decimal Number(string digits) => decimal.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<minus>-)?(?<hours>[0-9]{1,9}([.,][0-9]{1,9})?) ?(" + Hour + ")?$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(?<hours>[0-9]{1,9}):(?<minutes>[0-9]{2})( ?" + Hour + ")?$")]
    private static partial Regex Clock();

    /// <summary>The unit of the minutes may be left out after hours: <c>1h30</c>.</summary>
    [GeneratedRegex("^((?<hours>[0-9]{1,9}) ?" + Hour + " ?(?<minutes>[0-9]{1,9})( ?" + Minute + ")?|(?<minutes>[0-9]{1,9}) ?" + Minute + ")$")]
    private static partial Regex Parts();
}
