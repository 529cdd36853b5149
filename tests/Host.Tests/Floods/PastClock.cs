namespace RedmineBridge.Host.Tests.Floods;

/// <summary>A server's clock that a test sets back: what was written some minutes ago needn't be waited for.</summary>
internal sealed class PastClock : TimeProvider
{
    private long _ago;

    /// <summary>How long ago it is now, for who reads this clock.</summary>
    public TimeSpan Ago
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _ago));
        set => Interlocked.Exchange(ref _ago, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - Ago;
}
