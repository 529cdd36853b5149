namespace RedmineBridge.Host.Doctoring;

/// <summary>One thing that was looked at, in words for an administrator. No secrets.</summary>
/// <param name="Area">One of <see cref="Areas"/>.</param>
/// <param name="Subject">What of it: a setting, a right, a team, a place in the map.</param>
/// <param name="Mend">What to do; never missing where <paramref name="Level"/> is not green. May have several lines, for a configuration file.</param>
public sealed record Finding(string Area, string Subject, Level Level, string Said, string? Mend = null)
{
    internal static Finding Green(string area, string subject, string said) => new(area, subject, Level.Green, said);

    internal static Finding Yellow(string area, string subject, string said, string mend) => new(area, subject, Level.Yellow, said, mend);

    internal static Finding Red(string area, string subject, string said, string mend) => new(area, subject, Level.Red, said, mend);
}
