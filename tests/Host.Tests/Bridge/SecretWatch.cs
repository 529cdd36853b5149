using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Reads every line that a bridge logs, also those that nobody is shown, and remembers those with a secret in them.</summary>
/// <param name="secrets">Those in use by now.</param>
internal sealed class SecretWatch(Func<IEnumerable<string>> secrets) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _leaks = new();
    private int _lines;

    public IEnumerable<string> Leaks => _leaks;

    public int Lines => _lines;

    public void Look(string line)
    {
        Interlocked.Increment(ref _lines);
        if (secrets().Any(s => s.Length > 0 && line.Contains(s, StringComparison.Ordinal)))
            _leaks.Enqueue(line);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, SecretWatch watch) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch.Look($"{category}: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Look($"{category}: {formatter(state, exception)} {exception}");
    }
}
