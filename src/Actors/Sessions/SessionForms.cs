using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// One person's forms under way: has gathered what a form is made of or checked against, answers, and hands what is confirmed to
/// <see cref="SessionCreations"/>. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionForms(
    SessionSettings settings, TimeProvider clock, IActorRef poster, IChannelProjects channels, SessionGathering gathering, SessionCreations creations, UserSessionActor session)
{
    private const int AtMost = 20;

    private readonly Dictionary<long, Pending> _pending = [];

    public bool IsEmpty => _pending.Count == 0;

    public IEnumerable<Envelope> Held => _pending.Values.OrderBy(p => p.Tag).Select(p => new Envelope(p.Work.Asked, p.Asker));

    public static bool Takes(Intent intent) => intent is Intent.OpenForm or Intent.RefreshForm or Intent.FindChoices or Intent.SubmitForm
        or Intent.CreateBatch or Intent.CorrectForm or Intent.ShareCreated or Intent.SetChannelProject;

    /// <summary>False when it has been refused right away.</summary>
    public bool Take(SessionDoor.Command command, IActorRef asker)
    {
        if (_pending.Count >= AtMost)
        {
            session.BoundReached(BoundReached.SessionForms);
            asker.Tell(new Reply.Refusal(settings.Language, RefusalReason.BridgeBusy));
            return false;
        }

        Add(command, asker);
        return true;
    }

    /// <summary>Begins what has not begun yet.</summary>
    public void Continue(Person person)
    {
        foreach (var pending in _pending.Values.Where(p => p.Person is null).ToArray())
        {
            pending.Person = person;
            session.On(pending.Work, () => Begin(pending, person));
        }
    }

    public void RefuseAll(RefusalReason reason, params IReadOnlyList<string> details)
    {
        foreach (var pending in _pending.Values.ToArray())
            Refuse(pending, reason, details);
    }

    /// <summary>Redmine refused a ticket: its form comes back to who waits, filled and with what Redmine said.</summary>
    public void ShowRefused(CreationState.Request request, IEnumerable<IActorRef> askers, Person person)
    {
        foreach (var asker in askers)
        {
            var pending = Add(new(new Intent.CorrectForm(request.Asked.RequestId), request.Asked.Origin), asker);
            pending.Person = person;
            session.On(pending.Work, () => Begin(pending, person));
        }
    }

    public void ChannelSet(ChannelProjectStored stored)
    {
        if (_pending.TryGetValue(stored.Tag, out var pending))
            Answer(pending, new Reply.ChannelProjectSet(pending.Person!.Language, stored.Project, IsChanged: true));
    }

    public void StoreFailed(StoreAway failed)
    {
        if (_pending.TryGetValue(failed.Tag, out var pending))
            Refuse(pending, RefusalReason.StoreAway);
    }

    public void Shared(Poster.Share share, RefusalReason? failure)
    {
        if (_pending.Values.FirstOrDefault(p => ReferenceEquals(p.Sharing, share)) is not { } pending)
            return;
        if (failure is { } reason)
            Refuse(pending, reason);
        else
            Answer(pending, new Reply.Shared(pending.Person!.Language));
    }

    private Pending Add(SessionDoor.Command command, IActorRef asker)
    {
        var tag = session.NextTag();
        return _pending[tag] = new(tag, new(command, asker));
    }

    private void Begin(Pending pending, Person person)
    {
        if (Refusals.Of(person) is var (reason, detail))
        {
            Refuse(pending, reason, detail);
            return;
        }

        var known = session.State.Creations;
        switch (pending.Intent)
        {
            case Intent.SubmitForm submit when known.Find(submit.FormId) is { IsRefused: false }:
                Done(pending);
                creations.Attach(submit.FormId, pending.Asker);
                break;
            case Intent.CreateBatch create when known.Find(create.BatchId) is not null:
                Done(pending);
                creations.Attach(create.BatchId, pending.Asker);
                break;
            case Intent.CreateBatch create when known.FindBatch(create.BatchId) is { } batch:
                Read(pending, FormKind.Batch, batch.Values);
                break;
            case Intent.CorrectForm correct when known.FindBatch(correct.FormId) is { } batch:
                Read(pending, FormKind.Batch, batch.Values);
                break;
            case Intent.CorrectForm correct when known.Find(correct.FormId) is { IsRefused: true } refused:
                Read(pending, FormKind.Ticket, refused.Asked.Values);
                break;
            case Intent.CreateBatch or Intent.CorrectForm:
                Refuse(pending, RefusalReason.FormExpired);
                break;
            case Intent.OpenForm open:
                Read(pending, open.Kind, open.Text.Trim() is { Length: > 0 } text
                    ? FormValues.None.With(open.Kind == FormKind.Batch ? BatchForm.Tasks : TicketFormFields.Subject, text)
                    : FormValues.None);
                break;
            case Intent.RefreshForm refresh:
                Read(pending, refresh.Kind, refresh.Values);
                break;
            case Intent.FindChoices find:
                Read(pending, find.Kind, find.Values);
                break;
            case Intent.SubmitForm submit:
                Read(pending, submit.Kind, submit.Values);
                break;
            case Intent.ShareCreated share:
                Share(pending, share, person);
                break;
            case Intent.SetChannelProject { MayManage: false, Project.Length: > 0 }:
                Refuse(pending, RefusalReason.NotChannelAdmin);
                break;
            case Intent.SetChannelProject:
                Read(pending, FormKind.Ticket, FormValues.None);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(pending), pending.Intent, "Not an intent of forms.");
        }
    }

    private void Read(Pending pending, FormKind kind, FormValues values)
    {
        pending.Kind = kind;
        pending.Values = values;
        // Whether somebody can be assigned is asked only when it matters.
        gathering.Gather(new(pending.Person!, pending.Origin.Channel, values, isChecked: pending.Intent is Intent.SubmitForm or Intent.CreateBatch)
        {
            For = pending.Work,
            People = WantedPeople(pending),
            Ready = context =>
            {
                if (_pending.ContainsKey(pending.Tag))
                    Finish(pending, context);
            },
            Refused = refusal => Answer(pending, refusal),
        });
    }

    private IReadOnlyList<string> WantedPeople(Pending pending) => pending.Intent is Intent.FindChoices ? []
        : pending.Kind == FormKind.Ticket ? TicketForm.PeopleIn(pending.Values)
        : pending.Intent is not (Intent.SubmitForm or Intent.CreateBatch) ? []
        : BatchForm.PeopleIn(pending.Values, pending.Person!.Today(clock));

    private void Finish(Pending pending, TicketFormContext context)
    {
        switch (pending.Intent)
        {
            case Intent.SubmitForm or Intent.CreateBatch when context.IsProjectGone:
                ShowWithout(pending, context);
                break;
            case Intent.OpenForm open:
                Show(pending, open.Kind == FormKind.Batch ? BatchForm.Show(context, settings.NewId()) : TicketForm.Show(context, settings.NewId()));
                break;
            case Intent.RefreshForm refresh:
                Show(pending, refresh.Kind == FormKind.Batch ? BatchForm.Show(context, refresh.FormId) : TicketForm.Show(context, refresh.FormId));
                break;
            case Intent.FindChoices find:
                Answer(pending, new Reply.ChoicesFound(context.Language, TicketForm.Find(context, find.Field, find.Query)));
                break;
            case Intent.SubmitForm { Kind: FormKind.Ticket } submit:
                Submit(pending, submit, context);
                break;
            case Intent.SubmitForm submit:
                Preview(pending, submit, context);
                break;
            case Intent.CreateBatch create:
                Create(pending, create.BatchId, context);
                break;
            case Intent.CorrectForm correct:
                Correct(pending, correct, context);
                break;
            case Intent.SetChannelProject set:
                SetProject(pending, set, context);
                break;
        }
    }

    private void Submit(Pending pending, Intent.SubmitForm submit, TicketFormContext context)
    {
        var reading = TicketForm.Read(context);
        if (reading.Ticket is not { } ticket)
        {
            Show(pending, TicketForm.Show(context, submit.FormId, reading.Problems) with { IsChanged = reading.IsForAnother });
            return;
        }

        if (AssigneesByName.Of(TicketForm.PeopleIn(context.Values), context).Count > 0)
        {
            // A form has no place to ask whether they are who they seem to be; the summary in the direct message has.
            if (Done(pending))
                session.Own.Tell(new SessionDoor.Command(new Intent.KeepForm(submit.FormId, submit.Kind, submit.Values) { IsInTime = true }, pending.Origin), pending.Asker);
            return;
        }

        Request(pending, submit.FormId, context, [new(1, ticket.Subject, ticket, TicketForm.AssigneeOf(context))]);
    }

    private void Preview(Pending pending, Intent.SubmitForm submit, TicketFormContext context)
    {
        var problems = BatchForm.ProblemsOf(context);
        if (BatchForm.IsTooMuch(context))
            session.BoundReached(BoundReached.ListOfTasks);
        if (problems.Count > 0)
        {
            Show(pending, BatchForm.Show(context, submit.FormId, problems));
            return;
        }

        ShowPreview(pending, submit.FormId, pending.Origin, context);
    }

    private void ShowPreview(Pending pending, string batchId, Origin origin, TicketFormContext context)
    {
        var (preview, _) = BatchForm.Check(context, batchId);
        session.Remember([BatchForm.Taken(context, batchId, pending.Values, origin, clock.GetUtcNow())], () =>
        {
            creations.ShowPreview(preview);
            Answer(pending, new Reply.BatchTaken(context.Language, batchId));
        });
    }

    private void Create(Pending pending, string batchId, TicketFormContext context)
    {
        if (BatchForm.ProblemsOf(context).Count > 0)
        {
            Show(pending, BatchForm.Show(context, batchId, BatchForm.ProblemsOf(context)));
            return;
        }

        var (_, tickets) = BatchForm.Check(context, batchId);
        if (tickets.Count > 0 && BatchForm.WasShown(context))
            Request(pending, batchId, context, tickets);
        else
            ShowPreview(pending, batchId, OriginOf(batchId, pending), context);
    }

    private void Request(Pending pending, string requestId, TicketFormContext context, IReadOnlyList<RequestedTicket> tickets)
    {
        Done(pending);
        creations.Begin(requestId, pending.Kind, context, tickets, OriginOf(requestId, pending), pending.Asker);
    }

    /// <summary>A list's is where it was given.</summary>
    private Origin OriginOf(string requestId, Pending pending) => session.State.Creations.FindBatch(requestId)?.Origin ?? pending.Origin;

    private void Correct(Pending pending, Intent.CorrectForm correct, TicketFormContext context)
    {
        if (pending.Kind == FormKind.Batch)
        {
            Show(pending, BatchForm.Show(context, correct.FormId));
            return;
        }

        if (session.State.Creations.Find(correct.FormId) is not { Lines: [var line, ..] })
        {
            Refuse(pending, RefusalReason.FormExpired);
            return;
        }

        Show(pending, TicketForm.ShowRefused(context, correct.FormId, line.Errors, line.Refusal));
        creations.Told(correct.FormId);
    }

    /// <summary>The project that was chosen takes no tickets of this person any more; all else stays as it was filled in.</summary>
    private void ShowWithout(Pending pending, TicketFormContext context)
    {
        var problems = new Dictionary<string, string> { [TicketFormFields.Project] = context.Say[nameof(RefusalReason.ProjectGone)] };
        var id = pending.Intent switch { Intent.SubmitForm submit => submit.FormId, var create => ((Intent.CreateBatch)create).BatchId };
        Show(pending, pending.Kind == FormKind.Batch ? BatchForm.Show(context, id, problems) : TicketForm.Show(context, id, problems));
    }

    private void Share(Pending pending, Intent.ShareCreated share, Person person)
    {
        if (session.State.Creations.Find(share.RequestId) is not { } request)
        {
            Refuse(pending, RefusalReason.FormExpired);
            return;
        }

        var report = CreationReports.Of(request, person.Language);
        if (!report.Created.Any())
        {
            Refuse(pending, RefusalReason.NothingToShare);
        }
        else if (request.Asked.Origin.Channel.Value.Length == 0)
        {
            // The door could not tell where it was asked for: the bot may not know that place.
            Refuse(pending, RefusalReason.MayNotPostThere);
        }
        else if (report.IsPrivate && !share.IsSure)
        {
            Answer(pending, new Reply.ShareDoubted(person.Language, share.RequestId, report.Project));
        }
        else
        {
            var place = new PostPlace(request.Asked.Origin.Channel, request.Asked.Origin.Root);
            pending.Sharing = new(place, $"share-{share.RequestId}", new Reply.Created(settings.Language, report, person.Today(clock), person.Zone.Id));
            poster.Tell(pending.Sharing);
        }
    }

    private void SetProject(Pending pending, Intent.SetChannelProject set, TicketFormContext context)
    {
        var wanted = set.Project.Trim();
        var known = context.Choices.Projects;
        if (wanted.Length == 0)
        {
            Answer(pending, new Reply.ChannelProjectSet(
                context.Language, context.ChannelProject is { } id ? context.Choices.FindProject(id)?.Name : null, IsChanged: false));
            return;
        }

        var project = known.FirstOrDefault(p => p.Identifier.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(p => p.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (project is null && wanted != "-")
        {
            Refuse(pending, RefusalReason.NoSuchProject, wanted);
            return;
        }

        var tag = pending.Tag;
        channels.SetAsync(pending.Origin.Channel, project?.Id, session.Stopping).PipeTo(
            session.Own, success: () => new ChannelProjectStored(tag, project?.Name), failure: _ => new StoreAway(tag));
    }

    private void Show(Pending pending, Form form) => Answer(pending, new Reply.FormShown(pending.Person!.Language, form));

    private void Refuse(Pending pending, RefusalReason reason, params IEnumerable<string> details) =>
        Answer(pending, new Reply.Refusal(pending.Person?.Language ?? settings.Language, reason, details));

    /// <summary>Once: who has been refused meanwhile hears no more.</summary>
    private void Answer(Pending pending, Reply reply)
    {
        if (Done(pending))
            pending.Asker.Tell(reply);
    }

    private bool Done(Pending pending) => _pending.Remove(pending.Tag);

    internal sealed record ChannelProjectStored(long Tag, string? Project) : INoSerializationVerificationNeeded;

    internal sealed record StoreAway(long Tag) : INoSerializationVerificationNeeded;

    private sealed class Pending(long tag, SessionFaults.Work.Command work)
    {
        public long Tag { get; } = tag;

        public SessionFaults.Work.Command Work { get; } = work;

        public Intent Intent => Work.Asked.Intent;

        public Origin Origin => Work.Asked.Origin;

        public IActorRef Asker => Work.Asker;

        /// <summary>Null until it has begun.</summary>
        public Person? Person { get; set; }

        public FormKind Kind { get; set; }

        public FormValues Values { get; set; } = FormValues.None;

        public Poster.Share? Sharing { get; set; }
    }
}
