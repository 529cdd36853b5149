using System.Globalization;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>
/// The generic cell rate algorithm, as Mattermost counts: each token has a bucket of one call more than the burst, which fills evenly; what finds
/// it empty is refused before anything else is done. Thread-safe.
/// </summary>
internal sealed class RateLimiter(RateLimit limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _emptyAgain = [];
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / limit.PerSecond;
    private int _refused;

    public int Refused => _refused;

    /// <summary>False, and answered, where it is refused. All headers but the last are given with every answer.</summary>
    public async Task<bool> TakesAsync(HttpContext context)
    {
        var token = ApiCall.TokenOf(context.Request);
        var size = limit.Burst + 1;
        var now = time.GetUtcNow();
        TimeSpan filled;
        TimeSpan? retry = null;
        lock (_lock)
        {
            var begins = _emptyAgain.TryGetValue(token, out var at) && at > now ? at : now;
            var next = begins + _interval;
            var early = next - (_interval * size) - now;
            if (early > TimeSpan.Zero)
            {
                retry = early;
                filled = begins - now;
                _refused++;
            }
            else
            {
                _emptyAgain[token] = next;
                filled = next - now;
            }
        }

        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = Text(size);
        headers["X-RateLimit-Remaining"] = Text((int)(((_interval * size) - filled) / _interval));
        headers["X-RateLimit-Reset"] = Seconds(filled);
        if (retry is not { } wait)
            return true;
        headers.RetryAfter = Seconds(wait);
        headers.XContentTypeOptions = "nosniff";
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("limit exceeded\n", context.RequestAborted);
        return false;
    }

    private static string Seconds(TimeSpan time) => Text((int)Math.Ceiling(time.TotalSeconds));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
