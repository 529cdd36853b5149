using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// One line an event: when (UTC), how bad, who, what; an exception follows on lines of its own. Akka's events come with a stamp and a
/// level in their text; of those only what they say is written.
/// </summary>
internal sealed partial class LineFormatter(TimeProvider clock) : ConsoleFormatter(LineName)
{
    public const string LineName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (who, what) = (logEntry.Category, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (OfAkka().Match(what) is { Success: true } akka)
            (who, what) = (Source(akka.Groups["who"].Value), akka.Groups["what"].Value);
        textWriter.Write(clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(who);
        textWriter.Write(": ");
        textWriter.WriteLine(what.ReplaceLineEndings(" "));
        if (logEntry.Exception is { } failure)
            textWriter.WriteLine(failure);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug ",
        LogLevel.Information => "info  ",
        LogLevel.Warning => "warn  ",
        _ => "ERROR ",
    };

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
