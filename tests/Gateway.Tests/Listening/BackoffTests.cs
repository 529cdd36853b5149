using RedmineBridge.Gateway.Listening;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, new double[] { 1, 2, 4, 8, 16, 20, 20 })]
    [InlineData(1, new double[] { 0.75, 1.5, 3, 6, 12, 15, 15 })]
    public void Pauses_double_to_twenty_seconds_chance_included(double chance, double[] expected)
    {
        var backoff = new Backoff();
        foreach (var seconds in expected)
        {
            (backoff, var pause) = backoff.Failed(Start, chance);
            Assert.Equal(seconds, pause.TotalSeconds);
        }
    }

    [Theory]
    [InlineData(59, 4)]
    [InlineData(60, 1)]
    public void A_quiet_minute_makes_it_begin_anew(int workedFor, double pause)
    {
        var backoff = new Backoff().Failed(Start, 0).Next.Failed(Start, 0).Next.Working(Start);

        Assert.Equal(pause, backoff.Failed(Start.AddSeconds(workedFor), 0).Pause.TotalSeconds);
    }
}
