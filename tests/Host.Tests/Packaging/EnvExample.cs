using System.Text.RegularExpressions;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary><c>docker/.env.example</c>: one line a setting, with what it means.</summary>
internal static partial class EnvExample
{
    /// <summary>Names and the values that they are shown with.</summary>
    public static IReadOnlyDictionary<string, string> Read() => Lines().ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value.Trim());

    /// <summary>Those without a word of explanation.</summary>
    public static IReadOnlyList<string> Silent() => [.. Lines().Where(l => l.Groups[3].Value.Trim().Length == 0).Select(l => l.Groups[1].Value)];

    private static IEnumerable<Match> Lines() => Repository.Read("docker/.env.example").Split('\n').Select(l => Setting().Match(l)).Where(m => m.Success);

    [GeneratedRegex(@"^#?([A-Za-z_]+)=(.*?)(?: #(.*))?$")]
    private static partial Regex Setting();
}
