namespace RedmineBridge.Gateway.Security;

/// <summary>
/// So many calls at once, and from then on one in a while, for each key by itself: a token bucket. Of a key no more is kept than when its
/// bucket is full again. Where there are too many keys, that one is forgotten which is full the longest, or will be the soonest.
/// Thread-safe.
/// </summary>
/// <param name="oneEach">How long it takes until one more may come.</param>
public sealed class CallBudget<TKey>(int atOnce, TimeSpan oneEach, TimeProvider clock, int keysAtMost = 10_000)
    where TKey : notnull
{
    private readonly Lock _lock = new();

    /// <summary>Not the time of day, which may be set back.</summary>
    private readonly long _start = clock.GetTimestamp();

    private readonly Dictionary<TKey, TimeSpan> _fullAt = [];

    /// <summary>Each key once, by the moment that was known when it was put there: it can only have become later.</summary>
    private readonly PriorityQueue<TKey, TimeSpan> _fullest = new();

    /// <summary>How many keys are remembered.</summary>
    internal int Count => _fullAt.Count;

    /// <summary>False when there is none left; then nothing is taken.</summary>
    public bool TryTake(TKey key)
    {
        lock (_lock)
        {
            var now = clock.GetElapsedTime(_start);
            var isKnown = _fullAt.TryGetValue(key, out var fullAt);
            var next = (fullAt > now ? fullAt : now) + oneEach;
            if (next - now > oneEach * atOnce)
                return false;
            if (!isKnown)
            {
                MakeRoom();
                _fullest.Enqueue(key, next);
            }

            _fullAt[key] = next;
            return true;
        }
    }

    private void MakeRoom()
    {
        while (_fullAt.Count >= keysAtMost && _fullest.TryDequeue(out var key, out var thought))
        {
            var fullAt = _fullAt[key];
            if (fullAt > thought)
                _fullest.Enqueue(key, fullAt);
            else
                _fullAt.Remove(key);
        }
    }
}
