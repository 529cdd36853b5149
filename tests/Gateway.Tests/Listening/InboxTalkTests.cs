using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

/// <summary>What is said to the bot on its way to the session.</summary>
public sealed class InboxTalkTests : InboxSpec
{
    private static readonly ChannelId Direct = new("direct");

    [Fact]
    public void What_is_said_in_a_direct_message_goes_to_the_session_in_its_order()
    {
        Talking();
        Tell(Said("p1", 1_100, "new"));
        Tell(Said("p2", 1_200, "Demo"));
        Tell(Said("p3", 1_300, "see #t1"));

        var sent = Sessions.ReceiveN(3).Cast<LinkInbox.LinkPost>().ToArray();
        Assert.Equal(["new", "Demo", "see #t1"], sent.Select(s => s.Said?.Text));
        Assert.All(sent, s => Assert.Equal(SaidIn.DirectMessage, s.Said!.Where));
        Assert.Equal([new TicketId(1)], sent[2].Tickets);
        Assert.Empty(sent[0].Tickets);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_100), sent[0].WrittenAt);
    }

    [Fact]
    public void A_ledger_that_fails_once_costs_no_order()
    {
        Talking();
        Store.Fails = true;
        EventFilter.Error(contains: "ledger can't be read").ExpectOne(() => Tell(Said("p1", 1_100, "new")));
        Tell(Said("p2", 1_200, "Demo"));
        Tell(Said("p3", 1_300, "Fix the tap"));
        Settle();
        Store.Fails = false;
        Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["new", "Demo", "Fix the tap"], Sessions.ReceiveN(3).Cast<LinkInbox.LinkPost>().Select(s => s.Said?.Text));
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void While_the_channel_is_behind_what_is_said_waits_for_the_catch_up()
    {
        Talking();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Tell(Said("p2", 1_200, "Demo"));
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Tell(Said("p3", 1_300, "Fix the tap"));
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);

        CaughtUp(read, ChannelKind.Direct, 1_200, Said("p1", 1_100, "new"), Said("p2", 1_200, "Demo"));
        Assert.Equal(["new", "Demo"], Sessions.ReceiveN(2).Cast<LinkInbox.LinkPost>().Select(s => s.Said?.Text));
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), ChannelKind.Direct, 1_300, Said("p3", 1_300, "Fix the tap"));

        Assert.Equal("Fix the tap", Sessions.ExpectMsg<LinkInbox.LinkPost>().Said?.Text);
    }

    [Fact]
    public void What_is_said_in_a_conversation_that_is_newer_than_the_list_of_channels_is_heard()
    {
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Tell(Said("p1", 1_100, "new"));
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 1_000)]));

        CaughtUp(read, ChannelKind.Direct, 1_100, Said("p1", 1_100, "new"));

        Assert.Equal("new", Sessions.ExpectMsg<LinkInbox.LinkPost>().Said?.Text);
    }

    [Fact]
    public void What_is_said_does_not_wait_behind_the_authors_links()
    {
        Talking();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        Sessions.ReceiveN(3);

        Tell(Said("s1", 1_200, "new"));

        Assert.Equal("new", Sessions.ExpectMsg<LinkInbox.LinkPost>().Said?.Text);
    }

    [Fact]
    public void A_mention_does_not_wait_for_the_catch_up()
    {
        Listening();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();

        Live(Post("p1", 1_100, $"@{FakeMattermost.Bot.Username} new"));

        Assert.Equal(new("new", SaidIn.PublicChannel), Sessions.ExpectMsg<LinkInbox.LinkPost>().Said);
    }

    [Fact]
    public void What_is_edited_in_a_direct_message_is_brought_by_the_catch_up_since_nobody_tells_of_an_edit_where_it_was_made()
    {
        Talking();
        var edited = Said("p1", 1_100, "new") with { EditAt = 1_200, UpdateAt = 1_200 };
        Inbox.Tell(SeenLive(edited, ChannelKind.Unknown));

        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), ChannelKind.Direct, 1_200, edited);

        Assert.Equal("new", Sessions.ExpectMsg<LinkInbox.LinkPost>().Said?.Text);
        // Our own edit of it is known for what it is, whenever it is told.
        Inbox.Tell(SeenLive(edited with { EditAt = 1_300, UpdateAt = 1_300 }, ChannelKind.Unknown));
        Inbox.Tell(new LinkInbox.Done(new("p1"), 1_200, LinkOutcome.Linked, 1_300, [], []));
        Inbox.Tell(SeenLive(edited with { EditAt = 1_300, UpdateAt = 1_300 }, ChannelKind.Unknown));
        Settle();
        CatchUp.ExpectNoMsg(TimeSpan.Zero);
        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void References_in_a_channel_do_not_wait_for_the_catch_up()
    {
        Listening();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Live(Post("p1", 1_100, "#t1"));

        Assert.Null(Sessions.ExpectMsg<LinkInbox.LinkPost>().Said);
    }

    [Fact]
    public void An_edit_of_what_was_answered_is_not_said_again_but_its_references_are_linked()
    {
        Store.Ledger.Add(new(new("p1"), 0, LinkOutcome.Nothing, [], [], null, Clock.GetUtcNow()));
        Talking();
        Tell(Said("p1", 1_150, "new: Fix the door") with { EditAt = 1_150 });
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);

        Tell(Said("p1", 1_160, "new: Fix the door, see #t7") with { EditAt = 1_160 });

        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Null(sent.Said);
        Assert.Equal([new TicketId(7)], sent.Tickets);
        Save();
    }

    [Fact]
    public void An_edit_before_the_answer_follows_it_without_being_said()
    {
        Talking();
        Tell(Said("p1", 1_100, "new: Fix the tap"));
        Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Tell(Said("p1", 1_160, "new: Fix the door #t7") with { EditAt = 1_160 });
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);

        Inbox.Tell(new LinkInbox.Done(new("p1"), 0, LinkOutcome.Nothing, 0, [], []));

        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal((1_160L, null), (sent.EditAt, sent.Said));
    }

    [Fact]
    public void Where_somebody_waits_for_an_answer_is_caught_up_first()
    {
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(
            new CatchUpActor.ChannelsListed(
            [
                new(Dev, ChannelKind.Public, 1_000), new(new("a"), ChannelKind.Public, 2_000), new(new("b"), ChannelKind.Private, 2_000), new(Direct, ChannelKind.Direct, 2_000),
            ]),
            ActorRefs.NoSender);

        List<ChannelId> order = [];
        for (var i = 0; i < 4; i++)
        {
            var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
            Assert.Equal(read.Channel == Direct ? ChannelKind.Direct : read.Channel == new ChannelId("b") ? ChannelKind.Private : ChannelKind.Public, read.Kind);
            order.Add(read.Channel);
            CaughtUp(read, read.Kind, 2_000);
        }

        Assert.Equal(Direct, order[0]);
        Assert.Equal(Dev, order[3]);
    }

    [Fact]
    public void A_mention_is_heard_in_the_channel_that_it_stands_in()
    {
        Listening();
        Live(Post("p1", 1_100, "@redmine fix the tap"));
        Live(Post("p2", 1_200, "ask @redmine"));

        Assert.Equal(new Said("fix the tap", SaidIn.PublicChannel), Sessions.ExpectMsg<LinkInbox.LinkPost>().Said);
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    private void Talking()
    {
        Store.Cursors[Direct] = 1_000;
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Direct, ChannelKind.Direct, 1_000)]));
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), ChannelKind.Direct, 1_000);
    }

    private void Tell(MattermostPost post) => Inbox.Tell(SeenLive(post, ChannelKind.Direct));

    private static MattermostPost Said(string id, long at, string text) => Post(id, at, text) with { ChannelId = Direct };
}
