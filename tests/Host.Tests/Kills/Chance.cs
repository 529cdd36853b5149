namespace RedmineBridge.Host.Tests.Kills;

/// <summary>The same choices for the same seed, as far as they are asked for in the same order. Thread-safe.</summary>
internal sealed class Chance(int seed)
{
#pragma warning disable RS0030 // Seeded.
    private readonly Random _random = new(seed);

    public bool OneIn(int many) => Next(0, many) == 0;

    public string OneOf(params string[] words) => words[Next(0, words.Length)];

    public TimeSpan Pause(int from, int to) => TimeSpan.FromMilliseconds(Next(from, to));

    private int Next(int from, int to)
    {
        lock (_random)
            return _random.Next(from, to);
    }

#pragma warning restore RS0030
}
