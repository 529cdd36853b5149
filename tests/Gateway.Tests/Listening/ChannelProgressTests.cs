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

        Assert.Equal((true, 100L), (progress.IsBehind, progress.Cursor!.Value));
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
