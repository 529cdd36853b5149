namespace RedmineBridge.Host.Tests.Kills;

/// <summary>The same choices for the same seed.</summary>
internal sealed class Chance(int seed)
{
#pragma warning disable RS0030 // Seeded.
    private readonly Random _random = new(seed);

    public bool OneIn(int many) => _random.Next(many) == 0;

    public string OneOf(params string[] words) => words[_random.Next(words.Length)];

    public TimeSpan Pause(int from, int to) => TimeSpan.FromMilliseconds(_random.Next(from, to));
#pragma warning restore RS0030
}
