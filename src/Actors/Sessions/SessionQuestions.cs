using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What the person sees of a draft: its next question, its summary, the preview of a list. What is shown is written down first; every
/// method but <see cref="Close"/> ends the turn. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionQuestions(TimeProvider clock, SessionTurns turns, TurnGathering gathering, UserSessionActor session)
{
    /// <summary>The post that the last press led to; null before the first.</summary>
    public string? PressedTo { get; private set; }

    /// <summary>The post that was closed last.</summary>
    private string? _closed;

    /// <summary>The post that was shown last.</summary>
    private string? _shown;

    private ConversationState State => session.State.Conversation;

    /// <summary>Writes down how far it is, then asks the next question or shows the summary.</summary>
    /// <param name="before">What stood until now, to be closed; null for nothing.</param>
    /// <param name="asked">The field to ask for; null for the first that is not known.</param>
    /// <param name="isSamePost">What stands is edited and not closed.</param>
    public void Present(Turn turn, Draft draft, Draft? before, string? problem = null, string? asked = null, bool isSamePost = false)
    {
        gathering.GatherAll(turn, draft, context =>
        {
            var settled = draft with { Values = DraftForm.Settle(draft, context) };
            if (!settled.Values.Equals(draft.Values))
            {
                Present(turn, settled, before, problem, asked, isSamePost);
                return;
            }

            var next = asked is null ? DraftForm.Next(draft, context) : (asked, problem);
            if (next is null && draft.Kind == FormKind.Batch)
            {
                if (before is { Number: > 0 })
                    Close(before, context, draft.Values);
                ShowList(turn, draft.Id, draft.Values, draft.Origin, context);
                return;
            }

            var now = draft with
            {
                Asked = next?.Item1,
                AskedKind = next is var (key, _) ? DraftForm.Field(draft, context, key)?.Kind ?? FieldKind.Choice : null,
                Number = isSamePost ? draft.Number : draft.Number + 1,
                TouchedAt = clock.GetUtcNow(),
            };
            session.Remember([new DraftKept(now, turn.Post?.Post, now.TouchedAt)], () =>
            {
                if (turn.Asker is not null && !isSamePost)
                    PressedTo = now.ReplyId;
                if (before is { Number: > 0 } && !isSamePost)
                    Close(before, context, draft.Values, now.Asked);
                Show(turn, now, context, next?.Item2 ?? problem);
            });
        });
    }

    /// <summary>A list that is right is not asked about any more: its preview is shown, and has its own buttons.</summary>
    public void ShowList(Turn turn, string batchId, FormValues values, Origin origin, TicketFormContext context)
    {
        var (preview, _) = BatchForm.Check(context, batchId);
        var now = clock.GetUtcNow();
        session.Remember(
            [.. State.HeardLast(turn.Post?.Post, batchId, now), BatchForm.Taken(context, batchId, values, origin, now)],
            () => turns.Say(turn, new Reply.BatchChecked(context.Language, preview), batchId));
    }

    /// <summary>What stands of the draft has no buttons any more.</summary>
    /// <param name="values">The draft's by now.</param>
    /// <param name="next">What is asked for after it.</param>
    public void Close(Draft draft, TicketFormContext context, FormValues values, string? next = null)
    {
        _closed = draft.ReplyId;
        turns.Give(draft.ReplyId, draft.Asked is not null && DraftForm.Closed(draft, context, values, next) is { } question
            ? new Reply.Asked(context.Language, question)
            : new Reply.Summary(context.Language, DraftForm.Card(draft, context.With(draft.Values), null) with { IsClosed = true }));
    }

    /// <summary>The message had its effect, but its answer may not have been given: what stands is shown once more, as it is.</summary>
    public void Repeat(Turn turn, string draftId)
    {
        if (State.Draft is { Number: > 0 } draft && draft.Id == draftId)
            gathering.GatherAll(turn, draft, context => Show(turn, draft, context, null));
        else if (session.State.Creations.FindBatch(draftId) is { } list)
            gathering.GatherList(turn, list.Values, context =>
            {
                if (BatchForm.ProblemsOf(context).Count == 0)
                    turns.Say(turn, new Reply.BatchChecked(context.Language, BatchForm.Check(context, draftId).Preview), draftId);
                else
                    turns.End(turn);
            });
        else if (session.State.Creations.Find(draftId) is null && State.Find(draftId) is null && State.LastNumber(draftId) is > 0 and var last)
            SayDropped(turn, Draft.ReplyIdOf(draftId, last));
        else
            CloseConfirmed(turn, draftId, () => turns.End(turn));
    }

    /// <summary>What stood there has no buttons any more.</summary>
    public void SayDropped(Turn turn, string replyId)
    {
        var language = turn.Person!.Language;
        _closed = replyId;
        if (turn.Post is not null)
            turns.Give(replyId, new Reply.Hint(language, TalkHint.WasDropped, []));
        turns.Say(turn, new Reply.Hint(language, TalkHint.DraftDropped, []), turn.Post is null ? replyId : null);
    }

    /// <summary>A button was pressed that should have been gone; killed before that was written into its post, it stood there still.</summary>
    public void CloseLate(Turn turn, string draftId, int number, TalkHint what)
    {
        var replyId = Draft.ReplyIdOf(draftId, number);
        if (replyId == _closed)
            return;
        _closed = replyId;
        turns.Give(replyId, new Reply.Hint(turn.Person!.Language, what, []));
    }

    /// <summary>
    /// A button of an earlier question was pressed. What is asked by now is shown, too: killed right after it was written down, nobody may
    /// have seen it.
    /// </summary>
    public void SayAnswered(Turn turn, Draft draft)
    {
        if (_shown == draft.ReplyId)
        {
            turns.Hint(turn, TalkHint.AlreadyAnswered);
            return;
        }

        gathering.GatherAll(turn, draft, context => Show(turn, draft, context, null, reply =>
        {
            turns.Give(draft.ReplyId, reply);
            turns.Hint(turn, TalkHint.AlreadyAnswered);
        }));
    }

    /// <summary>What became a request has no buttons any more: killed right after that was written down, they may stand there still.</summary>
    /// <param name="afterwards">Ends the turn.</param>
    public void CloseConfirmed(Turn turn, string draftId, Action afterwards)
    {
        var confirmed = State.LastNumber(draftId) is > 0 and var number && session.State.Creations.Find(draftId)?.Asked is { Kind: FormKind.Ticket } asked
            ? new Draft(draftId, asked.Kind, asked.Values, asked.Origin, asked.At) { Number = number }
            : null;
        if (confirmed is null || confirmed.ReplyId == _closed)
        {
            afterwards();
            return;
        }

        gathering.GatherAll(turn, confirmed, context =>
        {
            Close(confirmed, context, confirmed.Values);
            afterwards();
        });
    }

    private void Show(Turn turn, Draft draft, TicketFormContext context, string? problem) =>
        Show(turn, draft, context, problem, reply => turns.Say(turn, reply, draft.ReplyId));

    private void Show(Turn turn, Draft draft, TicketFormContext context, string? problem, Action<Reply> show)
    {
        if (draft.AskedKind == FieldKind.Person && !turn.HasCandidates)
        {
            gathering.Gather(turn, draft.Values, withAll => Show(turn, draft, withAll, problem, show), withCandidates: true);
            return;
        }

        Reply reply = draft.Asked is not null && DraftForm.Question(draft, context, problem) is { } question
            ? new Reply.Asked(context.Language, question)
            : new Reply.Summary(context.Language, DraftForm.Card(draft, context, problem));
        _shown = draft.ReplyId;
        show(reply);
    }
}
