namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// How Redmine's clock stands to ours, by the last answer that told. It is known to a second or so and never too late: stamps are whole
/// seconds, and an answer takes time to come.
/// </summary>
/// <param name="Ahead">What to add to our time for Redmine's; null while no answer has told.</param>
public sealed record RedmineClock(TimeSpan? Ahead)
{
    public static readonly RedmineClock Unknown = new((TimeSpan?)null);

    /// <summary>Redmine's time at a moment of ours; null: not known.</summary>
    public DateTimeOffset? At(DateTimeOffset ours) => Ahead is { } ahead ? ours + ahead : null;

    internal RedmineClock Seen(DateTimeOffset? theirs, DateTimeOffset ours) => theirs is { } time ? new(time - ours) : this;
}
