using System.Globalization;
using Flurl.Util;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>
/// Keeps to the server's rate limit: counts along in the bucket that the server tells of with each answer, so that a call waits before it would be
/// refused. Calls that nobody waits for leave half of the bucket to the others. Who waits goes on one by one, as the bucket fills. Without a
/// limit nothing waits. Thread-safe.
/// </summary>
internal sealed class CallPacing(TimeProvider clock) : IDisposable
{
    /// <summary>No server may make us wait for longer than this at a time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Mattermost's own default, for what stands before it and tells no more than that it is too much.</summary>
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMilliseconds(100);
    private const int UsualLimit = 10;
    private static readonly TimeSpan Forgiven = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _awaited = new(1);
    private readonly SemaphoreSlim _background = new(1);

    /// <summary>What the bucket holds when full; 0 where there is no limit.</summary>
    private int _limit;

    /// <summary>What it held at <see cref="_at"/>, which lies ahead after a refusal: until then nothing goes.</summary>
    private double _left;
    private DateTimeOffset _at;

    /// <summary>How long it takes to hold one more.</summary>
    private TimeSpan _interval = UsualInterval;
    private int _underWay;
    private DateTimeOffset _refusedAt;

    /// <summary>Waits until a call may be made; it ends when the turn is disposed.</summary>
    /// <param name="isBackground">Nobody waits for it.</param>
    public async Task<Turn> EnterAsync(bool isBackground, CancellationToken cancellation)
    {
        var line = isBackground ? _background : _awaited;
        await line.WaitAsync(cancellation);
        try
        {
            var until = clock.GetUtcNow() + Longest;
            while (Pause(isBackground, until) is { } pause)
                await Task.Delay(pause, clock, cancellation);
        }
        finally
        {
            line.Release();
        }

        return new(this);
    }

    public void Dispose()
    {
        _awaited.Dispose();
        _background.Dispose();
    }

    /// <summary>Null where the server doesn't say; one that says "at once" has just refused, and is not believed.</summary>
    public static TimeSpan? RetryAfter(IReadOnlyNameValueList<string> headers) =>
        Number(headers, "Retry-After") is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static int? Number(IReadOnlyNameValueList<string> headers, string name) =>
        int.TryParse(headers.FirstOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null: it may be made now, and is counted.</summary>
    private TimeSpan? Pause(bool isBackground, DateTimeOffset until)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            Fill(now);
            if (_limit > 0 && now < until)
            {
                var missing = Math.Max(0, (isBackground ? _limit / 2 : 0) + 1 - _left);
                var pause = (_at > now ? _at - now : TimeSpan.Zero) + (missing * _interval);
                if (pause > TimeSpan.Zero)
                    return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(pause.TotalMilliseconds, (until - now).TotalMilliseconds)));
            }

            _left--;
            _underWay++;
            return null;
        }
    }

    private void Fill(DateTimeOffset now)
    {
        if (now <= _at)
            return;
        _left = Math.Min(_limit, _left + ((now - _at) / _interval));
        _at = now;
    }

    private void Heard(int status, IReadOnlyNameValueList<string> headers)
    {
        var (limit, remaining, reset) = (Number(headers, "X-RateLimit-Limit"), Number(headers, "X-RateLimit-Remaining"), Number(headers, "X-RateLimit-Reset"));
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            Fill(now);
            var isRefused = status == 429;
            if (limit is > 0 && remaining is { } left)
            {
                // What else is under way may not have been counted by the server yet.
                if (_limit == 0 || now >= _at)
                    (_left, _at) = (left - Math.Max(0, _underWay - 1), now);
                _limit = limit.Value;
                // Documentation calls the reset a date, servers send the seconds until the bucket is full, rounded up.
                if (limit > left && reset is > 0)
                    _interval = TimeSpan.FromSeconds((double)reset.Value / (limit.Value - left));
            }
            else if (isRefused && _limit == 0)
            {
                (_limit, _interval) = (UsualLimit, UsualInterval);
            }
            else if (!isRefused && (_left >= _limit - 1 || now - _refusedAt >= Forgiven))
            {
                // Nothing was refused for so long that all would be forgotten by the server too; or that a limit which was only guessed, since
                // nobody told of one, may be tried again. Much to do must not keep a guess alive.
                _limit = 0;
            }

            if (!isRefused)
                return;
            _refusedAt = now;
            var wait = RetryAfter(headers) ?? TimeSpan.FromSeconds(1);
            var open = now + (wait < Longest ? wait : Longest);
            _left = 1;
            if (open > _at)
                _at = open;
        }
    }

    private void Left()
    {
        lock (_lock)
            _underWay--;
    }

    /// <summary>One call.</summary>
    public readonly struct Turn(CallPacing pacing) : IDisposable
    {
        public void Heard(int status, IReadOnlyNameValueList<string> headers) => pacing.Heard(status, headers);

        public void Dispose() => pacing.Left();
    }
}
