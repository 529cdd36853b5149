namespace RedmineBridge.Gateway.Posting;

/// <summary>Something the bot may or may not do; a refusal is believed for a while, so that not every request costs a failing call.</summary>
internal sealed class Right(TimeSpan believed, TimeProvider clock)
{
    private DateTimeOffset _refusedUntil;

    public bool IsWorthTrying => clock.GetUtcNow() >= _refusedUntil;

    public void Refused() => _refusedUntil = clock.GetUtcNow() + believed;
}
