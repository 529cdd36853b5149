using System.Globalization;
using Flurl.Util;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>Keeps to the server's rate limit: once it says that nothing is left, calls wait until it has something again. Thread-safe.</summary>
internal sealed class CallPacing(TimeProvider clock)
{
    /// <summary>No server may make us wait for longer than this at a time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private DateTimeOffset _until;

    public async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan left;
        lock (_lock)
            left = _until - clock.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellation);
    }

    public void Heard(IReadOnlyNameValueList<string> headers)
    {
        var pause = RetryAfter(headers)
            ?? (headers.FirstOrDefault("X-RateLimit-Remaining") == "0" ? Seconds(headers.FirstOrDefault("X-RateLimit-Reset")) : null);
        if (pause is not { } wait || wait <= TimeSpan.Zero)
            return;
        lock (_lock)
        {
            var until = clock.GetUtcNow() + (wait < Longest ? wait : Longest);
            if (until > _until)
                _until = until;
        }
    }

    public static TimeSpan? RetryAfter(IReadOnlyNameValueList<string> headers) => Seconds(headers.FirstOrDefault("Retry-After"));

    /// <summary>Documentation calls the reset a date, servers send the seconds that are left.</summary>
    private static TimeSpan? Seconds(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
