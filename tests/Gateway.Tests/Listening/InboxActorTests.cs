using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class InboxActorTests : ActorSpec
{
    private static readonly ChannelId Dev = new("dev");
    private readonly MemoryStore _store = new();
    private readonly TestProbe _listener;
    private readonly TestProbe _catchUp;
    private readonly TestProbe _sessions;
    private readonly ListenerOptions _options = new() { Bounds = new() { Posts = 6, PostsPerAuthor = 3 } };
    private IActorRef _inbox = ActorRefs.Nobody;

    public InboxActorTests()
    {
        _listener = CreateTestProbe();
        _catchUp = CreateTestProbe();
        _sessions = CreateTestProbe();
        _store.Cursors[Dev] = 1_000;
    }

    [Fact]
    public void A_post_goes_to_its_authors_session_and_its_end_is_written_down_before_the_cursor()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal((new UserId("alice"), new PostId("p1"), 0L), (sent.User, sent.Post, sent.EditAt));
        Live(Post("p2", 1_200, "no reference"));
        Save();
        Assert.Equal(1_099, _store.Cursors[Dev]);

        _inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, sent.Tickets, []));
        Save();

        Assert.Equal(1_200, _store.Cursors[Dev]);
        Assert.Equal([0L, 1_150L], _store.Ledger.Select(e => e.EditAt).Order());
        Assert.Equal(["ledger", "cursors"], _store.Writes.TakeLast(2));
    }

    [Fact]
    public void A_version_that_is_done_is_not_sent_again()
    {
        _store.Ledger.Add(new(new("p1"), 0, LinkOutcome.Linked, [new(1)], [], null, Clock.GetUtcNow()));
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        Settle();

        _sessions.ExpectNoMsg(TimeSpan.Zero);
        Save();
        Assert.Equal(1_100, _store.Cursors[Dev]);
    }

    [Fact]
    public void An_edit_carries_what_is_known_of_the_post()
    {
        _store.Ledger.Add(new(new("p1"), 0, LinkOutcome.Linked, [new(1)], [new(9)], null, Clock.GetUtcNow()));
        Listening();
        Live(Post("p1", 1_100, "#t1 #t2") with { EditAt = 1_100 });

        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal([new TicketId(1)], sent.Settled);
        Assert.Equal([new TicketId(9)], sent.Told);
    }

    [Fact]
    public void Our_own_edit_is_not_taken_for_a_new_version()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1 #t99"));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        Live(Post("p1", 1_150, "[#t1](x) #t99") with { EditAt = 1_150 });
        _inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, [new(1)], [new(99)]));
        Settle();

        _sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void An_authors_edit_during_the_work_follows_it()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        Live(Post("p1", 1_160, "#t1 #t2") with { EditAt = 1_160 });
        Live(Post("p1", 1_170, "#t1 #t2 #t3") with { EditAt = 1_170 });
        Settle();
        _sessions.ExpectNoMsg(TimeSpan.Zero);
        _inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, [new(1)], []));

        var next = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal(1_170, next.EditAt);
        Assert.Equal([new TicketId(1)], next.Settled);
    }

    [Fact]
    public void Past_an_authors_bound_the_channel_is_behind_and_caught_up_when_there_is_room()
    {
        Listening();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        var sent = _sessions.ReceiveN(3).Cast<LinkInbox.LinkPost>().ToArray();
        var read = _catchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(1_100, read.Cursor);
        CaughtUp(read, 1_104, Post("p1", 1_101, "#t1"), Post("p4", 1_104, "#t1"));
        Settle();
        _sessions.ExpectNoMsg(TimeSpan.Zero);

        _inbox.Tell(new LinkInbox.Done(sent[0].Post, 0, LinkOutcome.Linked, 1, [new(1)], []));

        Assert.Equal(new PostId("p4"), _sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
        foreach (var id in new[] { "p2", "p3", "p4" })
            _inbox.Tell(new LinkInbox.Done(new(id), 0, LinkOutcome.Nothing, 0, [], []));
        Save();
        Assert.Equal(1_104, _store.Cursors[Dev]);
    }

    [Fact]
    public void One_author_at_their_bound_does_not_hold_up_others()
    {
        Listening();
        for (var i = 1; i <= 4; i++)
            Live(Post($"p{i}", 1_100 + i, "#t1"));
        _sessions.ReceiveN(3);
        Live(Post("b1", 1_110, "#t1") with { UserId = new("bob") });

        Assert.Equal(new UserId("bob"), _sessions.ExpectMsg<LinkInbox.LinkPost>().User);
    }

    [Fact]
    public void A_post_that_nobody_answers_for_is_sent_again_then_set_aside()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        for (var i = 0; i < 3; i++)
        {
            _sessions.ExpectMsg<LinkInbox.LinkPost>();
            Settle();
            EventuallyAdvance(TimeSpan.FromMinutes(2));
        }

        Settle();
        _sessions.ExpectNoMsg(TimeSpan.Zero);
        Save();
        Assert.Equal(LinkOutcome.SetAside, Assert.Single(_store.Ledger).Outcome);
        Assert.Equal(1_100, _store.Cursors[Dev]);
    }

    [Fact]
    public void A_session_that_asks_for_patience_gets_it()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        for (var i = 0; i < 5; i++)
        {
            EventuallyAdvance(TimeSpan.FromSeconds(100));
            _inbox.Tell(new LinkInbox.Waiting(sent.Post, 0));
            Settle();
        }

        _sessions.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_lost_connection_puts_every_channel_behind()
    {
        Listening();
        Live(Post("p1", 1_100, "talk"));
        Save();
        _inbox.Tell(InboxActor.Missed.Instance);
        _catchUp.ExpectMsg<CatchUpActor.ListChannels>();
        _inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 2_000), new(new("new"), ChannelKind.Public, 1_500)]));

        var read = _catchUp.ExpectMsg<CatchUpActor.Read>();
        CaughtUp(read, 2_000);
        var second = _catchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(new ChannelId?[] { Dev, new ChannelId("new") }.Order(Comparer<ChannelId?>.Create((a, b) => string.CompareOrdinal(a?.Value, b?.Value))), new ChannelId?[] { read.Channel, second.Channel }.Order(Comparer<ChannelId?>.Create((a, b) => string.CompareOrdinal(a?.Value, b?.Value))));
    }

    [Fact]
    public void A_channel_that_is_gone_does_not_stop_the_others()
    {
        Start();
        _inbox.Tell(InboxActor.Missed.Instance);
        _catchUp.ExpectMsg<CatchUpActor.ListChannels>();
        _inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 2_000), new(new("other"), ChannelKind.Public, 1_500)]));
        _inbox.Tell(new CatchUpActor.ChannelGone(_catchUp.ExpectMsg<CatchUpActor.Read>().Channel));

        _catchUp.ExpectMsg<CatchUpActor.Read>();
    }

    [Fact]
    public void A_channel_that_is_left_while_it_is_read_does_not_stop_the_others()
    {
        Start();
        Missed(Dev, new("other"));
        var read = _catchUp.ExpectMsg<CatchUpActor.Read>();
        var stays = read.Channel == Dev ? new ChannelId("other") : Dev;
        // The bot was removed while nobody listened; a public channel can still be read.
        Missed(stays);

        var next = _catchUp.ExpectMsg<CatchUpActor.Read>();
        Assert.Equal(stays, next.Channel);
        CaughtUp(read, 2_000, Post("p0", 1_100, "#t1") with { ChannelId = read.Channel });
        CaughtUp(next, 2_000, Post("p1", 1_200, "#t1") with { ChannelId = stays });
        Assert.Equal(new PostId("p1"), _sessions.ExpectMsg<LinkInbox.LinkPost>().Post);
    }

    [Fact]
    public void Who_waits_for_the_end_hears_of_it_as_soon_as_all_is_written_down()
    {
        Listening();
        Live(Post("p1", 1_100, "#t1"));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        _inbox.Tell(InboxActor.Drain.Instance, TestActor);
        Live(Post("p2", 1_200, "#t1"));
        Settle();
        ExpectNoMsg(TimeSpan.Zero);
        _sessions.ExpectNoMsg(TimeSpan.Zero);

        _inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 1_150, sent.Tickets, []));

        ExpectMsg<InboxActor.Drained>();
        Assert.Equal([0L, 1_150L], _store.Ledger.Select(e => e.EditAt).Order());
        // The second one was not begun: the next start reads it.
        Assert.InRange(_store.Cursors[Dev], 1_001, 1_199);
    }

    [Fact]
    public void A_database_that_fails_is_asked_again_and_nothing_is_lost()
    {
        Listening();
        _store.Fails = true;
        EventFilter.Error(contains: "ledger can't be read").ExpectOne(() => Live(Post("p1", 1_100, "#t1")));
        _store.Fails = false;
        Settle();
        Advance(TimeSpan.FromSeconds(2));
        var sent = _sessions.ExpectMsg<LinkInbox.LinkPost>();
        _inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Linked, 5, [new(1)], []));
        Settle();

        _store.Fails = true;
        EventFilter.Error(contains: "can't be written").ExpectOne(() => Advance(TimeSpan.FromSeconds(1)));
        _store.Fails = false;
        Save();

        Assert.Equal(2, _store.Ledger.Count);
        Assert.Equal(1_100, _store.Cursors[Dev]);
    }

    [Fact]
    public void It_does_not_listen_before_the_cursors_are_read()
    {
        _store.Fails = true;
        EventFilter.Error(contains: "cursors can't be read").ExpectOne(Create);
        _listener.ExpectNoMsg(TimeSpan.Zero);
        _store.Fails = false;
        Advance(TimeSpan.FromSeconds(2));

        _listener.ExpectMsg<InboxActor.Ready>();
    }

    private void Listening()
    {
        Start();
        _inbox.Tell(InboxActor.Missed.Instance);
        _catchUp.ExpectMsg<CatchUpActor.ListChannels>();
        _inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 1_000)]));
        CaughtUp(_catchUp.ExpectMsg<CatchUpActor.Read>(), 1_000);
    }

    private void Missed(params ChannelId[] channels)
    {
        _inbox.Tell(InboxActor.Missed.Instance);
        _catchUp.ExpectMsg<CatchUpActor.ListChannels>();
        _inbox.Tell(new CatchUpActor.ChannelsListed([.. channels.Select(c => new MattermostChannel(c, ChannelKind.Public, 2_000))]));
    }

    private void Start()
    {
        Create();
        _listener.ExpectMsg<InboxActor.Ready>();
    }

    private void Create()
    {
        var store = new InboxStore(_store, _store);
        _inbox = _listener.ChildActorOf(Props.Create(() => new InboxActor(
            FakeMattermost.Bot, _options, store, _catchUp, new Required<SessionDoor>(_sessions), Clock, TestMetrics.New())));
    }

    private void Live(MattermostPost post) => _inbox.Tell(new InboxActor.Seen(post, ChannelKind.Public));

    private void CaughtUp(CatchUpActor.Read read, long upTo, params MattermostPost[] posts) => _inbox.Tell(new CatchUpActor.ChannelRead(
        read.Channel, read.Cursor ?? upTo, upTo, [.. posts.Select(p => SeenPost.Of(p, FakeMattermost.Bot, ChannelKind.Public)).OfType<SeenPost>()]));

    private void Save()
    {
        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Settle();
    }

    /// <summary>What was told is worked off, with the look-ups that followed from it.</summary>
    private void Settle()
    {
        for (var i = 0; i < 4; i++)
        {
            _inbox.Tell(new Identify(0), TestActor);
            ExpectMsg<ActorIdentity>();
        }
    }

    private void EventuallyAdvance(TimeSpan by)
    {
        Settle();
        Advance(by);
        Settle();
    }

    private static MattermostPost Post(string id, long at, string text) => new(new(id), Dev, new("alice"), null, text, at, at);

    private sealed class MemoryStore : IChannelCursors, ILinkLedger
    {
        public Dictionary<ChannelId, long> Cursors { get; } = [];

        public List<LedgerEntry> Ledger { get; } = [];

        public List<string> Writes { get; } = [];

        public bool Fails { get; set; }

        public Task<IReadOnlyList<ChannelCursor>> LoadAsync(CancellationToken cancellation) =>
            Do<IReadOnlyList<ChannelCursor>>(() => [.. Cursors.Select(c => new ChannelCursor(c.Key, c.Value))]);

        public Task SaveAsync(IReadOnlyCollection<ChannelCursor> cursors, CancellationToken cancellation) => Do(() =>
        {
            Writes.Add("cursors");
            foreach (var cursor in cursors)
                Cursors[cursor.Channel] = cursor.UpdateAt;
            return true;
        });

        public Task<IReadOnlyList<LedgerEntry>> FindAsync(IReadOnlyCollection<PostId> posts, CancellationToken cancellation) =>
            Do<IReadOnlyList<LedgerEntry>>(() => [.. Ledger.Where(e => posts.Contains(e.Post))]);

        public Task SaveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation) => Do(() =>
        {
            Writes.Add("ledger");
            Ledger.AddRange(entries);
            return true;
        });

        public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation) => Do(() => Ledger.RemoveAll(e => e.At < before));

        private Task<T> Do<T>(Func<T> work) => Fails ? Task.FromException<T>(new IOException("the disk is gone")) : Task.FromResult(work());
    }
}
