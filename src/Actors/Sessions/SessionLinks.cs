using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// One person's posts on their way to links: looked up together, written one by one, each ending in one
/// <see cref="LinkInbox.Done"/>. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionLinks(
    UserId user,
    SessionSettings settings,
    TimeProvider clock,
    ILoggingAdapter log,
    IActorRef redmine,
    IActorRef poster,
    IActorRef inbox,
    UserSessionActor session)
{
    /// <summary>Marks the look-ups of the lane among the answers of the gate.</summary>
    public const long Tag = 0;

    private const int OddAnswersTaken = 3;

    private readonly LinkLane _lane = new();
    private Person? _person;
    private TimeSpan _pause;
    private bool _pausing;
    private int _oddAnswers;

    public bool IsEmpty => _lane.IsEmpty;

    public IEnumerable<Envelope> Held => _lane.All.Select(e => new Envelope(e.Post, ActorRefs.NoSender));

    /// <summary>What is worked on while posts are looked up together, or the one that is looked up alone.</summary>
    private SessionFaults.Work LookedUp => _lane.Alone is { } alone ? alone.Work : new SessionFaults.Work.SomePost();

    /// <summary>False when there is nothing to do for now: this version of the post is held already, and rightly so.</summary>
    public bool Take(LinkInbox.LinkPost post)
    {
        if (_lane.Take(post))
            return true;
        var held = _lane.Find(post.Post, post.EditAt)!;
        if (_pausing || (_lane.IsReading && held.Stage == LaneStage.Reading) || held is { Stage: LaneStage.Late, Sent: false } || !held.IsOverdue())
        {
            Wait(held);
            return false;
        }

        // The inbox has sent it again for many minutes: an answer has got lost.
        held.Sent = false;
        return true;
    }

    public void Continue(Person person)
    {
        _person = person;
        Continue();
    }

    /// <summary>Mattermost didn't tell who the person is.</summary>
    public void NobodyKnown(PosterFailure why)
    {
        if (_lane.IsEmpty)
            return;
        if (why == PosterFailure.NotFound)
            End(_lane.ToRead, LinkOutcome.Nothing);
        else
            Pause();
    }

    public void Retried() => _pausing = false;

    /// <summary>No look-up has succeeded for long: the author may know, and what may have got lost is asked for again.</summary>
    public void WaitedLong()
    {
        if (!_lane.ToRead.Any())
            return;
        session.Timers.StartSingleTimer(nameof(LongWait), LongWait.Instance, settings.LinksMayWait);
        if (_person is not null && session.State.Tell(RefusalReason.RedmineAway, clock.GetUtcNow()) is { } news)
        {
            session.Remember([news], () => poster.Tell(new Poster.TellPerson(
                user, null, Sentences.In(_person.Language)["LinksWaitForRedmine"], $"away-{user}-{news.At.ToUnixTimeSeconds()}")));
        }

        _lane.AbandonRead();
    }

    public void Answered(RedmineGate.Answered answered) => session.On(LookedUp, () => Take(answered));

    private void Take(RedmineGate.Answered answered)
    {
        if (!_lane.IsReading)
            return;
        switch (answered.Answer)
        {
            case RedmineAnswer.TicketsSeen seen when answered.Call is RedmineCall.SeeTickets asked && asked.As == _person?.Redmine:
                RedmineWorks();
                var all = asked.Tickets.ToHashSet();
                foreach (var entry in _lane.FinishRead())
                    session.On(entry.Work, () => entry.LookedUp(all, seen.Tickets));
                Continue();
                break;
            case RedmineAnswer.TicketsSeen:
                // The map has changed meanwhile: what somebody else sees counts for nothing.
                _lane.AbandonRead();
                Continue();
                break;
            case RedmineAnswer.NoSuchAccount nobody:
                _lane.AbandonRead();
                RedmineAnswers();
                RefuseToRead(RefusalReason.NoRedmineAccount, nobody.Login.Value);
                break;
            case RedmineAnswer.OwnKeyRefused:
                _lane.AbandonRead();
                RedmineAnswers();
                RefuseToRead(RefusalReason.OwnKeyRefused, "");
                break;
            case RedmineAnswer.Unexpected when ++_oddAnswers >= OddAnswersTaken:
                _lane.AbandonRead();
                _oddAnswers = 0;
                SetAside("Redmine's answers can't be understood", [.. _lane.ToRead]);
                break;
            default:
                _lane.AbandonRead();
                Pause();
                break;
        }
    }

    public void Written(Poster.LinksWritten written)
    {
        if (Find(written.Request) is not { } entry)
            return;
        _pause = TimeSpan.Zero;
        session.On(entry.Work, () => Written(entry, written));
        Continue();
    }

    private void Written(LaneEntry entry, Poster.LinksWritten written)
    {
        var post = entry.Post;
        var outcome = written.How switch
        {
            LinkWriting.Edited or LinkWriting.Replied => LinkOutcome.Linked,
            LinkWriting.Gone => LinkOutcome.Gone,
            LinkWriting.TooLong => LinkOutcome.Refused,
            _ => written.Plain.Count > 0 ? LinkOutcome.Refused : LinkOutcome.Nothing,
        };
        var result = new LinkInbox.Done(post.Post, post.EditAt, outcome, written.EditAt, written.Linked, [.. post.Told.Union(written.Plain)]);
        var news = written.How == LinkWriting.Gone ? [] : written.Plain.Except(post.Told).ToArray();
        if (news.Length == 0 && written.How != LinkWriting.TooLong)
        {
            End(entry, result);
            return;
        }

        var isTooLong = written.How == LinkWriting.TooLong;
        var isLate = clock.GetUtcNow() - post.WrittenAt > settings.LinksMayWait && !isTooLong;
        entry.Tell(result, news, isTooLong, isLate ? LaneStage.Late : LaneStage.Telling);
        if (isLate)
        {
            session.Timers.StartSingleTimer(nameof(Late), Late.Instance, settings.LateNoticeAfter);
            Wait(entry);
        }
        else
        {
            Tell(entry);
        }
    }

    public void Wanting(Poster.LinksWanting wanting)
    {
        if (Find(wanting.Request) is not { } entry)
            return;
        entry.Want(wanting.Tickets);
        Continue();
    }

    public void Told(Poster.PersonTold told)
    {
        foreach (var entry in _lane.Telling.Where(e => e.Notice == told.Request.ReplyId).ToArray())
            End(entry, entry.Result!);
    }

    public void Failed(Poster.Failed failed)
    {
        var lasting = failed.Why is PosterFailure.Forbidden or PosterFailure.Rejected;
        switch (failed.Request)
        {
            case Poster.WriteLinks write when Find(write) is { } entry:
                if (failed.Why == PosterFailure.NotFound)
                {
                    End(entry, Ended(entry, LinkOutcome.Gone));
                }
                else if (lasting)
                {
                    SetAside($"its links can't be written ({failed.Why})", entry);
                }
                else
                {
                    entry.Sent = false;
                    Pause();
                }

                break;
            case Poster.TellPerson tell:
                foreach (var entry in _lane.Telling.Where(e => e.Notice == tell.ReplyId).ToArray())
                {
                    if (lasting || failed.Why == PosterFailure.NotFound)
                    {
                        log.Warning("{User} could not be told about post {Post}: {Why}", user, entry.Post.Post, failed.Why);
                        End(entry, entry.Result!);
                    }
                    else
                    {
                        entry.Sent = false;
                        Pause();
                    }
                }

                break;
        }
    }

    /// <summary>After an outage a person hears of all their old posts at once, not post by post.</summary>
    public void TellLate()
    {
        var late = _lane.BeginLateNotice();
        if (late.Count == 0 || _person is null)
        {
            // Something else is still under way; nothing may come of it that leads here again.
            if (_lane.Telling.Any(e => e is { Stage: LaneStage.Late, Sent: false }))
                session.Timers.StartSingleTimer(nameof(Late), Late.Instance, settings.LateNoticeAfter);
            return;
        }

        var notice = $"late-{late[0].Post.Post}-{late[0].Post.EditAt}-{late.Count}";
        foreach (var entry in late)
            entry.Notice = notice;
        poster.Tell(new Poster.TellPerson(user, null, Sentences.In(_person.Language)["LateLinks"], notice)
        {
            About = [.. late.OrderBy(e => e.Post.WrittenAt).Select(e => new Poster.PostNote(e.Post.Post, Named(e.News)))],
        });
    }

    private void Continue()
    {
        if (!_lane.IsEmpty && !_pausing && _person is not null)
            session.On(LookedUp, () => GoOn(_person));
    }

    private void GoOn(Person person)
    {
        if (person.Obstacle == RefusalReason.MayNotAct)
        {
            End(_lane.ToRead, LinkOutcome.Nothing);
        }
        else if (Refusals.Of(person) is var (reason, detail))
        {
            RefuseToRead(reason, detail);
        }
        else
        {
            Forget(RefusalReason.NotMapped, RefusalReason.PinnedToAnother, RefusalReason.GuestsMayNotAct, RefusalReason.NotConnected);
            Read(person.Redmine!);
        }

        foreach (var entry in _lane.BeginWrites())
            session.On(entry.Work, () => Write(entry));
        foreach (var entry in _lane.Telling.Where(e => e is { Sent: false, Stage: LaneStage.Telling }).ToArray())
            session.On(entry.Work, () => Tell(entry));
        if (_lane.OnlyLateAreLeft)
            session.Timers.StartSingleTimer(nameof(Late), Late.Instance, settings.LateNoticeAfter);
    }

    private void Write(LaneEntry entry)
    {
        Poster.WriteLinks request = new(entry.Post.Post, entry.Visible.ToHashSet(), entry.Resolved.ToHashSet(), entry.Post.Settled.ToHashSet()) { Trace = entry.Post.Trace };
        entry.Requests.Add(request);
        poster.Tell(request);
    }

    private void Read(RedmineIdentity identity)
    {
        var next = _lane.BeginRead(RedmineCall.MaxRows);
        if (next.Count == 0)
            return;
        if (!session.Timers.IsTimerActive(nameof(LongWait)))
            session.Timers.StartSingleTimer(nameof(LongWait), LongWait.Instance, settings.LinksMayWait);
        redmine.Tell(new RedmineGate.Ask(user, CallKind.Background, new RedmineCall.SeeTickets(identity, next), Tag)
        {
            Traces = [.. (_lane.Alone is { } alone ? [alone] : _lane.ToRead).Select(e => e.Post.Trace)],
        });
    }

    /// <summary>One sentence for all posts that wait, and not more than once a day; then they are done.</summary>
    private void RefuseToRead(RefusalReason reason, string detail)
    {
        LaneEntry[] refused = [.. _lane.ToRead];
        if (refused.Length == 0)
            return;
        if (session.State.Tell(reason, clock.GetUtcNow()) is not { } news)
        {
            End(refused, LinkOutcome.Refused);
            return;
        }

        session.Remember([news], () =>
        {
            var first = refused[0];
            var refusal = new Reply.Refusal(_person!.Language, reason, detail);
            foreach (var entry in refused.Skip(1))
                End(entry, Ended(entry, LinkOutcome.Refused));
            first.Tell(Ended(first, LinkOutcome.Refused), [], isTooLong: false, LaneStage.Telling);
            first.Sent = true;
            first.Notice = $"{reason}-{first.Post.Post}-{first.Post.EditAt}";
            first.Text = RefusalSentences.Of(refusal);
            Tell(first);
        });
    }

    private void Tell(LaneEntry entry)
    {
        var post = entry.Post;
        entry.Sent = true;
        // A ticket is named once in a post, so it names the notice; the version would not, since our own edit makes another one of it.
        entry.Notice ??= entry.News.Count > 0 ? $"unseen-{post.Post}-{entry.News[0]}" : $"long-{post.Post}-{post.EditAt}";
        entry.Text ??= string.Join('\n', Reasons(entry).Select(RefusalSentences.Of));
        poster.Tell(new Poster.TellPerson(user, post.Place, entry.Text, entry.Notice) { About = [new(post.Post, "")], Trace = post.Trace });
    }

    /// <summary>All that is to be said of a post is said at once.</summary>
    private IEnumerable<Reply.Refusal> Reasons(LaneEntry entry)
    {
        if (entry.News.Count > 0)
            yield return new(_person!.Language, RefusalReason.TicketsUnseen, entry.News.Select(t => $"#t{t}"));
        if (entry.IsTooLong)
            yield return new(_person!.Language, RefusalReason.PostTooLong);
    }

    private void RedmineWorks()
    {
        RedmineAnswers();
        Forget(RefusalReason.RedmineAway, RefusalReason.NoRedmineAccount, RefusalReason.OwnKeyRefused);
    }

    private void RedmineAnswers()
    {
        _oddAnswers = 0;
        _pause = TimeSpan.Zero;
        session.Timers.Cancel(nameof(LongWait));
    }

    /// <summary>These reasons hold no longer: if they come back, they are news.</summary>
    private void Forget(params RefusalReason[] reasons)
    {
        var now = clock.GetUtcNow();
        ISessionEvent[] gone = [.. reasons.Select(r => session.State.Gone(r, now)).OfType<ReasonGone>()];
        if (gone.Length > 0)
            session.Remember(gone);
    }

    private void Pause()
    {
        foreach (var entry in _lane.All)
            Wait(entry);
        if (_pausing)
            return;
        _pausing = true;
        _pause = DoublingPause.After(_pause, settings.FirstPause, settings.LongestPause);
        session.Timers.StartSingleTimer(nameof(Retry), Retry.Instance, _pause);
    }

    private void Wait(LaneEntry entry) =>
        inbox.Tell(new LinkInbox.Waiting(entry.Post.Post, entry.Post.EditAt) { IsWritten = entry.Stage == LaneStage.Late });

    private LaneEntry? Find(Poster.WriteLinks request) => _lane.Writing.FirstOrDefault(e => e.Requests.Exists(r => ReferenceEquals(r, request)));

    private void SetAside(string why, params IReadOnlyList<LaneEntry> entries)
    {
        foreach (var entry in entries)
        {
            log.Error("Post {Post} is set aside: {Why}", entry.Post.Post, why);
            End(entry, Ended(entry, LinkOutcome.SetAside));
        }
    }

    private void End(IEnumerable<LaneEntry> entries, LinkOutcome outcome)
    {
        foreach (var entry in entries.ToArray())
            End(entry, Ended(entry, outcome));
    }

    private static LinkInbox.Done Ended(LaneEntry entry, LinkOutcome outcome) =>
        new(entry.Post.Post, entry.Post.EditAt, outcome, entry.Post.EditAt, [], entry.Post.Told);

    private void End(LaneEntry entry, LinkInbox.Done result)
    {
        _lane.Remove(entry);
        inbox.Tell(result);
    }

    private static string Named(IEnumerable<TicketId> tickets) => string.Join(", ", tickets.Select(t => $"#t{t}"));

    internal sealed record Retry : INoSerializationVerificationNeeded
    {
        public static readonly Retry Instance = new();
    }

    internal sealed record LongWait : INoSerializationVerificationNeeded
    {
        public static readonly LongWait Instance = new();
    }

    internal sealed record Late : INoSerializationVerificationNeeded
    {
        public static readonly Late Instance = new();
    }
}
