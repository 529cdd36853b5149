namespace RedmineBridge.Actors.Pauses;

/// <summary>Pauses between tries that grow from failure to failure. Pure.</summary>
public static class DoublingPause
{
    /// <summary>Twice the last one, within the bounds.</summary>
    /// <param name="last">Zero before the first failure.</param>
    public static TimeSpan After(TimeSpan last, TimeSpan first, TimeSpan longest) =>
        last == TimeSpan.Zero ? first : TimeSpan.FromTicks(Math.Min(last.Ticks * 2, longest.Ticks));
}
