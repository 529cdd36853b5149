using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Listening;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class ChannelProgressTests
{
    private static readonly PostId First = new("p1");
    private static readonly PostId Second = new("p2");

    [Fact]
    public void A_channel_is_behind_until_it_was_read()
    {
        var progress = new ChannelProgress(new("c"), 100);
        progress.Seen(500);
        Assert.Equal((true, 100L), (progress.IsBehind, progress.Cursor!.Value));

        progress.BeginCatchUp();
        progress.FinishCatchUp(400);

        Assert.Equal((false, 500L), (progress.IsBehind, progress.Cursor!.Value));
    }

    [Fact]
    public void The_cursor_stays_below_every_post_under_way()
    {
        var progress = CaughtUp();
        progress.Seen(110);
        progress.Began(First, 110);
        progress.Seen(120);
        progress.Began(Second, 120);
        Assert.Equal(109, progress.Cursor);

        progress.Ended(First);
        Assert.Equal(119, progress.Cursor);
        progress.Ended(Second);
        Assert.Equal(120, progress.Cursor);
    }

    [Fact]
    public void It_never_goes_back_below_what_was_passed()
    {
        var progress = CaughtUp();
        progress.Seen(200);
        progress.Began(First, 50);

        Assert.Equal(100, progress.Cursor);
    }

    [Fact]
    public void A_forgotten_post_holds_the_cursor_until_another_catch_up_is_done()
    {
        var progress = CaughtUp();
        progress.Seen(150);
        progress.Forgot(150);
        progress.Seen(300);
        Assert.Equal((true, 149L), (progress.IsBehind, progress.Cursor!.Value));

        progress.BeginCatchUp();
        progress.FinishCatchUp(300);
        Assert.Equal((false, 300L), (progress.IsBehind, progress.Cursor!.Value));
    }

    [Fact]
    public void What_is_forgotten_during_a_catch_up_makes_another_one_necessary()
    {
        var progress = CaughtUp();
        progress.FallBehind();
        progress.BeginCatchUp();
        progress.Forgot(180);
        progress.FinishCatchUp(170);

        Assert.True(progress.IsBehind);
    }

    [Theory]
    [InlineData(180, 170, 170)] // What was forgotten is newer than what was read.
    [InlineData(160, 170, 159)] // It may have been read or not.
    [InlineData(null, 170, 170)] // A connection was lost: what it cost is newer.
    public void The_next_catch_up_goes_on_where_the_last_one_ended(int? forgotten, int readUpTo, int from)
    {
        var progress = CaughtUp();
        progress.FallBehind();
        progress.BeginCatchUp();
        if (forgotten is { } at)
            progress.Forgot(at);
        else
            progress.FallBehind();
        progress.FinishCatchUp(readUpTo);

        Assert.Equal((true, from), (progress.IsBehind, progress.ReadFrom!.Value));
    }

    [Fact]
    public void The_next_catch_up_does_not_read_again_what_is_under_way_but_a_start_would()
    {
        var progress = CaughtUp();
        progress.Seen(110);
        progress.Began(First, 110);
        progress.Seen(150);
        progress.FallBehind();

        Assert.Equal((150, 109), (progress.ReadFrom!.Value, progress.Cursor!.Value));
        progress.Ended(First);
        Assert.Equal(150, progress.Cursor);
    }

    [Fact]
    public void A_channel_never_read_has_no_cursor_until_its_beginning_is_known()
    {
        var progress = new ChannelProgress(new("c"), null);
        progress.Seen(500);
        progress.Forgot(500);
        Assert.Null(progress.Cursor);

        progress.BeginCatchUp();
        progress.Starts(450);
        Assert.Equal(450, progress.Cursor);
    }

    private static ChannelProgress CaughtUp()
    {
        var progress = new ChannelProgress(new("c"), 100);
        progress.BeginCatchUp();
        progress.FinishCatchUp(100);
        return progress;
    }
}
