using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Tests.Security;

public sealed class CallBudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    [InlineData(4, 5)]
    [InlineData(6, 6)]
    [InlineData(600, 6)]
    public void So_many_at_once_and_then_one_in_a_while(int secondsLater, int expected)
    {
        var budget = new CallBudget<string>(3, TimeSpan.FromSeconds(2), _clock);

        var taken = Taken(budget, "alice", 10);
        _clock.Advance(TimeSpan.FromSeconds(secondsLater));

        Assert.Equal(expected, taken + Taken(budget, "alice", 10));
    }

    [Fact]
    public void Nobody_uses_up_anothers()
    {
        var budget = new CallBudget<string>(3, TimeSpan.FromSeconds(2), _clock);

        Assert.Equal((3, 3), (Taken(budget, "alice", 100), Taken(budget, "bob", 100)));
    }

    [Fact]
    public void The_time_of_day_may_be_set_back()
    {
        var budget = new CallBudget<string>(3, TimeSpan.FromSeconds(2), new ClockSetBack(_clock));
        Taken(budget, "alice", 3);

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(3, Taken(budget, "alice", 10));
    }

    [Fact]
    public void Of_too_many_that_one_is_forgotten_which_is_full_again_the_longest()
    {
        var budget = new CallBudget<string>(10, TimeSpan.FromSeconds(1), _clock, keysAtMost: 3);
        Taken(budget, "often", 10);
        Taken(budget, "rarely", 1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Taken(budget, "later", 1);
        Taken(budget, "new", 1);

        Assert.Equal(3, budget.Count);
        // What it has left after five seconds; had it been forgotten, it would have all ten.
        Assert.Equal(5, Taken(budget, "often", 10));
    }

    [Fact]
    public void However_many_keys_there_are_so_many_are_kept()
    {
        var budget = new CallBudget<int>(20, TimeSpan.FromSeconds(3), _clock, keysAtMost: 100);
        for (var key = 0; key < 10_000; key++)
            Assert.True(budget.TryTake(key) && budget.TryTake(key / 7));

        Assert.Equal(100, budget.Count);
    }

    private static int Taken<T>(CallBudget<T> budget, T key, int tries)
        where T : notnull => Enumerable.Range(0, tries).Count(_ => budget.TryTake(key));

    /// <summary>Each look at the wall shows an hour before the last one.</summary>
    private sealed class ClockSetBack(FakeTimeProvider clock) : TimeProvider
    {
        private DateTimeOffset _shown = clock.GetUtcNow();

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => _shown = _shown.AddHours(-1);
    }
}
