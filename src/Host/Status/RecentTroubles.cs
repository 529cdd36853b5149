using System.Text.RegularExpressions;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Status;

/// <summary>
/// The last warnings and errors of the log with how often each was said, for the status page; without the exceptions, which the log has. Those that differ
/// in ids and numbers only are one.
/// </summary>
internal sealed partial class RecentTroubles(TimeProvider clock) : ILoggerProvider
{
    /// <summary>Different ones; the one that was silent for the longest goes.</summary>
    public const int AtMost = 30;

    private const int TextAtMost = 400;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Trouble> _troubles = [];

    /// <summary>The latest first.</summary>
    public IReadOnlyList<Trouble> All
    {
        get
        {
            lock (_lock)
                return [.. _troubles.Values.OrderByDescending(t => t.LastAt)];
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Take(bool isError, string category, string text)
    {
        var (who, what) = LogText.Of(category, text);
        var shown = what.Length > TextAtMost ? $"{what[..TextAtMost]}…" : what;
        var kind = Varying().Replace($"{who}: {shown}", "…");
        lock (_lock)
        {
            var times = _troubles.TryGetValue(kind, out var before) ? before.Times : 0;
            _troubles[kind] = new(isError, who, shown, times + 1, clock.GetUtcNow());
            if (_troubles.Count > AtMost)
                _troubles.Remove(_troubles.MinBy(t => t.Value.LastAt).Key);
        }
    }

    [GeneratedRegex(@"[a-z0-9]{26}|[0-9]+")]
    private static partial Regex Varying();

    private sealed class Logger(RecentTroubles troubles, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                troubles.Take(logLevel >= LogLevel.Error, category, formatter(state, exception));
        }
    }
}
