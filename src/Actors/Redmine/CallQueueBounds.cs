namespace RedmineBridge.Actors.Redmine;

/// <summary>How much may wait for Redmine and how many calls are sent at a time. Redmine with its usual two workers only queues beyond four.</summary>
public sealed record CallQueueBounds
{
    public int Workers { get; init; } = 4;

    public int Commands { get; init; } = 200;

    public int CommandsPerPerson { get; init; } = 5;

    public int Creations { get; init; } = 200;

    public int CreationsPerPerson { get; init; } = 5;

    /// <summary>Whoever asks beyond it keeps the work and asks again later.</summary>
    public int Background { get; init; } = 2_000;

    public int BackgroundPerPerson { get; init; } = 2;
}
