namespace RedmineBridge.Gateway.Listening;

/// <summary>Pauses between tries: 1 s doubling to 20 s, chance included; from the beginning again after a quiet minute. Pure: the clock and chance come in.</summary>
internal sealed record Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private int Failures { get; init; }

    private DateTimeOffset? WorkingSince { get; init; }

    public Backoff Working(DateTimeOffset now) => this with { WorkingSince = WorkingSince ?? now };

    /// <param name="chance">From 0 to 1: shortens the pause by up to a quarter, so that many bridges don't come back at once.</param>
    public (Backoff Next, TimeSpan Pause) Failed(DateTimeOffset now, double chance)
    {
        var failures = now - WorkingSince >= Quiet ? 0 : Failures;
        var full = TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(failures, 10), Longest.Ticks));
        return (new() { Failures = failures + 1 }, full * (1 - (chance / 4)));
    }
}
