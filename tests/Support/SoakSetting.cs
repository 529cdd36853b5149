using System.Globalization;

namespace RedmineBridge.Tests.Support;

/// <summary>What tests/soak.sh sets, so that a test takes its full numbers.</summary>
internal static class SoakSetting
{
    public static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

    /// <summary>The one that was set, or another one each time.</summary>
    public static int Seed() => Number("SEED", 0) is > 0 and var given ? given : (int)(TimeProvider.System.GetUtcNow().Ticks % 1_000_000) + 1;

    public static bool HasSeed => Number("SEED", 0) > 0;
}
