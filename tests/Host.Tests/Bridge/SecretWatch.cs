using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Reads every line that a bridge logs, also those that nobody is shown, and remembers those with a secret in them, and the last ones.</summary>
/// <param name="secrets">Those in use by now.</param>
internal sealed class SecretWatch(Func<IEnumerable<string>> secrets) : ILoggerProvider
{
    private const int Kept = 100;

    private readonly ConcurrentQueue<string> _leaks = new();
    private readonly ConcurrentQueue<string> _last = new();
    private int _lines;

    public IEnumerable<string> Leaks => _leaks;

    public int Lines => _lines;

    /// <summary>What was logged last, for whoever looks for why a test fails; the latest first.</summary>
    public IEnumerable<string> Last => _last.Reverse();

    public void Look(string line)
    {
        Interlocked.Increment(ref _lines);
        if (secrets().Any(s => s.Length > 0 && line.Contains(s, StringComparison.Ordinal)))
            _leaks.Enqueue(line);
        _last.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}");
        if (_last.Count > Kept)
            _last.TryDequeue(out _);
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
