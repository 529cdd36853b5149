using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Keeps what the bridge's log says.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The one that has this in it, once it is written: the log has a mailbox of its own.</summary>
    public async Task<string> LineAsync(string text)
    {
        await Look.UntilAsync(() => _lines.Any(Has), Office.Patience, every: 20, seen: () => string.Join('\n', _lines));
        return _lines.Single(Has);

        bool Has(string line) => line.Contains(text, StringComparison.Ordinal);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
