using System.Globalization;
using System.Text.RegularExpressions;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Days and hours as Redmine takes them.</summary>
internal static partial class Spans
{
    /// <summary>Only <c>2026-12-31</c>; nothing is no day.</summary>
    public static bool TryReadDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            return false;
        day = read;
        return true;
    }

    /// <summary><c>1.5</c>, <c>1,5</c>, <c>1:30</c>, <c>2h30m</c>, <c>30m</c>; nothing is no estimate.</summary>
    public static bool TryReadHours(string? text, out double? hours)
    {
        hours = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (Clock().Match(text.Trim()) is { Success: true } clock && clock.Length > 0)
        {
            hours = Number(clock, "h") + (Number(clock, "m") / 60);
            return true;
        }

        if (!double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || read < 0)
            return false;
        hours = read;
        return true;
    }

    private static double Number(Match match, string group) => match.Groups[group] is { Success: true } g ? double.Parse(g.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?:(?<h>\d+):(?<m>\d{1,2})|(?<h>\d+)h(?:(?<m>\d+)m?)?|(?<m>\d+)m(?:in)?)\z")]
    private static partial Regex Clock();
}
