using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_opens_at_the_third_failure_in_a_row()
    {
        var breaker = new CircuitBreaker().Failed(Start).Failed(Start).Succeeded().Failed(Start).Failed(Start);
        Assert.True(breaker.IsClosed);

        Assert.False(breaker.Failed(Start).IsClosed);
    }

    [Fact]
    public void It_lets_one_trial_through_after_its_pause()
    {
        var open = Opened();

        Assert.False(open.Lets(Start + TimeSpan.FromSeconds(4.9)));
        Assert.True(open.Lets(Start + TimeSpan.FromSeconds(5)));
        Assert.False(open.Sent().Lets(Start + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void After_its_pause_it_lets_a_trial_through_though_the_clock_was_set_back()
    {
        var rested = Opened().Rested();

        Assert.True(rested.Lets(Start - TimeSpan.FromHours(1)));
        Assert.False(rested.IsClosed);
        Assert.True(new CircuitBreaker().Rested().IsClosed);
    }

    [Fact]
    public void A_failed_trial_doubles_the_pause_up_to_twenty_seconds()
    {
        var breaker = Opened();
        var now = Start;
        List<double> pauses = [];
        for (var i = 0; i < 5; i++)
        {
            pauses.Add((breaker.OpenUntil!.Value - now).TotalSeconds);
            now = breaker.OpenUntil.Value;
            breaker = breaker.Sent().Failed(now);
        }

        Assert.Equal([5, 10, 20, 20, 20], pauses);
    }

    [Fact]
    public void Failures_of_calls_sent_before_it_opened_do_not_lengthen_the_pause()
    {
        var open = Opened();

        Assert.Equal(open.OpenUntil, open.Failed(Start + TimeSpan.FromSeconds(3)).OpenUntil);
    }

    [Fact]
    public void A_good_trial_closes_it() => Assert.True(Opened().Sent().Succeeded().IsClosed);

    private static CircuitBreaker Opened() => new CircuitBreaker().Failed(Start).Failed(Start).Failed(Start);
}
