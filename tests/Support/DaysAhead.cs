using System.Globalization;

namespace RedmineBridge.Tests.Support;

/// <summary>Days that are still to come whenever a test runs by the real clock, and how people write them.</summary>
public static class DaysAhead
{
    /// <summary>The next one that is a month away at least.</summary>
    public static DateOnly NinthOfMay { get; } = NextNinthOfMay(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));

    public static DateOnly FirstOfMay => NinthOfMay.AddDays(-8);

    /// <summary>09.05.2027</summary>
    public static string InFull(this DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>09.05.27</summary>
    public static string InShort(this DateOnly day) => day.ToString("dd.MM.yy", CultureInfo.InvariantCulture);

    /// <summary>2027-05-09</summary>
    public static string Iso(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly NextNinthOfMay(DateOnly today) =>
        new DateOnly(today.Year, 5, 9) is var day && day >= today.AddMonths(1) ? day : day.AddYears(1);
}
