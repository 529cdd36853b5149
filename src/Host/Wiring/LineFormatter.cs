using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// One line an event: when (UTC), how bad, who, what; an exception follows on lines of its own.
/// </summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(LineName)
{
    public const string LineName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (who, what) = LogText.Of(logEntry.Category, logEntry.Formatter(logEntry.State, logEntry.Exception));
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
}
