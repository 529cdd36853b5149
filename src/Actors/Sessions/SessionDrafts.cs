using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// The steps of a draft, however they were asked for: each ends the turn with what the person sees next.
/// A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionDrafts(
    TimeProvider clock, SessionTurns turns, TurnGathering gathering, SessionQuestions questions, SessionCreations creations, UserSessionActor session)
{
    private ConversationState State => session.State.Conversation;

    /// <param name="text">The person's first words about it; empty for none.</param>
    public void Begin(Turn turn, string draftId, string text)
    {
        gathering.Gather(turn, FormValues.None, context =>
        {
            var (values, unclear) = FirstWords.Of(text, context);
            var quote = turn.Quote;
            if (quote is { IsPublic: true } && values.Text(TicketFormFields.Subject) is null && FirstLine(quote.Text) is { } line)
                values = values.With(TicketFormFields.Subject, line);
            var draft = new Draft(draftId, FormKind.Ticket, values, turn.Origin, clock.GetUtcNow())
            {
                Wanted = text.Trim().Length == 0 && quote is null ? DraftForm.WorthAsking : unclear,
                Quote = quote,
                IsQuoted = quote is { IsPublic: true },
            };
            Open(turn, draft);
        });
    }

    /// <summary>A new draft; what is open gives way, and is offered again.</summary>
    public void Open(Turn turn, Draft draft)
    {
        ISessionEvent[] aside = State.Draft is { } open ? [new DraftPutAside(open.Id, clock.GetUtcNow())] : [];
        session.Remember(aside, () =>
        {
            draft = draft with { Number = State.LastNumber(draft.Id) };
            if (State.Aside is [.., var left])
                turns.Give($"{draft.ReplyId}-left", new Reply.Hint(turn.Person!.Language, TalkHint.UnfinishedDraft, [left.Id, left.Values.Text(TicketFormFields.Subject) ?? ""]));
            questions.Present(turn, draft, null);
        });
    }

    /// <summary>A list is checked at once; one whose lines are right but that lacks something becomes a draft.</summary>
    public void TakeList(Turn turn, string batchId, FormValues values)
    {
        if (session.State.Creations.Find(batchId) is not null)
        {
            turns.End(turn);
            return;
        }

        gathering.GatherList(turn, values, context =>
        {
            var problems = BatchForm.ProblemsOf(context);
            if (BatchForm.IsTooMuch(context))
                session.BoundReached(BoundReached.ListOfTasks);
            if (problems.TryGetValue(BatchForm.Tasks, out var wrong))
                turns.Say(turn, new Reply.NotTaken(context.Language, wrong));
            else if (problems.Count > 0)
                Open(turn, new(batchId, FormKind.Batch, values, turn.Origin, clock.GetUtcNow()));
            else
                questions.ShowList(turn, batchId, values, turn.Origin, context);
        });
    }

    /// <summary>Goes on with what was put aside; what is open gives way.</summary>
    public void Resume(Turn turn, string draftId)
    {
        if (State.Aside.Find(d => d.Id == draftId) is not { } aside)
            turns.End(turn);
        else if (State.Draft is { } open)
            session.Remember([new DraftPutAside(open.Id, clock.GetUtcNow())], () => questions.Present(turn, aside, null));
        else
            questions.Present(turn, aside, null);
    }

    /// <summary>The next question, or the summary, anew.</summary>
    public void Show(Turn turn, Draft draft, string? problem = null) => questions.Present(turn, draft, draft, problem);

    /// <summary>Asks for this field, known or not.</summary>
    public void Ask(Turn turn, Draft draft, string field) => questions.Present(turn, draft, draft, asked: field);

    /// <summary>Whether what the draft is about goes into the ticket.</summary>
    public void Quote(Turn turn, Draft draft, bool isQuoted) => questions.Present(turn, draft with { IsQuoted = isQuoted }, draft, isSamePost: true);

    /// <summary>What was typed for a field.</summary>
    public void Answer(Turn turn, Draft draft, string field, string text)
    {
        if (field == DraftQuestion.WhichField)
        {
            Change(turn, draft, text);
            return;
        }

        gathering.Gather(
            turn,
            draft.Values,
            context => Taken(turn, draft, field, DraftForm.Answer(draft, context, field, text, turn.Person!.Username)),
            withCandidates: draft.AskedKind == FieldKind.Person || field == TicketFormFields.Assignee);
    }

    /// <summary>What was chosen by a button or menu.</summary>
    public void Choose(Turn turn, Draft draft, Intent.AnswerDraft answer)
    {
        if (answer.Field == DraftQuestion.WhichField)
            Ask(turn, draft, answer.Values is [var chosen, ..] ? chosen : DraftQuestion.WhichField);
        else
            gathering.Gather(turn, draft.Values, context => Taken(turn, draft, answer.Field, DraftForm.Choose(draft, context, answer.Field, [.. answer.Values])));
    }

    /// <summary>A word behind the summary: a day, a person, or what nobody understands.</summary>
    public void Tweak(Turn turn, Draft draft, string text)
    {
        var today = turn.Person!.Today(clock);
        if (DateWords.Read(text, today).IsUnderstood)
            Answer(turn, draft, TicketFormFields.DueDate, text);
        else if (TaskSentence.Read(text, today) is { Subject.Length: 0, Assignees: [var login] })
            Answer(turn, draft, TicketFormFields.Assignee, $"@{login}");
        else
            turns.Hint(turn, TalkHint.NotUnderstood);
    }

    /// <param name="rest">The field, and its new value if it was said; empty for neither.</param>
    public void Change(Turn turn, Draft draft, string rest)
    {
        if (rest.Length == 0)
        {
            Ask(turn, draft, DraftQuestion.WhichField);
            return;
        }

        gathering.Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Named(draft, context, rest) is not var (field, value))
                Misunderstood(turn, context.Say["ProblemNoSuchField"]);
            else if (value.Length == 0)
                Ask(turn, draft, field);
            else
                Answer(turn, draft, field, value);
        });
    }

    public void Skip(Turn turn, Draft draft)
    {
        if (draft.Asked is not { } asked || asked == DraftQuestion.WhichField)
        {
            Show(turn, draft);
            return;
        }

        gathering.Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Field(draft, context, asked) is { IsRequired: true })
                Misunderstood(turn, context.Say["ProblemRequired"]);
            else
                questions.Present(turn, Answered(draft, asked) with { Values = draft.Values.With(asked, []) }, draft);
        });
    }

    public void GoBack(Turn turn, Draft draft)
    {
        if (draft.Answered is [.., var last])
            questions.Present(turn, draft with { Answered = [.. draft.Answered.SkipLast(1)] }, draft, asked: last);
        else
            Show(turn, draft);
    }

    public void Drop(Turn turn, Draft draft) =>
        session.Remember([new DraftDropped(draft.Id, turn.Post?.Post, clock.GetUtcNow())], () => questions.SayDropped(turn, draft.ReplyId));

    /// <summary>The summary is confirmed: the draft becomes a request. Where a question stands, or something is missing or another by now, it is asked for.</summary>
    public void Create(Turn turn, Draft draft)
    {
        if (draft.Asked is not null)
        {
            Show(turn, draft);
            return;
        }

        gathering.Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Next(draft, context) is not null || !AssigneesByName.WereShown(TicketForm.PeopleIn(draft.Values), context) || TicketForm.Read(context).Ticket is not { } ticket)
            {
                Show(turn, draft);
                return;
            }

            turn.WhenBegun = () => questions.Close(draft, context, draft.Values);
            RequestedTicket asked = new(1, ticket.Subject, DraftForm.WithQuote(ticket, draft), TicketForm.AssigneeOf(context));
            creations.Begin(
                draft.Id, draft.Kind, context, [asked], draft.Origin, session.Own, State.HeardLast(turn.Post?.Post, draft.Id, clock.GetUtcNow()));
        });
    }

    private static Draft Answered(Draft draft, string field) => draft with
    {
        Answered = [.. draft.Answered.Where(f => f != field), field],
        Wanted = [.. draft.Wanted.Where(f => f != field)],
    };

    private static string? FirstLine(string text) =>
        text.Split('\n').Select(TicketText.OneLine).FirstOrDefault(line => line.Length > 0) is { } line && line.EnumerateRunes().Count() <= TicketFormFields.LongestSubject
            ? line
            : null;

    private void Taken(Turn turn, Draft draft, string field, (FormValues? Values, string? Problem) taken)
    {
        if (taken.Values is { } values)
            questions.Present(turn, Answered(draft, field) with { Values = values }, draft);
        else
            Misunderstood(turn, taken.Problem!);
    }

    /// <summary>What was asked, or shown, still stands.</summary>
    private void Misunderstood(Turn turn, string problem) => turns.Say(turn, new Reply.NotTaken(turn.Person!.Language, problem));
}
