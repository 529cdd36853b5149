using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// Answers for every post with references, and for all that is said to the bot, until it is done: owns the cursors, the ledger and the bounds on what is under way. Past a
/// bound it forgets the post and marks the channel behind; the catch-up reads it later. Mattermost is the queue, this is a window on it.
/// Supervision: an exception restarts the listener with all its children; they begin again from what is stored.
/// </summary>
internal sealed class InboxActor : ReceiveActor, IWithTimers
{
    private const int LookedUpAtOnce = 200;
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestoredTogether = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SkippedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(6);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly InboxBounds _bounds;
    private readonly bool _takesReferences;
    private readonly InboxStore _store;
    private readonly IActorRef _catchUp;
    private readonly IActorRef _sessions;
    private readonly TimeProvider _clock;
    private readonly BridgeMetrics _metrics;
    private readonly PostsUnderWay _underWay;
    private readonly InboxChannels _channels = new();
    private readonly CatchUpBacklog _backlog = new();
    private readonly Queue<PostsUnderWay.Entry> _toLookUp = new();
    private readonly Dictionary<PostId, List<LedgerEntry>> _unsaved = [];
    private ChannelId? _reading;
    private bool _lookingUp;
    private bool _saving;
    private IActorRef? _drainer;

    public InboxActor(
        ListenerOptions options, InboxStore store, IActorRef catchUp, IRequiredActor<SessionDoor> sessions, TimeProvider clock, BridgeMetrics metrics)
    {
        _bounds = options.Bounds;
        _takesReferences = options.TakesReferences;
        _store = store;
        _catchUp = catchUp;
        _sessions = sessions.ActorRef;
        _clock = clock;
        _metrics = metrics;
        _underWay = new(_bounds);

        Receive<LoadNow>(_ => _store.LoadAsync(_stopping.Token).PipeTo(Self, success: cursors => new Loaded(cursors), failure: why => new NotLoaded(why)));
        Receive<Loaded>(Begin);
        Receive<NotLoaded>(failed =>
        {
            Timers.StartSingleTimer(nameof(LoadNow), LoadNow.Instance, StoreRetry);
            _log.Error(failed.Why, "The cursors can't be read; not listening until they are");
        });
        Receive<Missed>(_ => EverythingIsBehind());
        Receive<CatchUpActor.ChannelsListed>(Listed);
        Receive<CatchUpActor.ChannelRead>(ChannelRead);
        Receive<CatchUpActor.ChannelGone>(gone => Gone(gone.Channel));
        Receive<CatchUpActor.ChannelSkipped>(skipped => Skip(skipped.Channel));
        Receive<SkippedAgain>(skipped =>
        {
            _channels.SkipNoLonger(skipped.Channel);
            ReadNextChannel();
        });
        Receive<Joined>(Joins);
        Receive<Restored>(_ =>
        {
            if (!Timers.IsTimerActive(nameof(ListNow)))
                Timers.StartSingleTimer(nameof(ListNow), ListNow.Instance, RestoredTogether);
        });
        Receive<ListNow>(_ => _catchUp.Tell(CatchUpActor.ListChannels.Instance));
        Receive<Seen>(See);
        Receive<LookedUp>(LedgerSays);
        Receive<NotLookedUp>(LedgerSaysNothing);
        Receive<LookUpNow>(_ => LookUp());
        Receive<LinkInbox.Done>(Done);
        Receive<LinkInbox.Waiting>(waiting =>
        {
            if (_underWay.Find(waiting.Post) is not { } entry || entry.Post.EditAt != waiting.EditAt)
                return;
            entry.Waits(_clock.GetUtcNow());
            if (waiting.IsWritten)
            {
                _underWay.MakeRoom(entry);
                OfferBacklog();
            }
        });
        Receive<TickNow>(_ => SendAgain());
        Receive<SaveNow>(_ => Save());
        Receive<Saved>(saved => WasSaved(saved));
        Receive<NotSaved>(failed =>
        {
            _saving = false;
            _log.Error(failed.Why, "Cursors and ledger can't be written; trying again");
        });
        Receive<Drain>(_ =>
        {
            _drainer = Sender;
            SaveIfDrained();
        });
        Receive<ForgetNow>(_ => _store.ForgetAsync(_clock.GetUtcNow() - _bounds.KeepLedger, _stopping.Token)
            .PipeTo(Self, success: () => Forgotten.Instance, failure: why => new NotForgotten(why)));
        Receive<Forgotten>(_ => { });
        Receive<NotForgotten>(failed => _log.Warning(failed.Why, "Old ledger entries could not be removed; tried again in some hours"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Self.Tell(LoadNow.Instance);

    protected override void PostStop()
    {
        _metrics.PostsUnderWayChanged(-_underWay.All.Count);
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Begin(Loaded loaded)
    {
        _channels.Load(loaded.Cursors);
        Timers.StartPeriodicTimer(nameof(TickNow), TickNow.Instance, Tick);
        Timers.StartPeriodicTimer(nameof(SaveNow), SaveNow.Instance, _bounds.SaveEvery);
        Timers.StartPeriodicTimer(nameof(ForgetNow), ForgetNow.Instance, TimeSpan.Zero, ForgetEvery);
        Context.Parent.Tell(Ready.Instance);
    }

    // Channels

    private void EverythingIsBehind()
    {
        _channels.FallBehind();
        _catchUp.Tell(CatchUpActor.ListChannels.Instance);
    }

    private void Listed(CatchUpActor.ChannelsListed listed)
    {
        foreach (var left in _channels.Listed(listed.Channels))
            Forget(left);
        ReadNextChannel();
    }

    private void Joins(Joined joined)
    {
        _channels.Joined(joined.Channel, joined.Kind);
        ReadNextChannel();
    }

    private void Gone(ChannelId channel)
    {
        Forget(channel);
        ReadNextChannel();
    }

    private void Skip(ChannelId channel)
    {
        if (_reading != channel)
            return;
        _reading = null;
        _channels.Skip(channel);
        Timers.StartSingleTimer((nameof(SkippedAgain), channel), new SkippedAgain(channel), SkippedFor);
        ReadNextChannel();
    }

    /// <summary>What is being read of it is of no interest any more, and must not keep the others waiting.</summary>
    private void Forget(ChannelId channel)
    {
        _channels.Forget(channel);
        _backlog.Forget(channel);
        if (_reading == channel)
            _reading = null;
    }

    /// <summary>One channel at a time; what was found in it waits for its turn while the next one is read, as long as that is not too much.</summary>
    private void ReadNextChannel()
    {
        if (_reading is not null || _channels.Next(_backlog.Holds) is not { } next)
            return;
        if (_backlog.Size >= _bounds.Backlog)
        {
            Context.System.EventStream.Publish(new BoundReached(BoundReached.CatchUpBacklog));
            return;
        }

        _reading = next.Channel;
        next.BeginCatchUp();
        _catchUp.Tell(new CatchUpActor.Read(next.Channel, _channels.KindOf(next.Channel), next.ReadFrom, next.HeardSince));
    }

    private void ChannelRead(CatchUpActor.ChannelRead read)
    {
        if (_reading != read.Channel || _channels.Find(read.Channel) is not { } progress)
            return;
        _reading = null;
        progress.Starts(read.From);
        foreach (var unreadable in read.Unreadable)
            SetAside(unreadable);
        if (read.HasMore)
            progress.FallBehind();
        _backlog.Add(read.Channel, read.UpTo, [.. read.Posts.Select(Wanted).OfType<SeenPost>()]);
        OfferBacklog();
    }

    private void OfferBacklog()
    {
        foreach (var (channel, upTo) in _backlog.Offer(Take))
            _channels.Find(channel)?.FinishCatchUp(upTo);
        ReadNextChannel();
    }

    // Posts

    private void See(Seen happened)
    {
        _metrics.PostSeen();
        var post = happened.Post;
        var progress = _channels.Of(post.Channel, post.Kind);
        progress.Seen(post.UpdateAt);
        if (post.Unreadable is not null)
            SetAside(post.Unreadable);
        if (IsLeftToCatchUp(post, progress))
        {
            progress.Forgot(post.UpdateAt);
            _metrics.PostLeftToCatchUp();
        }

        ReadNextChannel();
    }

    private bool IsLeftToCatchUp(LivePost post, ChannelProgress progress)
    {
        // Edited in a direct message: its text was not kept, since nobody told that it is one.
        if (post.MayBeSaid && _channels.KindOf(post.Channel) == ChannelKind.Direct && _underWay.Find(post.Id) is null)
            return !_unsaved.GetValueOrDefault(post.Id, []).Any(done => done.EditAt == post.EditAt);
        return Wanted(post.Seen) is { } seen && !(MayPassBacklog(seen, progress) && Take(seen));
    }

    /// <summary>Tried again it would fail again.</summary>
    private void SetAside(UnreadablePost unreadable)
    {
        _log.Error(unreadable.Fault, "Post {Post} is set aside: it can't be read for what it says", unreadable.Post);
        _metrics.PostDone(nameof(LinkOutcome.SetAside));
    }

    /// <summary>With links switched off only those are left that speak to the bot.</summary>
    private SeenPost? Wanted(SeenPost? seen) => _takesReferences ? seen : seen?.Said is null ? null : seen with { Tickets = [] };

    /// <summary>A direct message is heard in its order: while something earlier may be missing, the catch-up brings it.</summary>
    private static bool MayPassBacklog(SeenPost post, ChannelProgress progress) => post.Said is not { Where: SaidIn.DirectMessage } || !progress.IsBehind;

    /// <summary>False when a bound is reached.</summary>
    private bool Take(SeenPost post)
    {
        if (_underWay.Find(post.Id) is { } known)
        {
            known.Edited(post);
            // The channel may have been left and joined again meanwhile.
            Progress(known.Post);
            return true;
        }

        if (_drainer is not null || !_underWay.HasRoom(post))
            return false;
        if (_unsaved.Count >= _bounds.Unsaved)
        {
            Context.System.EventStream.Publish(new BoundReached(BoundReached.LedgerUnsaved));
            return false;
        }

        var entry = _underWay.Add(post);
        _metrics.PostsUnderWayChanged(+1);
        Progress(post);
        _toLookUp.Enqueue(entry);
        LookUp();
        return true;
    }

    /// <summary>The cursor must not pass it before it has ended. By when it was written: a thread's root looks newer with each reply.</summary>
    private void Progress(SeenPost post) => _channels.Of(post.Place.Channel).Began(post.Id, post.WrittenAt);

    /// <summary>One look-up at a time; what comes meanwhile shares the next one.</summary>
    private void LookUp()
    {
        if (_lookingUp || _toLookUp.Count == 0)
            return;
        _lookingUp = true;
        List<PostsUnderWay.Entry> batch = [];
        while (batch.Count < LookedUpAtOnce && _toLookUp.TryDequeue(out var entry))
            batch.Add(entry);
        _store.FindAsync([.. batch.Select(e => e.Post.Id)], _stopping.Token)
            .PipeTo(Self, success: found => new LookedUp(batch, found), failure: why => new NotLookedUp(batch, why));
    }

    private void LedgerSays(LookedUp looked)
    {
        _lookingUp = false;
        var found = looked.Found.ToLookup(e => e.Post);
        foreach (var entry in looked.Batch.Where(e => _underWay.Find(e.Post.Id) == e))
        {
            var post = entry.Post;
            LedgerEntry[] history = [.. found[post.Id], .. _unsaved.GetValueOrDefault(post.Id, [])];
            // What has been answered once is not answered again because it was edited.
            var said = history.Length == 0 ? post.Said : null;
            if (history.Any(h => h.EditAt == post.EditAt) || (said is null && post.Tickets.Count == 0))
                Finish(entry);
            else
                Send(entry, said, [.. history.SelectMany(h => h.Linked).Distinct()], [.. history.SelectMany(h => h.Told).Distinct()]);
        }

        LookUp();
    }

    private void LedgerSaysNothing(NotLookedUp failed)
    {
        _lookingUp = false;
        _log.Error(failed.Why, "The ledger can't be read; trying again");
        // In their order, and before what came meanwhile.
        PostsUnderWay.Entry[] later = [.. _toLookUp];
        _toLookUp.Clear();
        foreach (var entry in failed.Batch.Concat(later))
            _toLookUp.Enqueue(entry);
        Timers.StartSingleTimer(nameof(LookUpNow), LookUpNow.Instance, StoreRetry);
    }

    private void Send(PostsUnderWay.Entry entry, Said? said, IReadOnlyList<TicketId> settled, IReadOnlyList<TicketId> told)
    {
        var post = entry.Post;
        entry.Sent(_clock.GetUtcNow());
        _sessions.Tell(new LinkInbox.LinkPost(
            post.User, post.Id, post.EditAt, post.Place, DateTimeOffset.FromUnixTimeMilliseconds(post.WrittenAt), post.Tickets, settled, told)
        {
            Said = said,
            Trace = entry.Span?.Id,
        });
    }

    private void Done(LinkInbox.Done done)
    {
        if (_underWay.Find(done.Post) is not { } entry || entry.Post.EditAt != done.EditAt)
            return;
        End(entry, done.Outcome, done.NewEditAt, done.Linked, done.Told);
    }

    private void End(PostsUnderWay.Entry entry, LinkOutcome outcome, long newEditAt, IReadOnlyList<TicketId> linked, IReadOnlyList<TicketId> told)
    {
        var now = _clock.GetUtcNow();
        foreach (var version in new[] { entry.Post.EditAt, newEditAt }.Distinct())
            Record(new(entry.Post.Id, version, outcome, linked, told, null, now));
        _metrics.PostDone(outcome.ToString());
        entry.Span?.SetTag("bridge.outcome", outcome.ToString());
        _log.Info("Post {Post} of {User} in {Channel}: {Outcome}, {Linked} linked", entry.Post.Id, entry.Post.User, entry.Post.Place.Channel, outcome, linked.Count);
        Finish(entry);
    }

    private void Record(LedgerEntry done)
    {
        if (!_unsaved.TryGetValue(done.Post, out var versions))
            _unsaved[done.Post] = versions = [];
        versions.Add(done);
    }

    private void Finish(PostsUnderWay.Entry entry)
    {
        if (entry.Next is not null)
        {
            entry.TakeNext();
            _toLookUp.Enqueue(entry);
            LookUp();
            return;
        }

        _underWay.Remove(entry);
        _metrics.PostsUnderWayChanged(-1);
        _channels.Find(entry.Post.Place.Channel)?.Ended(entry.Post.Id);
        OfferBacklog();
        SaveIfDrained();
    }

    private void SendAgain()
    {
        var now = _clock.GetUtcNow();
        foreach (var entry in _underWay.All.Where(e => now - e.SentAt >= _bounds.ResendAfter).ToArray())
        {
            if (entry.Attempts < _bounds.Attempts)
            {
                // What is known of the post may have changed: the ledger is asked again.
                _toLookUp.Enqueue(entry);
                entry.WillBeSent();
            }
            else
            {
                _log.Error("Post {Post} is set aside: nobody answered for it {Attempts} times", entry.Post.Id, entry.Attempts);
                End(entry, LinkOutcome.SetAside, entry.Post.EditAt, [], []);
            }
        }

        LookUp();
    }

    // What is written down

    private void Save()
    {
        if (_saving)
            return;
        LedgerEntry[] ledger = [.. _unsaved.Values.SelectMany(v => v)];
        var cursors = _channels.Moved;
        if (ledger.Length == 0 && cursors.Length == 0)
        {
            TellDrained();
            return;
        }

        _saving = true;
        _store.SaveAsync(ledger, cursors, _stopping.Token)
            .PipeTo(Self, success: () => new Saved(ledger, cursors), failure: why => new NotSaved(why));
    }

    private void WasSaved(Saved saved)
    {
        _saving = false;
        _channels.Saved(saved.Cursors);
        foreach (var entry in saved.Ledger)
        {
            if (_unsaved.TryGetValue(entry.Post, out var versions) && versions.Remove(entry) && versions.Count == 0)
                _unsaved.Remove(entry.Post);
        }

        SaveIfDrained();
    }

    /// <summary>Who waits for the end is not kept waiting for the next round of saving, and may not wait for all of it.</summary>
    private void SaveIfDrained()
    {
        if (_drainer is not null)
            Save();
    }

    private void TellDrained()
    {
        if (_drainer is not null && _underWay.All.Count == 0 && _unsaved.Count == 0 && !_saving)
            _drainer.Tell(Drained.Instance);
    }

    /// <summary>The bridge is about to stop: nothing new is begun. Answered with <see cref="Drained"/> once all that was begun is done and written down.</summary>
    internal sealed record Drain : INoSerializationVerificationNeeded
    {
        public static readonly Drain Instance = new();
    }

    internal sealed record Drained : INoSerializationVerificationNeeded
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>Told to the parent once posts can be taken.</summary>
    internal sealed record Ready : INoSerializationVerificationNeeded
    {
        public static readonly Ready Instance = new();
    }

    /// <summary>A new connection that does not go on where the last one ended: anything may have happened meanwhile.</summary>
    internal sealed record Missed : INoSerializationVerificationNeeded
    {
        public static readonly Missed Instance = new();
    }

    /// <summary>A channel is no longer archived; whether the bot is in it shows when they are listed.</summary>
    internal sealed record Restored : INoSerializationVerificationNeeded
    {
        public static readonly Restored Instance = new();
    }

    internal sealed record Joined(ChannelId Channel, ChannelKind Kind) : INoSerializationVerificationNeeded;

    /// <summary>A post was written or edited just now.</summary>
    internal sealed record Seen(LivePost Post) : INoSerializationVerificationNeeded;

    private sealed record Loaded(IReadOnlyList<ChannelCursor> Cursors) : INoSerializationVerificationNeeded;

    private sealed record NotLoaded(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record LookedUp(IReadOnlyList<PostsUnderWay.Entry> Batch, IReadOnlyList<LedgerEntry> Found) : INoSerializationVerificationNeeded;

    private sealed record NotLookedUp(IReadOnlyList<PostsUnderWay.Entry> Batch, Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Saved(IReadOnlyList<LedgerEntry> Ledger, IReadOnlyList<ChannelCursor> Cursors) : INoSerializationVerificationNeeded;

    private sealed record NotSaved(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record SkippedAgain(ChannelId Channel) : INoSerializationVerificationNeeded;

    private sealed record NotForgotten(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Forgotten : INoSerializationVerificationNeeded
    {
        public static readonly Forgotten Instance = new();
    }

    private sealed record ListNow : INoSerializationVerificationNeeded
    {
        public static readonly ListNow Instance = new();
    }

    private sealed record LoadNow : INoSerializationVerificationNeeded
    {
        public static readonly LoadNow Instance = new();
    }

    private sealed record LookUpNow : INoSerializationVerificationNeeded
    {
        public static readonly LookUpNow Instance = new();
    }

    private sealed record TickNow : INoSerializationVerificationNeeded
    {
        public static readonly TickNow Instance = new();
    }

    private sealed record SaveNow : INoSerializationVerificationNeeded
    {
        public static readonly SaveNow Instance = new();
    }

    private sealed record ForgetNow : INoSerializationVerificationNeeded
    {
        public static readonly ForgetNow Instance = new();
    }
}
