using RedmineBridge.Actors.Pauses;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// Whether calls make sense at the moment. After <see cref="Threshold"/> failures in a row it is open for 5 s, then one call is let
/// through as a trial: its failure opens it again for twice as long, 20 s at most; a success closes it. Pure: the clock comes in.
/// </summary>
internal sealed record CircuitBreaker
{
    public const int Threshold = 3;
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private int Failures { get; init; }

    private TimeSpan Pause { get; init; }

    private bool TrialUnderWay { get; init; }

    /// <summary>The end of the pause; null while closed.</summary>
    public DateTimeOffset? OpenUntil { get; private init; }

    public bool IsClosed => OpenUntil is null;

    /// <summary>May a call be sent now?</summary>
    public bool Lets(DateTimeOffset now) => OpenUntil is not { } until || (now >= until && !TrialUnderWay);

    public CircuitBreaker Sent() => IsClosed ? this : this with { TrialUnderWay = true };

    public CircuitBreaker Succeeded() => new();

    /// <summary>The pause is over, whatever time of day it is: the clock may have been set back meanwhile.</summary>
    public CircuitBreaker Rested() => IsClosed ? this : this with { OpenUntil = DateTimeOffset.MinValue };

    public CircuitBreaker Failed(DateTimeOffset now)
    {
        if (IsClosed && Failures + 1 < Threshold)
            return this with { Failures = Failures + 1 };
        // Calls that were already under way when it opened don't lengthen the pause.
        if (!IsClosed && !TrialUnderWay)
            return this;
        var pause = DoublingPause.After(Pause, FirstPause, LongestPause);
        return new() { Failures = Threshold, Pause = pause, OpenUntil = now + pause };
    }
}
