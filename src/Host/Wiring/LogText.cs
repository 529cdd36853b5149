using System.Text.RegularExpressions;

namespace RedmineBridge.Host.Wiring;

/// <summary>Who says what in the log. Akka's events come with a stamp and a level in their text; of those only what they say is taken.</summary>
internal static partial class LogText
{
    public static (string Who, string What) Of(string category, string text) => OfAkka().Match(text) is { Success: true } akka
        ? (Source(akka.Groups["who"].Value), akka.Groups["what"].Value)
        : (category, text);

    /// <summary><c>akka://redmine-bridge/user/gateway/poster#17</c> is <c>gateway/poster</c>.</summary>
    private static string Source(string source)
    {
        var user = source.IndexOf("/user/", StringComparison.Ordinal);
        var path = user < 0 ? source.Split(' ')[0] : source[(user + "/user/".Length)..];
        return path.IndexOf('#', StringComparison.Ordinal) is >= 0 and var number ? path[..number] : path;
    }

    [GeneratedRegex(@"^\[[A-Z]+\]\[[^\]]*\]\[Thread [0-9]+\]\[(?<who>[^\]]*)\] (?<what>.*)$", RegexOptions.Singleline)]
    private static partial Regex OfAkka();
}
