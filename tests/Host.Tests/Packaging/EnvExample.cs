using System.Text.RegularExpressions;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary><c>docker/.env.example</c>: one line a setting, and above it one with what it means.</summary>
internal static partial class EnvExample
{
    /// <summary>Names and the values that Compose would read once the lines count.</summary>
    public static IReadOnlyDictionary<string, string> Read() => Lines().ToDictionary(l => l.Name, l => Value(l.Raw));

    /// <summary>Those without a word of explanation.</summary>
    public static IReadOnlyList<string> Silent() => [.. Lines().Where(l => !Comment().IsMatch(l.Above)).Select(l => l.Name)];

    /// <summary>Those that Compose would read as something else than what stands there.</summary>
    public static IReadOnlyList<string> Misread() => [.. Lines().Where(l => Value(l.Raw) != l.Raw || l.Raw.AsSpan().IndexOfAny("#$'\"") >= 0).Select(l => l.Name)];

    /// <summary>
    /// What Docker Compose makes of the text behind the <c>=</c>: a quote ends where it began, else the value goes to the end of the line or to a <c>#</c>
    /// with a space before it. The spaces before a value are passed over first, so that a comment behind nothing is the value.
    /// </summary>
    public static string Value(string raw)
    {
        var text = raw.TrimStart();
        return text is ['\'' or '"', ..] && text.IndexOf(text[0], 1) is > 0 and var end
            ? text[1..end]
            : text.Split(" #", 2)[0].TrimEnd();
    }

    private static IEnumerable<(string Name, string Raw, string Above)> Lines()
    {
        var lines = Repository.Read("docker/.env.example").Split('\n');
        return lines.Skip(1).Zip(lines, (line, above) => (Setting: Setting().Match(line), above))
            .Where(l => l.Setting.Success)
            .Select(l => (l.Setting.Groups[1].Value, l.Setting.Groups[2].Value, l.above));
    }

    [GeneratedRegex(@"^#?([A-Za-z_]+)=(.*)$")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^# \w")]
    private static partial Regex Comment();
}
