using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class CatchUpActorTests : ActorSpec
{
    private static readonly CatchUpActor.Read Dev = new(new("dev"), ChannelKind.Public, 1_000);

    private readonly FakeMattermost _mattermost = new();
    private readonly IActorRef _catchUp;

    public CatchUpActorTests()
    {
        var reader = new ChannelReader(_mattermost, FakeMattermost.Bot, new(), Clock);
        _catchUp = Sys.ActorOf(Props.Create(() => new CatchUpActor(reader, Clock, () => 0.5)));
    }

    [Fact]
    public void While_Mattermost_is_away_it_goes_on_trying()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 429, "");
        _catchUp.Tell(Dev, TestActor);

        Repeat(10);

        _mattermost.Fails = _ => null;
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(Dev.Channel, ExpectMsg<CatchUpActor.ChannelRead>(TimeSpan.FromMilliseconds(100)).Channel);
        });
    }

    [Fact]
    public void A_channel_that_fails_while_Mattermost_answers_is_given_up_for_now()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Rejected, 400, "odd");
        EventFilter.Error(contains: "dev can't be caught up").ExpectOne(() =>
        {
            _catchUp.Tell(Dev, TestActor);
            Repeat(3);
        });

        Assert.Equal(Dev.Channel, ExpectMsg<CatchUpActor.ChannelSkipped>().Channel);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(500)]
    public void A_channel_to_which_no_good_answer_comes_is_given_up_for_now_after_more_tries(int status)
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, status, "");
        _catchUp.Tell(Dev, TestActor);

        Repeat(4);
        ExpectNoMsg(TimeSpan.Zero);
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(Dev.Channel, ExpectMsg<CatchUpActor.ChannelSkipped>(TimeSpan.FromMilliseconds(100)).Channel);
        });
        Assert.Equal(6, _mattermost.Calls.Count);
    }

    [Fact]
    public void A_channel_that_is_gone_is_said_to_be()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.NotFound, 404, "gone");

        _catchUp.Tell(Dev, TestActor);

        Assert.Equal(Dev.Channel, ExpectMsg<CatchUpActor.ChannelGone>().Channel);
    }

    /// <summary>It has tried so often.</summary>
    private void Repeat(int times)
    {
        for (var i = 1; i < times; i++)
        {
            AwaitAssert(() =>
            {
                Advance(TimeSpan.FromSeconds(20));
                Assert.True(_mattermost.Calls.Count > i);
            });
        }
    }
}
