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

/// <summary>An inbox with a database in memory; who is beside it is looked at.</summary>
public abstract class InboxSpec : ActorSpec
{
    protected static readonly ChannelId Dev = new("dev");

    /// <summary>A text on which our code fails.</summary>
    protected const string Poison = "poison";

    /// <summary>Of ten posts without words.</summary>
    protected const int Backlog = 10 * 200;

    private readonly ListenerOptions _options;

    /// <param name="takesReferences">False: links are switched off.</param>
    protected InboxSpec(bool takesReferences = true)
    {
        _options = new() { Bounds = new() { Posts = 6, PostsPerAuthor = 3, SaidPerAuthor = 3, Backlog = Backlog }, TakesReferences = takesReferences };
        Parent = CreateTestProbe();
        CatchUp = CreateTestProbe();
        Sessions = CreateTestProbe();
        Store.Cursors[Dev] = 1_000;
    }

    private protected MemoryStore Store { get; } = new();

    protected TestProbe Parent { get; }

    protected TestProbe CatchUp { get; }

    protected TestProbe Sessions { get; }

    protected IActorRef Inbox { get; private set; } = ActorRefs.Nobody;

    protected void Listening()
    {
        Start();
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([new(Dev, ChannelKind.Public, 1_000)]));
        CaughtUp(CatchUp.ExpectMsg<CatchUpActor.Read>(), 1_000);
    }

    protected void Missed(params ChannelId[] channels)
    {
        Inbox.Tell(InboxActor.Missed.Instance);
        CatchUp.ExpectMsg<CatchUpActor.ListChannels>();
        Inbox.Tell(new CatchUpActor.ChannelsListed([.. channels.Select(c => new MattermostChannel(c, ChannelKind.Public, 2_000))]));
    }

    protected void Start()
    {
        Create();
        Parent.ExpectMsg<InboxActor.Ready>();
    }

    protected void Create()
    {
        var (store, options) = (new InboxStore(Store, Store), _options);
        Inbox = Parent.ChildActorOf(Props.Create(() => new InboxActor(
            options, store, CatchUp, new Required<SessionDoor>(Sessions), Clock, TestMetrics.New())));
    }

    protected void Live(MattermostPost post) => Inbox.Tell(SeenLive(post, ChannelKind.Public));

    private protected static InboxActor.Seen SeenLive(MattermostPost post, ChannelKind kind) => new(LivePost.Of(post, kind, FakeMattermost.Bot, Read));

    private protected void CaughtUp(CatchUpActor.Read read, long upTo, params MattermostPost[] posts) => CaughtUp(read, ChannelKind.Public, upTo, posts);

    private protected void CaughtUp(CatchUpActor.Read read, ChannelKind kind, long upTo, params MattermostPost[] posts) => Inbox.Tell(new CatchUpActor.ChannelRead(
        read.Channel, read.Cursor ?? upTo, upTo, [.. posts.Select(p => SeenPost.TryOf(p, FakeMattermost.Bot, kind, References.Tickets).Seen).OfType<SeenPost>()]));

    private static IReadOnlyList<TicketId> Read(string text) => text == Poison ? throw new InvalidOperationException("a bug") : References.Tickets(text);

    protected void Save()
    {
        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Settle();
    }

    /// <summary>What was told is worked off, with the look-ups that followed from it.</summary>
    protected void Settle()
    {
        for (var i = 0; i < 4; i++)
        {
            Inbox.Tell(new Identify(0), TestActor);
            ExpectMsg<ActorIdentity>();
        }
    }

    protected void EventuallyAdvance(TimeSpan by)
    {
        Settle();
        Advance(by);
        Settle();
    }

    protected static MattermostPost Post(string id, long at, string text) => new(new(id), Dev, new("alice"), null, text, at, at);

    private protected sealed class MemoryStore : IChannelCursors, ILinkLedger
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
