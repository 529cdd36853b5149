using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Pauses;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// Carries out what a person has confirmed, one ticket after the other, each exactly once: it is written down before it is sent, and one
/// whose outcome is not known is looked for (<see cref="Recognition"/>) before it is sent again. A part of <see cref="UserSessionActor"/>, called only
/// from its handlers.
/// </summary>
internal sealed class SessionCreations(
    UserId user, SessionSettings settings, TimeProvider clock, ILoggingAdapter log, IActorRef redmine, IActorRef poster, IUnfinishedSessions unfinished, UserSessionActor session)
{
    /// <summary>Marks the calls of creations among the answers of the gate.</summary>
    public const long Tag = -1;

    /// <summary>Names the link in the thread that a ticket was asked for in.</summary>
    private const string BackPrefix = "back-";

    /// <summary>How far back is looked where Redmine's clock is not known.</summary>
    private static readonly TimeSpan ClockUnknown = TimeSpan.FromDays(1);

    private readonly Dictionary<string, HashSet<IActorRef>> _askers = [];
    private readonly Dictionary<string, Poster.Show> _showing = [];
    private readonly HashSet<string> _notShown = [];

    /// <summary>Those whose requests are not written down yet, once for each.</summary>
    private readonly List<IActorRef> _beginning = [];

    /// <summary>Requests whose progress stands in the direct message: their results must stand there too.</summary>
    private readonly HashSet<string> _posted = [];
    private readonly Sentences _say = Sentences.In(settings.Language);
    private RedmineClock _redmineClock = RedmineClock.Unknown;
    private Person? _person;
    private RedmineCall? _asked;
    private long _stamp;
    private bool _hasBegun;
    private bool _isWorking;
    private bool _looksNext;
    private DateTimeOffset? _lostAt;
    private string? _waits;
    private TimeSpan _pause;
    private bool _isDraining;
    private IActorRef? _drainer;

    /// <summary>Those who wait for a result.</summary>
    public IEnumerable<Envelope> Held => _askers.SelectMany(a => a.Value.Select(asker => Waiting(session.State.Creations.Find(a.Key)!.Asked, asker)));

    /// <summary>Nothing is under way, owed or being shown.</summary>
    public bool IsEmpty => session.State.Creations.IsIdle && _showing.Count == 0 && _beginning.Count == 0;

    /// <summary>What it waits for is that the person gives another key.</summary>
    public bool WaitsForPerson { get; private set; }

    /// <summary>Goes on with what is written down: also after a restart.</summary>
    public void Continue(Person person)
    {
        _person = person;
        Work();
    }

    public void Heard(RedmineClock redmineClock) => _redmineClock = redmineClock;

    /// <summary>
    /// Writes the request down and begins; the asker hears of both. First the person is put on the list of those who have something
    /// unfinished, so that a restart finds the request whatever happens.
    /// </summary>
    /// <param name="context">What the tickets were read from and checked against.</param>
    /// <param name="heard">What is written down with the request or not at all: a consent must not be heard and then have no effect.</param>
    public void Begin(
        string requestId, FormKind kind, TicketFormContext context, IEnumerable<RequestedTicket> tickets, Origin origin, IActorRef asker, IReadOnlyCollection<ISessionEvent>? heard = null)
    {
        var project = context.Project!;
        RequestedTicket[] marked = [.. tickets.Select(t => MarkPlacement.Place(t, settings.Mark, context.Choices, project, context.Tracker))];
        var request = new CreationRequested(
            requestId, kind, project.Name, !project.IsPublic, context.Choices.Person.UserId, marked, context.Values, origin, clock.GetUtcNow());
        _beginning.Add(asker);
        _stamp = Math.Max(_stamp + 1, clock.GetUtcNow().ToUnixTimeMilliseconds());
        var work = session.InHand;
        unfinished.AddAsync(user, _stamp, session.Stopping).PipeTo(
            session.Own, success: () => new Noted(request, asker, heard ?? [], work), failure: _ => new NotNoted(asker));
    }

    public void NotBegun(NotNoted failed)
    {
        if (_beginning.Remove(failed.Asker))
            failed.Asker.Tell(new Reply.Refusal(_person!.Language, RefusalReason.StoreAway), session.Own);
    }

    /// <summary>What has not been written down will not be; who asked for it hears so.</summary>
    public void Drop(Reply.Refusal refusal)
    {
        foreach (var asker in _beginning.Where(a => !a.Equals(session.Own)))
            asker.Tell(refusal);
        _beginning.Clear();
    }

    /// <summary>After a restart: what is unfinished goes on by itself; what is finished is struck from the list.</summary>
    public void Woken(long stamp)
    {
        _stamp = Math.Max(_stamp, stamp);
        StrikeIfIdle();
    }

    public void Begin(Noted noted)
    {
        var (request, asker, heard, _) = noted;
        // Who asked a session that has begun anew since then was told that it was not done.
        if (!_beginning.Contains(asker))
            return;
        // Two deliveries of one form may have been checked side by side.
        if (session.State.Creations.Find(request.RequestId) is { IsRefused: false })
        {
            _beginning.Remove(asker);
            Attach(request.RequestId, asker);
            return;
        }

        session.Remember([.. heard, request], () =>
        {
            _beginning.Remove(asker);
            if (request.Kind == FormKind.Batch)
            {
                asker.Tell(new Reply.BatchTaken(_person!.Language, request.RequestId));
                Show(request.RequestId);
            }
            else
            {
                Attach(request.RequestId, asker);
            }

            Work();
        });
    }

    /// <summary>The same request was delivered once more: it is answered with what the first one comes to.</summary>
    public void Attach(string requestId, IActorRef asker)
    {
        var request = session.State.Creations.Find(requestId)!;
        if (asker.Equals(session.Own))
        {
            // Whoever talks is told of the result in the direct message, as soon as there is one.
            asker.Tell(new Reply.Creating(_person!.Language, requestId), session.Own);
        }
        else if (request.Asked.Kind == FormKind.Batch)
        {
            asker.Tell(new Reply.BatchTaken(_person!.Language, requestId));
        }
        else if (request.IsFinished)
        {
            asker.Tell(Report(request));
        }
        else
        {
            asker.Tell(new Reply.Creating(_person!.Language, requestId));
            if (!_askers.TryGetValue(requestId, out var waiting))
                _askers[requestId] = waiting = [];
            waiting.Add(session.Watched(asker));
        }
    }

    /// <summary>Who waited for an answer has gone: the person gets it in the direct message.</summary>
    public void Gone(IActorRef asker)
    {
        foreach (var waiting in _askers.Values)
            waiting.Remove(asker);
        TellDrained();
    }

    /// <summary>Nothing more is sent for whom nobody waits; who asks hears when nothing is under way any more.</summary>
    public void Drain(IActorRef drainer)
    {
        _isDraining = true;
        _drainer = drainer;
        TellDrained();
    }

    public void TellDrained()
    {
        if (_drainer is null || _asked is RedmineCall.CreateTicket || session.State.Creations.Next is var (request, _) && IsAwaited(request))
            return;
        _drainer.Tell(SessionDoor.Drained.Instance, session.Own);
        _drainer = null;
    }

    /// <summary>The preview of a list.</summary>
    public void ShowPreview(BatchPreview preview) =>
        Show(new Poster.Show(user, preview.BatchId, new Reply.BatchChecked(_person!.Language, preview)));

    /// <summary>False when it is no answer to a creation.</summary>
    public bool Answered(RedmineGate.Answered answered)
    {
        if (answered.Tag != Tag)
            return false;
        // It comes behind what is written down of this.
        if (_drainer is not null)
            session.Own.Tell(LookWhetherDrained.Instance);
        _redmineClock = answered.Clock;
        if (!ReferenceEquals(answered.Call, _asked))
            return true;
        _asked = null;
        if (session.State.Creations.Next is not { } next)
            return true;
        if (answered.Call is RedmineCall.FindTickets)
            Looked(next.Request, next.Line, answered.Answer);
        else
            Sent(next.Request, next.Line, answered.Answer);
        return true;
    }

    /// <summary>A pause is over.</summary>
    public void GoOn()
    {
        if (_isWorking && session.State.Creations.Next is var (request, line) && !WaitsForTheNextStart(request))
            Step(request, line);
    }

    /// <summary>All of it is forgotten, also what waits for another key.</summary>
    public void Abandon()
    {
        (_asked, _isWorking, _looksNext, _lostAt, _waits, _pause) = (null, false, false, null, null, TimeSpan.Zero);
        WaitsForPerson = false;
        session.Timers.Cancel(nameof(GoOnNow));
        _askers.Clear();
        _showing.Clear();
        _notShown.Clear();
        _posted.Clear();
        StrikeIfIdle();
    }

    /// <summary>The result has reached the person.</summary>
    public void Told(string requestId)
    {
        _askers.Remove(requestId);
        if (session.State.Creations.Find(requestId) is not { IsFinished: true, IsTold: false } request)
            return;
        if (request is { Asked.Origin: { Door: Door.Mention, Root: { } root } origin, Lines: [{ Made: { } made }] })
            poster.Tell(new Poster.Share(new(origin.Channel, root), BackPrefix + requestId, new Reply.CreatedLink(settings.Language, made.Id)));
        else
            ToldAll(requestId);
    }

    public void Shown(Poster.Show show)
    {
        if (_showing.TryGetValue(show.ReplyId, out var last) && ReferenceEquals(last, show))
            _showing.Remove(show.ReplyId);
        if (show.Reply is Reply.Created { Report.IsFinished: true })
        {
            _posted.Remove(show.ReplyId);
            Told(show.ReplyId);
        }
    }

    /// <summary>The thread where a ticket was asked for has its link, or can't have it.</summary>
    /// <param name="why">Null when it has.</param>
    public void LinkedBack(Poster.Share share, PosterFailure? why)
    {
        var requestId = share.ReplyId[BackPrefix.Length..];
        if (why?.IsPassing() == true)
        {
            session.Timers.StartSingleTimer(nameof(ShowAgain), ShowAgain.Instance, settings.LongestPause);
            return;
        }

        if (why is not null)
            log.Warning("The link to the ticket of {Request} can't be put into its thread: {Why}", requestId, why);
        ToldAll(requestId);
    }

    public void NotShown(Poster.Show show, PosterFailure why)
    {
        if (why.IsPassing())
        {
            _notShown.Add(show.ReplyId);
            session.Timers.StartSingleTimer(nameof(ShowAgain), ShowAgain.Instance, settings.LongestPause);
            return;
        }

        log.Warning("{User} can't be shown the result {Request}: {Why}", user, show.ReplyId, why);
        Shown(show);
    }

    /// <summary>Says again what could not be said, and what nobody has confirmed to have said.</summary>
    public void ShowOwed()
    {
        foreach (var show in _showing.Values.Where(s => _notShown.Contains(s.ReplyId)).ToArray())
            poster.Tell(show);
        _notShown.Clear();
        if (_person is null)
            return;
        foreach (var request in session.State.Creations.Owed.Where(r => !_showing.ContainsKey(r.Asked.RequestId)).ToArray())
            Show(request.Asked.RequestId);
    }

    /// <summary>Everybody and every place that the result is owed to has it.</summary>
    private void ToldAll(string requestId)
    {
        if (session.State.Creations.Find(requestId) is { IsFinished: true, IsTold: false })
            session.Remember([new CreationTold(requestId, clock.GetUtcNow())], StrikeIfIdle);
    }

    private void StrikeIfIdle()
    {
        if (_stamp > 0 && _beginning.Count == 0 && session.State.Creations.IsIdle)
            unfinished.RemoveAsync(user, _stamp, session.Stopping).PipeTo(session.Own, success: () => Struck.Instance, failure: why => new NotStruck(why));
    }

    private void Work()
    {
        if (_isWorking || _person is null)
            return;
        if (!_hasBegun)
        {
            _hasBegun = true;
            ShowWhatNobodyElseShows();
        }

        if (session.State.Creations.Next is not var (request, line))
        {
            if (session.State.Creations.Owed.Any() && !session.Timers.IsTimerActive(nameof(ShowAgain)))
                session.Timers.StartSingleTimer(nameof(ShowAgain), ShowAgain.Instance, settings.ToldWithin);
            return;
        }

        if (WaitsForTheNextStart(request))
            return;
        _isWorking = true;
        if (line.Sending is null)
        {
            Send(request, line, 1);
        }
        else
        {
            // This process has never seen it: it may have been sent by an earlier one just now.
            _lostAt ??= clock.GetUtcNow();
            _looksNext = true;
            Step(request, line);
        }
    }

    /// <summary>After a restart: of what was asked for elsewhere, whoever asked may still be there and show it; of the rest nobody is.</summary>
    private void ShowWhatNobodyElseShows()
    {
        foreach (var request in session.State.Creations.Owed
            .Where(r => (r.Asked.Kind == FormKind.Batch || r.Asked.Origin.Door is Door.DirectMessage or Door.Mention) && !_showing.ContainsKey(r.Asked.RequestId)).ToArray())
        {
            Show(request.Asked.RequestId);
        }
    }

    private bool WaitsForTheNextStart(CreationState.Request request) => _isDraining && !IsAwaited(request);

    private bool IsAwaited(CreationState.Request request) => _askers.GetValueOrDefault(request.Asked.RequestId) is { Count: > 0 };

    private void Send(CreationState.Request request, CreationState.Line line, int attempt)
    {
        if (IsRefused(request, line))
            return;
        var now = clock.GetUtcNow();
        var mark = CreationMark.Of(request.Asked.RequestId, line.Ticket.Number).Value;
        var redmineDate = _redmineClock.At(now) ?? now - ClockUnknown;
        _looksNext = false;
        session.Remember(
            [new CreationSending(request.Asked.RequestId, line.Ticket.Number, mark, redmineDate, attempt, now)],
            () => Step(request, line));
    }

    private void Step(CreationState.Request request, CreationState.Line line)
    {
        if (!_looksNext && IsRefused(request, line))
            return;
        if (_person!.Redmine is OwnKey own && own.Account.Id != request.Asked.Author)
        {
            // Another account would neither find it nor be its author.
            Pause(request, new RedmineAnswer.OwnKeyRefused());
            return;
        }

        var mark = CreationMark.Of(request.Asked.RequestId, line.Ticket.Number).Value;
        Ask(request, _looksNext
            ? new RedmineCall.FindTickets(Recognition.SearchFor(request, line), _person!.Redmine as OwnKey)
            : new RedmineCall.CreateTicket(_person!.Redmine!, mark, CreationReports.Marked(request.Asked, line.Ticket, _say)));
    }

    /// <summary>Whoever may not act any more sends nothing more; what may have been sent already is looked for all the same.</summary>
    private bool IsRefused(CreationState.Request request, CreationState.Line line)
    {
        if (Refusals.Of(_person!) is not var (reason, detail))
            return false;
        Refuse(request, line, new(_person!.Language, reason, detail));
        return true;
    }

    private void Ask(CreationState.Request request, RedmineCall call)
    {
        _asked = call;
        redmine.Tell(new RedmineGate.Ask(user, CallKind.Creation, call, Tag) { Traces = [request.Asked.Origin.Trace] });
    }

    private void Sent(CreationState.Request request, CreationState.Line line, RedmineAnswer answer)
    {
        var language = _person!.Language;
        switch (answer)
        {
            case RedmineAnswer.TicketCreated created:
                if (line.Ticket.Carrier != MarkCarrier.Nothing && !Recognition.CarriesMark(request, line, created.Ticket))
                    log.Warning("Redmine made {Ticket} without the mark that its {Carrier} should carry", created.Ticket.Id, line.Ticket.Carrier);
                Settle(request, line, created.Ticket, []);
                break;
            case RedmineAnswer.Invalid { Errors.Count: > 0 } invalid:
                Settle(request, line, null, invalid.Errors);
                break;
            case RedmineAnswer.Invalid:
                Refuse(request, line, new(language, RefusalReason.RedmineRefusedSilently));
                break;
            case RedmineAnswer.ProjectUnknown or RedmineAnswer.ProjectForbidden:
                redmine.Tell(new Catalog.Forget(_person.Redmine!));
                Refuse(request, line, Refusals.Of(answer, language));
                break;
            case RedmineAnswer.NoSuchAccount or RedmineAnswer.OwnKeyRefused:
                Refuse(request, line, Refusals.Of(answer, language));
                break;
            case RedmineAnswer.Unexpected odd:
                log.Error("Creating a ticket of {Request} ended oddly: {What}", request.Asked.RequestId, odd.What);
                Refuse(request, line, Refusals.Of(answer, language));
                break;
            case RedmineAnswer.OutcomeUnknown unknown:
                log.Warning("It is not known whether a ticket of {Request} was created ({Why}); looking for it", request.Asked.RequestId, unknown.Why);
                _lostAt = clock.GetUtcNow();
                _looksNext = true;
                Pause(request, answer);
                break;
            default:
                // Nothing was sent: it is as if it had not been tried.
                Pause(request, answer);
                break;
        }
    }

    private void Looked(CreationState.Request request, CreationState.Line line, RedmineAnswer answer)
    {
        if (answer is RedmineAnswer.TicketsFound found && Recognition.Among(found.Tickets, request, line, session.State.Creations.HasMade) is { } made)
        {
            Settle(request, line, made, []);
        }
        else if (answer is RedmineAnswer.MayNotView)
        {
            Refuse(request, line, new(_person!.Language, RefusalReason.OutcomeNotKnown));
        }
        else if (answer is RedmineAnswer.TicketsFound && !WaitsForTheNextStart(request) && clock.GetUtcNow() - _lostAt >= settings.Settle)
        {
            _lostAt = null;
            Send(request, line, line.Sending!.Attempt + 1);
        }
        else
        {
            Pause(request, answer);
        }
    }

    /// <summary>Tries again later, by itself; the person hears what it waits for.</summary>
    private void Pause(CreationState.Request request, RedmineAnswer why)
    {
        WaitsForPerson = why is RedmineAnswer.OwnKeyRefused;
        var waits = CreationReports.Waits(why, _person!.Language);
        if (waits != _waits || (_pause == TimeSpan.Zero && request.Asked.Kind == FormKind.Ticket))
        {
            _waits = waits;
            Show(request.Asked.RequestId);
        }

        _pause = DoublingPause.After(_pause, settings.FirstPause, settings.LongestPause);
        session.Timers.StartSingleTimer(nameof(GoOnNow), GoOnNow.Instance, _pause);
    }

    private void Refuse(CreationState.Request request, CreationState.Line line, Reply.Refusal refusal) =>
        Settle(request, line, null, [RefusalSentences.Of(refusal)], refusal.Reason);

    private void Settle(CreationState.Request request, CreationState.Line line, CreatedTicket? made, IReadOnlyList<string> errors, RefusalReason? refusal = null) =>
        session.Remember([new CreationSettled(request.Asked.RequestId, line.Ticket.Number, made, errors, clock.GetUtcNow()) { Refusal = refusal }], () =>
        {
            _isWorking = false;
            _lostAt = null;
            _waits = null;
            WaitsForPerson = false;
            _pause = TimeSpan.Zero;
            if (made is not null)
                log.Info("{User} has created ticket {Ticket} by request {Request}, line {Line}", user, made.Id, request.Asked.RequestId, line.Ticket.Number);
            var now = session.State.Creations.Find(request.Asked.RequestId)!;
            if (now.Asked.Kind == FormKind.Batch || _posted.Contains(now.Asked.RequestId))
                Show(now.Asked.RequestId);
            if (now.IsFinished)
                Finish(now);
            Work();
        });

    private void Finish(CreationState.Request request)
    {
        var id = request.Asked.RequestId;
        if (request.Asked.Kind == FormKind.Batch)
            return;
        if (!_askers.Remove(id, out var waiting) || waiting.Count == 0)
            Show(id);
        else if (request.IsRefused)
            session.ShowRefused(request, waiting);
        else
            foreach (var asker in waiting)
                asker.Tell(Report(request));
    }

    private void Show(string requestId)
    {
        _posted.Add(requestId);
        Show(new Poster.Show(user, requestId, Report(session.State.Creations.Find(requestId)!)));
    }

    private void Show(Poster.Show show)
    {
        _showing[show.ReplyId] = show;
        poster.Tell(show);
    }

    /// <summary>As if the same had been delivered once more.</summary>
    private static Envelope Waiting(CreationRequested asked, IActorRef asker) =>
        new(new SessionDoor.Command(new Intent.SubmitForm(asked.RequestId, asked.Kind, asked.Values), asked.Origin), asker);

    private Reply.Created Report(CreationState.Request request)
    {
        var person = _person!;
        var report = CreationReports.Of(request, person.Language) with { Waits = request.IsFinished ? null : _waits };
        return new(person.Language, report, person.Today(clock), person.Zone.Id);
    }

    /// <param name="For">What it was asked for with.</param>
    internal sealed record Noted(CreationRequested Request, IActorRef Asker, IReadOnlyCollection<ISessionEvent> Heard, SessionFaults.Work? For) : INoSerializationVerificationNeeded;

    internal sealed record NotNoted(IActorRef Asker) : INoSerializationVerificationNeeded;

    internal sealed record Struck : INoSerializationVerificationNeeded
    {
        public static readonly Struck Instance = new();
    }

    internal sealed record NotStruck(Exception Why) : INoSerializationVerificationNeeded;

    internal sealed record LookWhetherDrained : INoSerializationVerificationNeeded
    {
        public static readonly LookWhetherDrained Instance = new();
    }

    internal sealed record GoOnNow : INoSerializationVerificationNeeded
    {
        public static readonly GoOnNow Instance = new();
    }

    internal sealed record ShowAgain : INoSerializationVerificationNeeded
    {
        public static readonly ShowAgain Instance = new();
    }
}
