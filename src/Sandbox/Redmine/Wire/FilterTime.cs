using System.Globalization;
using System.Text.RegularExpressions;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>The moments that a value of a time filter means. A bare day is the whole day in the person's own zone.</summary>
internal static partial class FilterTime
{
    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH"];

    /// <returns>Null for what Redmine refuses: fractions of a second, offsets from UTC, nonsense.</returns>
    public static (DateTimeOffset After, DateTimeOffset Until)? Read(string text, TimeZoneInfo zone)
    {
        if (!Shape().IsMatch(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var start = InZone(day.ToDateTime(TimeOnly.MinValue), zone);
            return (start.AddTicks(-1), InZone(day.AddDays(1).ToDateTime(TimeOnly.MinValue), zone).AddTicks(-1));
        }

        if (!DateTime.TryParseExact(text.TrimEnd('Z'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;
        // Redmine asks for what is later than one second before, since its own stamps have fractions that it doesn't show.
        var at = text.EndsWith('Z') ? new DateTimeOffset(time, TimeSpan.Zero) : InZone(time, zone);
        return (at.AddSeconds(-1), at);
    }

    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone) => new(local, zone.GetUtcOffset(local));

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}){0,2}Z?)?\z")]
    private static partial Regex Shape();
}
