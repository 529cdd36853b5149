using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// The buttons and menus of a conversation. One whose time is over says so and changes nothing.
/// A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionPresses(TimeProvider clock, SessionTurns turns, SessionQuestions questions, SessionDrafts drafts, UserSessionActor session)
{
    private Intent? _last;

    private ConversationState State => session.State.Conversation;

    public void Press(Turn turn)
    {
        switch (turn.Intent)
        {
            case Intent.BeginDraft begin when IsKnown(begin.DraftId):
                turns.End(turn);
                break;
            case Intent.BeginDraft begin:
                drafts.Begin(turn, begin.DraftId, begin.Text);
                break;
            // A form that Redmine refused may come once more.
            case Intent.KeepForm keep when State.Find(keep.FormId) is not null || session.State.Creations.Find(keep.FormId) is { IsRefused: false }:
                turns.End(turn);
                break;
            case Intent.KeepForm { Kind: FormKind.Ticket } keep:
                drafts.Open(turn, new(keep.FormId, keep.Kind, keep.Values, turn.Origin, clock.GetUtcNow()));
                break;
            case Intent.KeepForm keep:
                drafts.TakeList(turn, keep.FormId, keep.Values);
                break;
            case Intent.MoveDraft { Move: DraftMove.Resume } resume:
                drafts.Resume(turn, resume.DraftId);
                break;
            case Intent.AnswerDraft answer when Pressed(turn, answer.DraftId, answer.Number) is { } draft:
                drafts.Choose(turn, draft, answer);
                break;
            case Intent.MoveDraft move when Pressed(turn, move.DraftId, move.Number) is { } draft:
                Move(turn, draft, move.Move);
                break;
        }
    }

    private bool IsKnown(string draftId) => State.Find(draftId) is not null || session.State.Creations.Find(draftId) is not null;

    /// <summary>Null when the button's time is over; then the turn has ended.</summary>
    private Draft? Pressed(Turn turn, string draftId, int number)
    {
        if (State.Draft is { } draft && draft.Id == draftId && draft.Number == number)
        {
            _last = turn.Intent;
            return draft;
        }

        if (IsSame(_last, turn.Intent))
            turns.End(turn);
        else if (session.State.Creations.Find(draftId) is not null)
            Confirmed(turn, draftId, number);
        else if (State.Aside.Find(d => d.Id == draftId) is { } aside)
            PutAside(turn, aside, number);
        else if (State.Draft is { } current && current.Id == draftId)
            Answered(turn, current, number);
        else
            NoDraft(turn, draftId, number);
        return null;
    }

    /// <summary>It can be given up where it lies; anything else is done once it goes on.</summary>
    private void PutAside(Turn turn, Draft aside, int number)
    {
        if (turn.Intent is not Intent.MoveDraft { Move: DraftMove.Cancel })
        {
            turns.Hint(turn, TalkHint.UnfinishedDraft, aside.Id, aside.Values.Text(TicketFormFields.Subject) ?? "");
            return;
        }

        if (number < aside.Number)
            questions.CloseLate(turn, aside.Id, number, TalkHint.DraftDropped);
        drafts.Drop(turn, aside);
    }

    private void Answered(Turn turn, Draft draft, int number)
    {
        if (number < draft.Number)
            questions.CloseLate(turn, draft.Id, number, TalkHint.AlreadyAnswered);
        questions.SayAnswered(turn, draft);
    }

    /// <summary>Who wants just that has it, who wants something else comes too late.</summary>
    private void Confirmed(Turn turn, string draftId, int number)
    {
        if (number < State.LastNumber(draftId))
            questions.CloseLate(turn, draftId, number, TalkHint.AlreadyAnswered);
        questions.CloseConfirmed(turn, draftId, () =>
        {
            if (turn.Intent is Intent.MoveDraft { Move: DraftMove.Create })
                turns.End(turn);
            else
                turns.Hint(turn, TalkHint.AlreadyAnswered);
        });
    }

    private void NoDraft(Turn turn, string draftId, int number)
    {
        if (number > 0 && number <= State.LastNumber(draftId))
            questions.CloseLate(turn, draftId, number, TalkHint.DraftDropped);
        turns.Hint(turn, TalkHint.NoDraft);
    }

    /// <summary>A second press of the same is nothing new; of another, it has come too late.</summary>
    private static bool IsSame(Intent? before, Intent? now) => before is Intent.AnswerDraft a && now is Intent.AnswerDraft b
        ? (a.DraftId, a.Number, a.Field) == (b.DraftId, b.Number, b.Field) && a.Values.SequenceEqual(b.Values)
        : Equals(before, now);

    private void Move(Turn turn, Draft draft, DraftMove move)
    {
        switch (move)
        {
            case DraftMove.Create:
                drafts.Create(turn, draft);
                break;
            case DraftMove.Change:
                drafts.Ask(turn, draft, DraftQuestion.WhichField);
                break;
            case DraftMove.Cancel:
                drafts.Drop(turn, draft);
                break;
            case DraftMove.Skip:
                drafts.Skip(turn, draft);
                break;
            case DraftMove.Back:
                drafts.GoBack(turn, draft);
                break;
            case DraftMove.Quote or DraftMove.LeaveQuote:
                drafts.Quote(turn, draft, isQuoted: move == DraftMove.Quote);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(move), move, "Not a step in a draft.");
        }
    }
}
