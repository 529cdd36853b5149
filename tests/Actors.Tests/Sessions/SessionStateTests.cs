using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Tests.Sessions;

public sealed class SessionStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tell_the_first_time_is_news() =>
        Assert.Equal(new ReasonTold(RefusalReason.NotMapped, Noon), SessionState.New.Tell(RefusalReason.NotMapped, Noon));

    [Theory]
    [InlineData(1)]
    [InlineData(24 * 365)]
    public void Tell_while_the_reason_lasts_is_no_news(int hours) =>
        Assert.Null(SessionState.New.Apply(Told(Noon)).Tell(RefusalReason.NotMapped, Noon.AddHours(hours)));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void Tell_after_it_was_gone_is_news_a_day_later(int hours, bool isNews)
    {
        var state = SessionState.New.Apply(Told(Noon)).Apply(new ReasonGone(RefusalReason.NotMapped, Noon.AddHours(1)));

        Assert.Equal(isNews, state.Tell(RefusalReason.NotMapped, Noon.AddHours(hours)) is not null);
    }

    [Fact]
    public void Tell_counts_each_reason_for_itself() =>
        Assert.NotNull(SessionState.New.Apply(Told(Noon)).Tell(RefusalReason.RedmineAway, Noon));

    [Fact]
    public void Gone_is_written_down_only_for_what_was_told()
    {
        Assert.Null(SessionState.New.Gone(RefusalReason.NotMapped, Noon));
        var told = SessionState.New.Apply(Told(Noon));
        var gone = Assert.IsType<ReasonGone>(told.Gone(RefusalReason.NotMapped, Noon));
        Assert.Null(told.Apply(gone).Gone(RefusalReason.NotMapped, Noon));
    }

    private static ReasonTold Told(DateTimeOffset at) => new(RefusalReason.NotMapped, at);
}
