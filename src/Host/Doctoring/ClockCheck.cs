using System.Globalization;

namespace RedmineBridge.Host.Doctoring;

/// <summary>The difference between a server's clock and this machine's.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Fair = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Bad = TimeSpan.FromMinutes(10);

    /// <param name="server">Its time in whole seconds; null where it doesn't say.</param>
    public static Finding Judge(string area, string name, DateTimeOffset? server, DateTimeOffset here)
    {
        if (server is not { } there)
            return Finding.Green(area, "clock", $"{name} doesn't say what time it is.");
        var ahead = there - here;
        if (ahead.Duration() <= Fair)
            return Finding.Green(area, "clock", $"{name}'s clock and this machine's agree.");
        var said = string.Create(
            CultureInfo.InvariantCulture, $"{name}'s clock is {ahead.Duration().TotalMinutes:0} minutes {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's.");
        const string mend = "Have both machines set their clocks by the network (`timedatectl set-ntp true`): what may be used for a while, and what was missed, goes by them.";
        return ahead.Duration() > Bad ? Finding.Red(area, "clock", said, mend) : Finding.Yellow(area, "clock", said, mend);
    }
}
