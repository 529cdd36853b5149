using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class InboxActorTests : InboxSpec
{
    [Fact]
    public void A_post_goes_to_its_authors_session_and_its_end_is_written_down_before_the_cursor()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal((new UserId("alice"), new PostId("p1"), 0L), (sent.User, sent.Post, sent.EditAt));
        Live(Post("p2", 1_200, "no reference"));
        Save();
        Assert.Equal(1_099, Store.Cursors[Dev]);

        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, sent.Tickets, []));
        Save();

        Assert.Equal(1_200, Store.Cursors[Dev]);
        Assert.Equal([0L, 1_150L], Store.Ledger.Select(e => e.EditAt).Order());
        Assert.Equal(["ledger", "cursors"], Store.Writes.TakeLast(2));
    }

    [Fact]
    public void A_post_on_which_our_code_fails_is_set_aside_by_its_id_and_the_next_is_taken()
    {
        Listening();

        EventFilter.Error(contains: "Post p1 is set aside").ExpectOne(() => Live(Post("p1", 1_100, Poison)));

        Live(Post("p2", 1_200, "#t1"));
        Assert.Equal(new PostId("p2"), Sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
        Inbox.Tell(new LinkInbox.Done(new("p2"), 0, LinkOutcome.Linked, 0, [new(1)], []));
        Save();
        Assert.Equal(1_200, Store.Cursors[Dev]);
    }

    [Fact]
    public void A_channel_that_can_not_be_read_leaves_the_others_their_turn_and_has_another_one_later()
    {
        ChannelId other = new("other");
        Start();
        Missed(Dev, other);
        var first = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Inbox.Tell(new CatchUpActor.ChannelSkipped(first.Channel));

        var second = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.NotEqual(first.Channel, second.Channel);
        CaughtUp(second, 2_000);
        Settle();
        CatchUp.ExpectNoMsg(TimeSpan.Zero);

        Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(first, CatchUp.ExpectMsg<CatchUpActor.Read>());
    }

    [Fact]
    public void A_version_that_is_done_is_not_sent_again()
    {
        Store.Ledger.Add(new(new("p1"), 0, LinkOutcome.Linked, [new(1)], [], null, Clock.GetUtcNow()));
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        Settle();

        Sessions.ExpectNoMsg(TimeSpan.Zero);
        Save();
        Assert.Equal(1_100, Store.Cursors[Dev]);
    }

    [Fact]
    public void An_edit_carries_what_is_known_of_the_post()
    {
        Store.Ledger.Add(new(new("p1"), 0, LinkOutcome.Linked, [new(1)], [new(9)], null, Clock.GetUtcNow()));
        Listening();
        Live(Post("p1", 1_100, "#t1 #t2") with { EditAt = 1_100 });

        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal([new TicketId(1)], sent.Settled);
        Assert.Equal([new TicketId(9)], sent.Told);
    }

    [Fact]
    public void Our_own_edit_is_not_taken_for_a_new_version()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1 #t99"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Live(Post("p1", 1_150, "[#t1](x) #t99") with { EditAt = 1_150 });
        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, [new(1)], [new(99)]));
        Settle();

        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void An_authors_edit_during_the_work_follows_it()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Live(Post("p1", 1_160, "#t1 #t2") with { EditAt = 1_160 });
        Live(Post("p1", 1_170, "#t1 #t2 #t3") with { EditAt = 1_170 });
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);
        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, [new(1)], []));

        var next = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal(1_170, next.EditAt);
        Assert.Equal([new TicketId(1)], next.Settled);
    }

    [Fact]
    public void Past_an_authors_bound_the_channel_is_behind_and_caught_up_when_there_is_room()
    {
        Listening();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        var sent = Sessions.ReceiveN(3).Cast<LinkInbox.LinkPost>().ToArray();
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(1_103, read.Cursor);
        CaughtUp(read, 1_104, Post("p1", 1_101, "#t1"), Post("p4", 1_104, "#t1"));
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);

        Inbox.Tell(new LinkInbox.Done(sent[0].Post, 0, LinkOutcome.Linked, 1, [new(1)], []));

        Assert.Equal(new PostId("p4"), Sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
        foreach (var id in new[] { "p2", "p3", "p4" })
            Inbox.Tell(new LinkInbox.Done(new(id), 0, LinkOutcome.Nothing, 0, [], []));
        Save();
        Assert.Equal(1_104, Store.Cursors[Dev]);
    }

    [Fact]
    public void A_post_that_only_its_author_is_still_to_be_told_of_makes_room_for_their_next_and_holds_the_cursor()
    {
        Listening();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        Sessions.ReceiveN(3);
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), 1_104, Post("p4", 1_104, "#t1"));
        for (var i = 0; i < 2; i++)
            Inbox.Tell(new LinkInbox.Waiting(new("p1"), 0) { IsWritten = true });

        Assert.Equal(new PostId("p4"), Sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
        foreach (var id in new[] { "p2", "p3", "p4" })
            Inbox.Tell(new LinkInbox.Done(new(id), 0, LinkOutcome.Nothing, 0, [], []));
        Save();
        Assert.Equal(1_100, Store.Cursors[Dev]);
        Inbox.Tell(new LinkInbox.Done(new("p1"), 0, LinkOutcome.Refused, 0, [], [new(1)]));
        Save();
        Assert.Equal(1_104, Store.Cursors[Dev]);
    }

    [Fact]
    public void One_author_at_their_bound_does_not_hold_up_others()
    {
        Listening();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        Sessions.ReceiveN(3);
        Live(Post("b1", 1_110, "#t1") with { UserId = new("bob") });

        Assert.Equal(new UserId("bob"), Sessions.ExpectMsg<LinkInbox.LinkPost>().User);
    }

    [Fact]
    public void One_author_at_their_bound_does_not_hold_up_the_catch_up_of_other_channels()
    {
        ChannelId other = new("other");
        Start();
        Missed(Dev, other);
        var busy = CatchUp.ExpectMsg<CatchUpActor.Read>();
        CaughtUp(busy, 2_000, [.. Enumerable.Range(1, 5).Select(i => Post($"p{i}", 1_100 + i, "#t1") with { ChannelId = busy.Channel })]);
        Assert.All(Sessions.ReceiveN(3).Cast<LinkInbox.LinkPost>(), s => Assert.Equal(busy.Channel, s.Place.Channel));

        var next = CatchUp.ExpectMsg<CatchUpActor.Read>();
        CaughtUp(next, 2_000, Post("b1", 1_200, "#t1") with { UserId = new("bob"), ChannelId = next.Channel });

        Assert.Equal(new PostId("b1"), Sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
        Settle();
        CatchUp.ExpectNoMsg(TimeSpan.Zero);
        foreach (var id in new[] { "p1", "p2", "p3", "b1" })
            Inbox.Tell(new LinkInbox.Done(new(id), 0, LinkOutcome.Nothing, 0, [], []));
        Assert.Equal([new PostId("p4"), new PostId("p5")], Sessions.ReceiveN(2).Cast<LinkInbox.LinkPost>().Select(s => s.Post));
        Save();
        Assert.Equal(2_000, Store.Cursors[other]);
    }

    [Fact]
    public void When_much_is_caught_up_and_waits_no_further_channel_is_read_until_it_is_less()
    {
        Start();
        Missed(Dev, new("other"));
        var first = CatchUp.ExpectMsg<CatchUpActor.Read>();
        CaughtUp(first, 2_000, [.. Enumerable.Range(1, 3 + 10).Select(i => Post($"p{i}", 1_100 + i, "#t1") with { ChannelId = first.Channel })]);
        Sessions.ReceiveN(3);
        Settle();
        CatchUp.ExpectNoMsg(TimeSpan.Zero);

        Inbox.Tell(new LinkInbox.Done(new("p1"), 0, LinkOutcome.Nothing, 0, [], []));

        Assert.NotEqual(first.Channel, CatchUp.ExpectMsg<CatchUpActor.Read>().Channel);
    }

    [Fact]
    public void What_there_was_no_room_for_is_read_next()
    {
        Start();
        Missed(Dev);
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Inbox.Tell(new CatchUpActor.ChannelRead(Dev, read.Cursor!.Value, 1_500, []) { HasMore = true });

        Assert.Equal(1_500, CatchUp.ExpectMsg<CatchUpActor.Read>().Cursor);
    }

    [Fact]
    public void A_channel_of_an_unknown_kind_is_not_read_before_the_channels_are_listed()
    {
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Live(Post("p1", 1_100, "no reference") with { ChannelId = new("other") });
        Assert.Equal(new ChannelId("other"), CatchUp.ExpectMsg<CatchUpActor.Read>().Channel);
        Inbox.Tell(new CatchUpActor.ChannelRead(new("other"), 1_100, 1_100, []));
        Settle();
        // Dev may be a direct message, where all that is written speaks to the bot.
        CatchUp.ExpectNoMsg(TimeSpan.Zero);

        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Direct, 2_000)]));

        Assert.Equal((Dev, ChannelKind.Direct), CatchUp.ExpectMsg<CatchUpActor.Read>() is var read ? (read.Channel, read.Kind) : default);
    }

    [Fact]
    public void A_channel_that_was_left_and_joined_again_does_not_pass_what_is_still_under_way()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Inbox.Tell(new CatchUpActor.ChannelGone(Dev));
        Inbox.Tell(new InboxActor.Joined(Dev, ChannelKind.Public));
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), 1_500, Post("p1", 1_100, "#t1"));
        Save();

        Assert.InRange(Store.Cursors[Dev], 1_000, 1_099);
    }

    [Fact]
    public void A_root_that_got_replies_holds_the_cursor_where_it_was_written()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1") with { UpdateAt = 1_900 });
        Live(Post("p2", 2_000, "talk"));
        Save();

        Assert.Equal(1_099, Store.Cursors[Dev]);
    }

    [Fact]
    public void A_post_that_ends_while_it_is_looked_up_again_ends_once()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Settle();
        Store.Fails = true;
        EventFilter.Error(contains: "ledger can't be read").ExpectOne(() => EventuallyAdvance(TimeSpan.FromMinutes(2)));
        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 5, [new(1)], []));
        Settle();
        Store.Fails = false;
        EventuallyAdvance(TimeSpan.FromSeconds(2));

        // There is room for just as many as before.
        for (var i = 2; i <= 5; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        Assert.Equal(3, Sessions.ReceiveN(3).Count);
        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_was_found_in_a_channel_that_is_gone_is_not_sent()
    {
        Start();
        Missed(Dev);
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), 2_000, [.. Enumerable.Range(1, 5).Select(i => Post($"p{i}", 1_100 + i, "#t1"))]);
        Sessions.ReceiveN(3);
        Inbox.Tell(new CatchUpActor.ChannelGone(Dev));

        Inbox.Tell(new LinkInbox.Done(new("p1"), 0, LinkOutcome.Gone, 0, [], []));
        Settle();

        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_post_that_nobody_answers_for_is_sent_again_then_set_aside()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        for (var i = 0; i < 3; i++)
        {
            Sessions.ExpectMsg<LinkInbox.LinkPost>();
            Settle();
            EventuallyAdvance(TimeSpan.FromMinutes(2));
        }

        Settle();
        Sessions.ExpectNoMsg(TimeSpan.Zero);
        Save();
        Assert.Equal(LinkOutcome.SetAside, Assert.Single(Store.Ledger).Outcome);
        Assert.Equal(1_100, Store.Cursors[Dev]);
    }

    [Fact]
    public void A_session_that_asks_for_patience_gets_it()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        for (var i = 0; i < 5; i++)
        {
            EventuallyAdvance(TimeSpan.FromSeconds(100));
            Inbox.Tell(new LinkInbox.Waiting(sent.Post, 0));
            Settle();
        }

        Sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_lost_connection_puts_every_channel_behind()
    {
        Listening();
        Live(Post("p1", 1_100, "talk"));
        Save();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 2_000), new(new("new"), ChannelKind.Public, 1_500)]));

        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        CaughtUp(read, 2_000);
        var second = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(new ChannelId?[] { Dev, new ChannelId("new") }.Order(Comparer<ChannelId?>.Create((a, b) => string.CompareOrdinal(a?.Value, b?.Value))), new ChannelId?[] { read.Channel, second.Channel }.Order(Comparer<ChannelId?>.Create((a, b) => string.CompareOrdinal(a?.Value, b?.Value))));
    }

    [Fact]
    public void A_channel_that_is_gone_does_not_stop_the_others()
    {
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 2_000), new(new("other"), ChannelKind.Public, 1_500)]));
        Inbox.Tell(new CatchUpActor.ChannelGone(CatchUp.ExpectMsg<CatchUpActor.Read>().Channel));

        CatchUp.ExpectMsg<CatchUpActor.Read>();
    }

    [Fact]
    public void A_channel_that_is_left_while_it_is_read_does_not_stop_the_others()
    {
        Start();
        Missed(Dev, new("other"));
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        var stays = read.Channel == Dev ? new ChannelId("other") : Dev;
        // The bot was removed while nobody listened; a public channel can still be read.
        Missed(stays);

        var next = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(stays, next.Channel);
        CaughtUp(read, 2_000, Post("p0", 1_100, "#t1") with { ChannelId = read.Channel });
        CaughtUp(next, 2_000, Post("p1", 1_200, "#t1") with { ChannelId = stays });
        Assert.Equal(new PostId("p1"), Sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
    }

    [Fact]
    public void Who_waits_for_the_end_hears_of_it_as_soon_as_all_is_written_down()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Inbox.Tell(InboxActor.Drain.Instance, TestActor);
        Live(Post("p2", 1_200, "#t1"));
        Settle();
        ExpectNoMsg(TimeSpan.Zero);
        Sessions.ExpectNoMsg(TimeSpan.Zero);

        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, sent.Tickets, []));

        ExpectMsg<InboxActor.Drained>();
        Assert.Equal([0L, 1_150L], Store.Ledger.Select(e => e.EditAt).Order());
        // The second one was not begun: the next start reads it.
        Assert.InRange(Store.Cursors[Dev], 1_001, 1_199);
    }

    [Fact]
    public void A_database_that_fails_is_asked_again_and_nothing_is_lost()
    {
        Listening();
        Store.Fails = true;
        EventFilter.Error(contains: "ledger can't be read").ExpectOne(() => Live(Post("p1", 1_100, "#t1")));
        Store.Fails = false;
        Settle();
        Advance(TimeSpan.FromSeconds(2));
        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 5, [new(1)], []));
        Settle();

        Store.Fails = true;
        EventFilter.Error(contains: "can't be written").ExpectOne(() => Advance(TimeSpan.FromSeconds(1)));
        Store.Fails = false;
        Save();

        Assert.Equal(2, Store.Ledger.Count);
        Assert.Equal(1_100, Store.Cursors[Dev]);
    }

    [Fact]
    public void It_does_not_listen_before_the_cursors_are_read()
    {
        Store.Fails = true;
        EventFilter.Error(contains: "cursors can't be read").ExpectOne(Create);
        Parent.ExpectNoMsg(TimeSpan.Zero);
        Store.Fails = false;
        Advance(TimeSpan.FromSeconds(2));

        Parent.ExpectMsg<InboxActor.Ready>();
    }

    [Fact]
    public void An_archived_channel_is_left_and_a_restored_one_caught_up_from_where_it_was()
    {
        Listening();
        Inbox.Tell(new CatchUpActor.ChannelGone(Dev));
        Inbox.Tell(InboxActor.Restored.Instance);
        Inbox.Tell(InboxActor.Restored.Instance);
        CatchUp.ExpectNoMsg(TimeSpan.Zero);

        EventuallyAdvance(TimeSpan.FromSeconds(1));

        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 2_000)]));
        var read = CatchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal((Dev, 1_000), (read.Channel, read.Cursor));
        CaughtUp(read, 2_000, Post("p1", 1_500, "#t1"));
        Assert.Equal("p1", Sessions.ExpectMsg<LinkInbox.LinkPost>().Post.Value);
    }

    [Fact]
    public void A_restored_channel_that_the_bot_is_not_in_changes_nothing()
    {
        Listening();
        Inbox.Tell(InboxActor.Restored.Instance);
        EventuallyAdvance(TimeSpan.FromSeconds(1));
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();

        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 1_000)]));

        Settle();
        CatchUp.ExpectNoMsg(TimeSpan.Zero);
    }
}
