using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// One person. What must be remembered of them are events; links and lists under way live in memory, since who asked asks again.
/// After each <see cref="SessionSettings.SnapshotEvery"/> events the state is stored whole, so that coming back stays fast; the events stay until
/// they are old (<see cref="SessionHistory"/>).
/// Supervision: a bug restarts this session alone and its door goes on (<see cref="SessionFaults"/>); when the database fails, whoever waits is answered
/// <see cref="RefusalReason.StoreAway"/> and the session stops, to be started anew by its door. Who waits for one that can't read its
/// events is answered by the door.
/// </summary>
public sealed class UserSessionActor : ReceivePersistentActor, IWithTimers
{
    private static readonly TimeSpan PersonIsFresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PeopleAnswerWithin = TimeSpan.FromSeconds(40);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly UserId _user;
    private readonly SessionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly IActorRef _people;
    private readonly IActorRef _poster;
    private readonly SessionFaults _faults;
    private readonly SessionCommands _commands;
    private readonly SessionLinks _links;
    private readonly SessionCreations _creations;
    private readonly SessionGathering _gathering;
    private readonly SessionForms _forms;
    private readonly SessionTurns _turns;
    private readonly SessionConversation _conversation;
    private readonly SessionHistory _history;
    private readonly CancellationTokenSource _stopping = new();
    private SessionState _state = SessionState.New;
    private Person? _person;
    private DateTimeOffset _personAt;
    private bool _peopleAsked;
    private bool _restarts;
    private long _tags;

    public UserSessionActor(
        UserId user,
        SessionSettings settings,
        TimeProvider clock,
        IRequiredActor<PeopleDirectory> people,
        IRequiredActor<RedmineGate> redmine,
        IRequiredActor<LinkFormatter> formatter,
        IRequiredActor<Poster> poster,
        IRequiredActor<LinkInbox> inbox,
        IChannelProjects channels,
        IUnfinishedSessions unfinished,
        IHistoryTerms terms,
        IConnectedPeople connected)
    {
        _user = user;
        _settings = settings;
        _clock = clock;
        _people = people.ActorRef;
        _tags = clock.GetTimestamp();
        _faults = new(user, settings, _log, inbox.ActorRef);
        _history = new(user, clock, _log, terms, connected, this, IsBusy, () => _creations!.Abandon());
        _links = new(user, settings, clock, _log, redmine.ActorRef, poster.ActorRef, inbox.ActorRef, this);
        _creations = new(user, settings, clock, _log, redmine.ActorRef, poster.ActorRef, unfinished, this);
        var keys = new SessionKeys(user, settings, _log, connected, _creations, this);
        _commands = new(user, settings, clock, _log, redmine.ActorRef, formatter.ActorRef, _history, keys, this);
        _gathering = new(user, clock, redmine.ActorRef, _people, channels, _creations, this);
        _forms = new(settings, clock, poster.ActorRef, channels, _gathering, _creations, this);
        _turns = new(user, settings, poster.ActorRef, inbox.ActorRef, this);
        _conversation = new(settings, clock, poster.ActorRef, _turns, _gathering, _creations, this);
        _poster = poster.ActorRef;

        Recover<ISessionEvent>(Apply);
        Recover<SnapshotOffer>(offer => _state = SessionState.From((SessionSnapshot)offer.Snapshot));

        Command<LinkInbox.LinkPost>(post =>
        {
            var isNew = false;
            On(new SessionFaults.Work.Post(post), () => isNew = post.Said is null ? _links.Take(post) : _turns.Take(post));
            if (isNew)
                WithPerson();
        });
        Command<SessionDoor.Command>(command =>
        {
            if (SessionForms.Takes(command.Intent) ? _forms.Take(command, Sender)
                : SessionConversation.Takes(command.Intent) ? _turns.Take(command, Sender)
                : _commands.Take(command, Sender))
            {
                WithPerson();
            }
        });
        Command<PeopleDirectory.Resolved>(PersonKnown);
        Command<PeopleDirectory.Unresolved>(unresolved => PersonUnknown(unresolved.Why));
        Command<PeopleSilent>(_ => PersonUnknown(PosterFailure.Away));
        Command<RedmineGate.Answered>(answered =>
        {
            Heard(answered.Answer);
            if (!_creations.Answered(answered) && !_commands.Answered(answered))
                _links.Answered(answered);
        });
        Command<LinkFormatter.Formatted>(_commands.Formatted);
        Command<Poster.LinksWritten>(_links.Written);
        Command<Poster.LinksWanting>(_links.Wanting);
        Command<Poster.PersonTold>(_links.Told);
        Command<Poster.Failed>(Failed);
        Command<Poster.Shown>(shown =>
        {
            if (shown.Request is Poster.Show show)
                _creations.Shown(show);
            else if (shown.Request is Poster.Share { Reply: Reply.CreatedLink } back)
                _creations.LinkedBack(back, null);
            else if (shown.Request is Poster.Share share)
                _forms.Shared(share, null);
        });
        Command<Poster.PostRead>(_conversation.QuoteRead);
        Command<Catalog.Known>(_gathering.Known);
        Command<Catalog.Failed>(failed =>
        {
            Heard(failed.Why);
            _gathering.NotKnown(failed);
        });
        Command<PeopleDirectory.AssigneesFound>(_gathering.Found);
        Command<PeopleDirectory.AssigneesUnknown>(_gathering.NotFound);
        Command<SessionGathering.ChannelProject>(_gathering.ChannelKnown);
        Command<DirectAnswerActor.Given>(given => _turns.Given(given.ReplyId, Sender));
        // What creations answer to the conversation's own requests.
        Command<Reply>(_turns.Begun);
        Command<SessionTurns.Owed>(_turns.GiveOwed);
        Command<SessionForms.ChannelProjectStored>(_forms.ChannelSet);
        Command<SessionForms.StoreAway>(_forms.StoreFailed);
        Command<SessionDoor.Told>(told => _creations.Told(told.RequestId));
        Command<SessionDoor.Wake>(wake => _creations.Woken(wake.Stamp));
        Command<SessionCreations.Noted>(noted => On(noted.For, () => _creations.Begin(noted)));
        Command<SessionCreations.NotNoted>(failed => _creations.NotBegun(failed));
        Command<SessionCreations.Struck>(_ => { });
        Command<SessionCreations.NotStruck>(failed => _log.Warning("What is finished could not be struck from the list: {Why}", failed.Why.GetBaseException().Message));
        Command<SessionCreations.GoOnNow>(_ =>
        {
            _creations.GoOn();
            if (_creations.WaitsForPerson)
                WithPerson();
        });
        Command<SessionCreations.ShowAgain>(_ =>
        {
            _creations.ShowOwed();
            WithPerson();
        });
        Command<Terminated>(ended => _creations.Gone(ended.ActorRef));
        Command<SessionDoor.Drain>(_ => _creations.Drain(Sender));
        Command<SessionCreations.LookWhetherDrained>(_ => _creations.TellDrained());
        Command<Resume>(_ => WithPerson());
        Command<SessionLinks.Retry>(_ =>
        {
            _links.Retried();
            WithPerson();
        });
        Command<SessionLinks.LongWait>(_ =>
        {
            _links.WaitedLong();
            WithPerson();
        });
        Command<SessionLinks.Late>(_ => _links.TellLate());
        Command<SessionKeys.IOutcome>(outcome =>
        {
            _commands.Ended(outcome);
            PersonChanged();
        });
        Command<SessionDoor.Trim>(trim =>
        {
            if (trim.All)
                _history.Confirm();
            else
                _history.Trim(all: false);
        });
        Command<SessionHistory.Confirmed>(confirmed =>
        {
            if (confirmed.IsWanted)
                _history.Trim(all: true);
        });
        Command<SessionHistory.Noted>(_ => { });
        Command<SessionHistory.NotNoted>(_history.TermUnknown);
        Command<SessionHistory.Wanted>(_ =>
        {
            if (!_history.Trim(all: true))
                _commands.ForgottenLater();
        });
        Command<SessionHistory.NotWanted>(_ => _commands.NotForgotten());
        Command<SessionHistory.Done>(done =>
        {
            _history.Trimmed(done);
            if (!done.All)
                return;
            PersonChanged();
            _commands.Forgotten();
        });
        Command<SessionHistory.Failed>(failed => NotTrimmed(failed.Why));
        Command<DeleteMessagesSuccess>(_ => _history.Deleted());
        Command<DeleteMessagesFailure>(failed => NotTrimmed(failed.Cause));
        Command<SaveSnapshotSuccess>(saved => DeleteSnapshots(new(saved.Metadata.SequenceNr - 1)));
        Command<SaveSnapshotFailure>(failed =>
        {
            _log.Warning("The state could not be stored; all events since the last one will be read: {Why}", failed.Cause.GetBaseException().Message);
            NotTrimmed(failed.Cause);
        });
        Command<DeleteSnapshotsSuccess>(deleted => _history.Stored(deleted.Criteria.MaxSequenceNr + 1));
        Command<DeleteSnapshotsFailure>(failed =>
        {
            _log.Warning("Old states could not be removed: {Why}", failed.Cause.GetBaseException().Message);
            NotTrimmed(failed.Cause);
        });
        Command<ReceiveTimeout>(_ =>
        {
            if (_commands.IsEmpty && _links.IsEmpty && _forms.IsEmpty && _creations.IsEmpty && _turns.IsEmpty && _history.IsEmpty)
                Context.Parent.Tell(new Passivate(Stop.Instance));
        });
        Command<Stop>(_ => Context.Stop(Self));
        SetReceiveTimeout(settings.Idle);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId => $"user-{_user}";

    internal SessionState State => _state;

    internal IActorRef Own => Self;

    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>What is worked on at this moment.</summary>
    internal SessionFaults.Work? InHand => _faults.InHand;

    private Language Language => _person?.Language ?? _settings.Language;

    private IEnumerable<Envelope> Held => [.. _turns.Held, .. _links.Held, .. _commands.Held, .. _forms.Held, .. _creations.Held];

    /// <summary>Names a question to somebody else. Answers to a session that has begun anew since then must fit to none of its own.</summary>
    internal long NextTag() => ++_tags;

    /// <summary>Whatever throws meanwhile is the fault of this.</summary>
    internal void On(SessionFaults.Work? work, Action begin) => _faults.On(work, begin);

    internal void BoundReached(string bound) => Context.System.EventStream.Publish(new BoundReached(bound));

    /// <summary>Asks to hear when this one has stopped.</summary>
    internal IActorRef Watched(IActorRef asker) => Context.Watch(asker);

    /// <summary>Sees to it that the answer stands in the person's direct message; a command's is asked for first.</summary>
    /// <param name="instead">Who still tries to give an earlier answer of this name, and must not write it over this one.</param>
    /// <returns>Who sees to it.</returns>
    internal IActorRef Answer(string replyId, Reply? reply, SessionDoor.Command? command, IActorRef? instead)
    {
        if (instead is not null)
            Context.Stop(instead);
        var (user, settings, poster) = (_user, _settings, _poster);
        return Context.ActorOf(command is null
            ? Props.Create(() => new DirectAnswerActor(user, replyId, reply!, settings, poster))
            : Props.Create(() => new DirectAnswerActor(user, replyId, command, settings, poster)));
    }

    /// <summary>What was said has been answered; what it names becomes links.</summary>
    internal void Link(LinkInbox.LinkPost post)
    {
        if (_links.Take(post))
            WithPerson();
    }

    internal void ShowRefused(CreationState.Request request, IEnumerable<IActorRef> askers) => _forms.ShowRefused(request, askers, _person!);

    /// <summary>Stores the state whole.</summary>
    internal void Store() => SaveSnapshot(_state.ToSnapshot());

    /// <summary>Writes the events down, then does <paramref name="afterwards"/>.</summary>
    internal void Remember(IReadOnlyCollection<ISessionEvent> happened, Action? afterwards = null)
    {
        var left = happened.Count;
        var work = _faults.InHand;
        if (left == 0)
            afterwards?.Invoke();
        else
            PersistAll(happened, written => On(work, () =>
            {
                if (written is DraftPutAside && _state.Conversation.Aside.Count == ConversationState.MostAside)
                    BoundReached(Status.BoundReached.DraftsAside);
                Apply(written);
                _history.Written(written);
                if (LastSequenceNr % _settings.SnapshotEvery == 0 && written is not HistoryTrimmed)
                    Store();
                if (--left == 0)
                    afterwards?.Invoke();
            }));
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        _faults.Begin();
        try
        {
            return base.AroundReceive(receive, message);
        }
        catch (Exception why)
        {
            _faults.Failed(why);
            throw;
        }
    }

    /// <summary>The next one hears again, before all else, what this one held. In <c>PreRestart</c> it is too late for the stash.</summary>
    public override void AroundPreRestart(Exception cause, object message)
    {
        _restarts = true;
        _creations.Drop(_faults.Refusal(Language));
        Stash.Prepend(_faults.Spare(Held, Language));
        Stash.UnstashAll();
        base.AroundPreRestart(cause, message);
    }

    protected override void PostStop()
    {
        if (_faults.HasFailed && !_restarts)
            GiveUp();
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    /// <summary>What was begun before a restart goes on without being asked.</summary>
    protected override void OnReplaySuccess()
    {
        base.OnReplaySuccess();
        Context.Parent.Tell(SessionDoor.Recovered.Instance);
        _history.Recovered();
        if (!_state.Creations.IsIdle)
            Self.Tell(Resume.Instance);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // The base class logs; the actor is stopped by Akka after this.
        StoreFails();
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        StoreFails();
        base.OnPersistRejected(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    private void Apply(ISessionEvent happened) => _state = _state.Apply(happened);

    /// <summary>
    /// Goes on at once when it is known who the person is, else as soon as it is. Who can't act is asked about each time: the map may
    /// have them by now.
    /// </summary>
    private void WithPerson()
    {
        if (_person is not null && Refusals.Of(_person) is null && _clock.GetUtcNow() - _personAt < PersonIsFresh)
        {
            Continue(_person);
        }
        else if (!_peopleAsked)
        {
            _peopleAsked = true;
            _people.Tell(new PeopleDirectory.Resolve(_user));
            Timers.StartSingleTimer(nameof(PeopleSilent), PeopleSilent.Instance, PeopleAnswerWithin);
        }
    }

    /// <summary>Who they are in Redmine is asked anew.</summary>
    private void PersonChanged() => _personAt = DateTimeOffset.MinValue;

    /// <summary>Whoever gives another key shall not be refused for the old one.</summary>
    private void Heard(RedmineAnswer answer)
    {
        if (answer is RedmineAnswer.OwnKeyRefused)
            PersonChanged();
    }

    private void Continue(Person person)
    {
        _commands.Continue(person);
        _creations.Continue(person);
        _forms.Continue(person);
        _conversation.Continue(person);
        _links.Continue(person);
    }

    private void StoreFails() => Drop(new(Language, RefusalReason.StoreAway));

    /// <summary>It has failed too often and is not restarted.</summary>
    private void GiveUp()
    {
        var spared = _faults.Spare(Held, Language);
        Drop(_faults.Refusal(Language));
        // The door keeps them for the next one.
        foreach (var post in spared.Select(e => e.Message).OfType<LinkInbox.LinkPost>().Where(p => p.Said is null))
            Context.Parent.Tell(post);
    }

    /// <summary>Whoever waits is told that nothing comes of it.</summary>
    private void Drop(Reply.Refusal refusal)
    {
        Context.Parent.Tell(new SessionDoor.Stops(refusal));
        _commands.RefuseAll(refusal.Reason, refusal.Details);
        _forms.RefuseAll(refusal.Reason, refusal.Details);
        _creations.Drop(refusal);
        _turns.Drop(refusal);
    }

    private void PersonKnown(PeopleDirectory.Resolved resolved)
    {
        PeopleAnswered();
        _person = resolved.Person;
        _personAt = _clock.GetUtcNow();
        Continue(_person);
    }

    private void PersonUnknown(PosterFailure why)
    {
        PeopleAnswered();
        _commands.RefuseAll(RefusalReason.MattermostAway);
        _forms.RefuseAll(RefusalReason.MattermostAway);
        _turns.RefuseAll(RefusalReason.MattermostAway);
        if (!_state.Creations.IsIdle)
            Timers.StartSingleTimer(nameof(Resume), Resume.Instance, _settings.LongestPause);
        if (why == PosterFailure.NotFound)
            _turns.NobodyKnown();
        _links.NobodyKnown(why);
    }

    private void Failed(Poster.Failed failed)
    {
        switch (failed.Request)
        {
            case Poster.Show show:
                _creations.NotShown(show, failed.Why);
                break;
            case Poster.Share { Reply: Reply.CreatedLink } back:
                _creations.LinkedBack(back, failed.Why);
                break;
            case Poster.Share share:
                _forms.Shared(share, failed.Why == PosterFailure.Forbidden ? RefusalReason.MayNotPostThere : RefusalReason.MattermostAway);
                break;
            case Poster.ReadPost read:
                _conversation.QuoteNotRead(read);
                break;
            default:
                _links.Failed(failed);
                break;
        }
    }

    /// <summary>That it is to be done is written down.</summary>
    private void NotTrimmed(Exception why)
    {
        _history.NotTrimmed(why);
        _commands.ForgottenLater();
    }

    /// <summary>Something of the person's is under way that may be written down yet.</summary>
    private bool IsBusy() => _turns.Current is not null || !_forms.IsEmpty || (!_creations.IsEmpty && !_creations.WaitsForPerson);

    private void PeopleAnswered()
    {
        _peopleAsked = false;
        Timers.Cancel(nameof(PeopleSilent));
    }

    private sealed record PeopleSilent : INoSerializationVerificationNeeded
    {
        public static readonly PeopleSilent Instance = new();
    }

    internal sealed record Resume : INoSerializationVerificationNeeded
    {
        public static readonly Resume Instance = new();
    }

    /// <summary>Comes back from the door once it holds further messages for this person.</summary>
    private sealed record Stop : INoSerializationVerificationNeeded
    {
        public static readonly Stop Instance = new();
    }
}
