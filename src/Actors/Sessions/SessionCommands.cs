using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Sessions;

/// <summary>One person's commands under way, each answered once. A part of <see cref="UserSessionActor"/>, called only from its handlers.</summary>
internal sealed class SessionCommands(
    UserId user, SessionSettings settings, TimeProvider clock, ILoggingAdapter log, IActorRef redmine, IActorRef formatter, SessionHistory history, SessionKeys keys, UserSessionActor session)
{
    private const int AtMost = 20;
    private static readonly IReadOnlySet<TicketId> None = new HashSet<TicketId>();

    private readonly Dictionary<long, Pending> _pending = [];
    private Language _language = settings.Language;

    public bool IsEmpty => _pending.Count == 0;

    public IEnumerable<Envelope> Held => _pending.Values.OrderBy(p => p.Tag).Select(p => new Envelope(p.Work.Asked, p.Asker));

    /// <summary>False when it has been refused right away.</summary>
    public bool Take(SessionDoor.Command command, IActorRef asker)
    {
        if (_pending.Count >= AtMost)
        {
            session.BoundReached(BoundReached.SessionCommands);
            asker.Tell(new Reply.Refusal(_language, RefusalReason.BridgeBusy));
            return false;
        }

        var tag = session.NextTag();
        _pending[tag] = new(tag, new(command, asker));
        return true;
    }

    /// <summary>Begins what has not begun yet.</summary>
    public void Continue(Person person)
    {
        _language = person.Language;
        foreach (var pending in _pending.Values.Where(p => p.Person is null).ToArray())
        {
            pending.Person = person;
            session.On(pending.Work, () => Begin(pending, person));
        }
    }

    public void RefuseAll(RefusalReason reason, params IReadOnlyList<string> details)
    {
        foreach (var pending in _pending.Values.ToArray())
            Finish(pending, new Reply.Refusal(_language, reason, details));
    }

    /// <summary>False when it is no answer to a command.</summary>
    public bool Answered(RedmineGate.Answered answered)
    {
        if (answered.Tag is SessionLinks.Tag or SessionCreations.Tag)
            return false;
        if (!_pending.TryGetValue(answered.Tag, out var pending))
            return true;
        session.On(pending.Work, () => GoOn(pending, answered.Answer));
        return true;
    }

    /// <summary>A key was stored or forgotten, or could not be.</summary>
    public void Ended(SessionKeys.IOutcome outcome)
    {
        if (!_pending.TryGetValue(outcome.Tag, out var pending))
            return;
        session.On(pending.Work, () => Finish(pending, outcome switch
        {
            SessionKeys.Stored stored => keys.Answer(stored, _language),
            SessionKeys.Removed removed => keys.Answer(removed, _language),
            SessionKeys.NotDone failed => keys.Answer(failed, _language),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome of keys."),
        }));
    }

    /// <summary>It is written down that it is to be done.</summary>
    public void ForgottenLater() => FinishForgetting(new Reply.Forgotten(_language, IsLater: true));

    public void Forgotten() => FinishForgetting(new Reply.Forgotten(_language, IsLater: false));

    public void NotForgotten() => FinishForgetting(new Reply.Refusal(_language, RefusalReason.StoreAway));

    private void FinishForgetting(Reply reply)
    {
        foreach (var pending in _pending.Values.Where(p => p is { Intent: Intent.ForgetMe, Person: not null }).ToArray())
            Finish(pending, reply);
    }

    private void GoOn(Pending pending, RedmineAnswer answer)
    {
        switch (answer)
        {
            case var _ when pending.Intent is Intent.GiveKey given:
                if (keys.Checked(given, answer, _language, pending.Tag) is { } reply)
                    Finish(pending, reply);
                break;
            case RedmineAnswer.TicketsListed listed:
                Finish(pending, new Reply.Tickets(_language, listed.Page, pending.Person!.Today(clock), pending.Person.Zone.Id));
                break;
            case RedmineAnswer.TicketsSeen seen:
                pending.Visible.UnionWith(seen.Tickets);
                See(pending);
                break;
            default:
                Finish(pending, Refusals.Of(answer, _language));
                break;
        }
    }

    public void Formatted(LinkFormatter.Formatted formatted)
    {
        if (!_pending.TryGetValue(formatted.Tag, out var pending) || pending.Intent is not Intent.LinkText link)
            return;
        session.On(pending.Work, () => Finish(pending, link, formatted.Result));
    }

    private void Finish(Pending pending, Intent.LinkText link, LinkedText result)
    {
        if (result.Outcome == LinkTextOutcome.Failed)
        {
            var fault = settings.NewId();
            log.Error("A text of {User} could not be given its links: fault {Fault}", user, fault);
            Finish(pending, new Reply.Refusal(_language, RefusalReason.OurFault, fault));
            return;
        }

        Finish(pending, result.Outcome switch
        {
            LinkTextOutcome.TooLong => new Reply.Refusal(_language, RefusalReason.TooLong, $"{link.MaxRunes}"),
            _ => new Reply.Linked(_language, result.Text, [.. pending.Asked.Where(t => !pending.Visible.Contains(t))]),
        });
    }

    private static Reply.Help Help(Person person, string? unknown) =>
        new(person.Language, unknown, Refusals.Of(person) is var (reason, detail) ? new(person.Language, reason, detail) : null);

    private void Begin(Pending pending, Person person)
    {
        switch (pending.Intent)
        {
            case Intent.ShowHelp:
                Finish(pending, Help(person, null));
                break;
            case Intent.Unknown unknown:
                Finish(pending, Help(person, unknown.Word));
                break;
            case Intent.Connect or Intent.GiveKey or Intent.Disconnect:
                if (keys.Begin(pending.Intent, person, pending.Tag, call => Ask(pending, call)) is { } reply)
                    Finish(pending, reply);
                break;
            case Intent.ForgetMe:
                history.Forget();
                break;
            case var _ when Refusals.Of(person) is var (reason, details):
                Finish(pending, new Reply.Refusal(_language, reason, details));
                break;
            case Intent.ShowTickets show:
                Ask(pending, new RedmineCall.ListTickets(person.Redmine!, show.List, show.Page, show.PageSize));
                break;
            case Intent.LinkText link:
                pending.Wanted = new(References.Tickets(link.Text));
                if (pending.Wanted.Count == 0)
                    Finish(pending, new Reply.Refusal(_language, RefusalReason.NothingToLink));
                else
                    See(pending);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(pending), pending.Intent, "Not an intent of a session.");
        }
    }

    /// <summary>Looks up what is still to be looked up; then the text gets its links.</summary>
    private void See(Pending pending)
    {
        List<TicketId> next = [];
        while (next.Count < RedmineCall.MaxRows && pending.Wanted.TryDequeue(out var ticket))
            next.Add(ticket);
        pending.Asked.AddRange(next);
        if (next.Count > 0)
        {
            Ask(pending, new RedmineCall.SeeTickets(pending.Person!.Redmine!, next));
        }
        else
        {
            var link = (Intent.LinkText)pending.Intent;
            formatter.Tell(new LinkFormatter.Format(pending.Tag, link.Text, pending.Visible, None, link.MaxRunes));
        }
    }

    private void Ask(Pending pending, RedmineCall call) => redmine.Tell(new RedmineGate.Ask(user, CallKind.Command, call, pending.Tag)
    {
        Traces = [pending.Work.Asked.Origin.Trace],
    });

    private void Finish(Pending pending, Reply reply)
    {
        _pending.Remove(pending.Tag);
        pending.Asker.Tell(reply);
    }

    private sealed class Pending(long tag, SessionFaults.Work.Command work)
    {
        public long Tag { get; } = tag;

        public SessionFaults.Work.Command Work { get; } = work;

        public Intent Intent => Work.Asked.Intent;

        public IActorRef Asker => Work.Asker;

        /// <summary>Null until it has begun.</summary>
        public Person? Person { get; set; }

        public Queue<TicketId> Wanted { get; set; } = new();

        public List<TicketId> Asked { get; } = [];

        public HashSet<TicketId> Visible { get; } = [];
    }
}
