using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What one person says to the bot, one message or button after the other: a draft is asked for field by field, a list is checked, a
/// command is answered beside it. A message has ended when its answer stands in the direct message; until then it comes again, and one
/// whose effect is written down is only answered once more. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionConversation(
    UserId user, SessionSettings settings, TimeProvider clock, IActorRef poster, IActorRef inbox, SessionGathering gathering, SessionCreations creations, UserSessionActor session)
{
    /// <summary>Beyond these the inbox keeps what is said.</summary>
    private const int AtMost = 40;

    /// <summary>A consent that comes later is not taken: the person may have meant another summary, or changed their mind.</summary>
    private static readonly TimeSpan ConsentHolds = TimeSpan.FromMinutes(10);

    private readonly Queue<Turn> _waiting = [];
    private readonly Dictionary<string, (LinkInbox.LinkPost? Post, IActorRef By)> _answering = [];
    private Turn? _turn;
    private (string Draft, int Number) _pressed;

    public bool IsEmpty => _turn is null && _waiting.Count == 0 && _answering.Count == 0;

    public static bool Takes(Intent intent) => intent is Intent.BeginDraft or Intent.AnswerDraft or Intent.MoveDraft or Intent.KeepForm;

    /// <summary>False when there is nothing to do for now: it is held already.</summary>
    public bool Take(LinkInbox.LinkPost post)
    {
        if (Held.Any(p => p.Post == post.Post))
        {
            inbox.Tell(new LinkInbox.Waiting(post.Post, post.EditAt));
            return _turn is null;
        }

        if (_waiting.Count >= AtMost)
            return false;
        _waiting.Enqueue(new(post, new(Door.DirectMessage, user, post.Place.Channel, post.Place.Root)));
        return true;
    }

    /// <summary>False when it has been refused right away.</summary>
    public bool Take(SessionDoor.Command command, IActorRef asker)
    {
        if (_waiting.Count >= AtMost)
        {
            asker.Tell(new Reply.Refusal(settings.Language, RefusalReason.BridgeBusy));
            return false;
        }

        _waiting.Enqueue(new(command.Intent, asker, command.Origin));
        return true;
    }

    public void Continue(Person person)
    {
        if (_turn is not null || !_waiting.TryDequeue(out _turn))
            return;
        _turn.Person = person;
        Age(_turn);
    }

    /// <summary>Nobody can be answered now: those who pressed a button hear why, what was said is held.</summary>
    public void RefuseAll(RefusalReason reason)
    {
        Turn[] all = _turn is null ? [.. _waiting] : [_turn, .. _waiting];
        foreach (var turn in all)
            turn.Asker?.Tell(new Reply.Refusal(turn.Person?.Language ?? settings.Language, reason));
        // What was about to be written down has not been; the person says it again, so it must not come again.
        if (reason == RefusalReason.StoreAway && _turn is { Post: { } post, Person: { } person })
        {
            poster.Tell(new Poster.Show(user, AnswerTo(post), new Reply.Refusal(person.Language, reason)));
            Done(post, LinkOutcome.Refused);
        }

        var left = all.Where(t => t.Post is not null && !(reason == RefusalReason.StoreAway && t == _turn)).ToArray();
        _turn = null;
        _waiting.Clear();
        foreach (var turn in left)
            _waiting.Enqueue(turn);
    }

    /// <summary>Mattermost doesn't know who says this.</summary>
    public void NobodyKnown()
    {
        foreach (var turn in _waiting)
            Done(turn.Post!, LinkOutcome.Nothing);
        _waiting.Clear();
    }

    /// <summary>An answer stands in the direct message.</summary>
    public void Given(string replyId, IActorRef by)
    {
        if (!_answering.TryGetValue(replyId, out var answer) || !answer.By.Equals(by))
            return;
        _answering.Remove(replyId);
        if (answer.Post is { } post)
            Ended(post);
    }

    /// <summary>What was confirmed is written down, or could not be.</summary>
    public void Begun(Reply reply)
    {
        if (_turn is not { } turn)
            return;
        if (reply is Reply.Refusal refusal)
            Refuse(turn, refusal);
        else
            End(turn);
    }

    public void QuoteRead(Poster.PostRead read)
    {
        if (_turn is not { Person: not null, Post: { Said: { } said } post } turn || read.Request.Post != (post.Place.Root ?? post.Post))
            return;
        turn.Origin = turn.Origin with { Link = read.Link };
        if (post.Place.Root is not null && read.Text is { Length: > 0 } text)
            turn.Quote = new(read.Author ?? "?", text, said.Where == SaidIn.PublicChannel);
        Begin(turn, $"post-{post.Post}", turn.MentionText!);
    }

    /// <summary>The thread can't be read: it goes on without a quote.</summary>
    public void QuoteNotRead(Poster.ReadPost request)
    {
        if (_turn is { Person: not null, Post: { } post } turn && request.Post == (post.Place.Root ?? post.Post))
            Begin(turn, $"post-{post.Post}", turn.MentionText!);
    }

    private ConversationState State => session.State.Conversation;

    private IEnumerable<LinkInbox.LinkPost> Held =>
        _waiting.Append(_turn).Select(t => t?.Post).Concat(_answering.Values.Select(a => a.Post)).OfType<LinkInbox.LinkPost>();

    private static string AnswerTo(LinkInbox.LinkPost post) => $"said-{post.Post}";

    /// <summary>A draft left alone for a day does not take what is said now for an answer.</summary>
    private void Age(Turn turn)
    {
        var now = clock.GetUtcNow();
        if (State.Draft is { } old && now - old.TouchedAt > ConversationState.Patience && !(turn.Intent is not null && IsAbout(turn.Intent, old)))
            session.Remember([new DraftPutAside(old.Id, now)], () => Hear(turn));
        else
            Hear(turn);
    }

    private static bool IsAbout(Intent intent, Draft draft) =>
        intent is Intent.AnswerDraft answer ? answer.DraftId == draft.Id : intent is Intent.MoveDraft move && move.DraftId == draft.Id;

    private void Hear(Turn turn)
    {
        if (turn.Post is { } post)
            Hear(turn, post);
        else if (Refusals.Of(turn.Person!) is var (reason, detail))
            Refuse(turn, new(turn.Person!.Language, reason, detail));
        else
            Press(turn);
    }

    // What is said

    private void Hear(Turn turn, LinkInbox.LinkPost post)
    {
        if (State.AnsweredWith(post.Post) is { } draftId)
        {
            Repeat(turn, draftId);
            return;
        }

        var said = post.Said!;
        var isMention = said.Where != SaidIn.DirectMessage;
        var draft = isMention ? null : State.Draft;
        var talk = Talk.Of(said.Text, draft?.AskedKind, turn.Person!.Today(clock));
        // Whoever mentions the bot in a thread and says no more means what the thread is about.
        if (isMention && said.Text.Length == 0)
            talk = post.Place.Root is null ? new Talk.Command(new(CommandWord.Help, "", "")) : new Talk.Task("");
        if (draft is { AskedKind: FieldKind.Choice or FieldKind.SeveralChoices } && talk is Talk.Command { Said: { Rest: "" } word } && !IsOfTalk(word.Word) && Refusals.Of(turn.Person) is null)
            Gather(turn, draft.Values, context => Hear(turn, post, draft, DraftForm.IsNamed(draft, context, said.Text) ? new Talk.Other(said.Text) : talk, isMention));
        else
            Hear(turn, post, draft, talk, isMention);
    }

    /// <summary>Words that mean something only as an answer are that, whatever the choices are called.</summary>
    private static bool IsOfTalk(CommandWord word) => word is CommandWord.Yes or CommandWord.No or CommandWord.Cancel or CommandWord.Back
        or CommandWord.Skip or CommandWord.Show or CommandWord.Change or CommandWord.Reschedule;

    private void Hear(Turn turn, LinkInbox.LinkPost post, Draft? draft, Talk talk, bool isMention)
    {
        if (talk is Talk.Small or Talk.Reference || !turn.Person!.MayAct)
            End(turn);
        else if (talk is Talk.Command command && Beside(command.Said) is { } intent)
            AnswerBeside(turn, post, intent);
        else if (Refusals.Of(turn.Person) is var (reason, detail))
            Refuse(turn, new(turn.Person.Language, reason, detail));
        else if (talk is Talk.List list)
            TakeList(turn, $"post-{post.Post}", FormValues.None.With(BatchForm.Tasks, list.Text));
        else if (isMention)
            HearMention(turn, post, talk);
        else
            Hear(turn, post, draft, talk);
    }

    private void HearMention(Turn turn, LinkInbox.LinkPost post, Talk talk)
    {
        turn.Origin = turn.Origin with { Door = Door.Mention, Root = post.Place.Root ?? post.Post };
        turn.MentionText = talk is Talk.Command { Said: { Word: CommandWord.New, Rest: var rest } } ? rest : post.Said!.Text;
        poster.Tell(new Poster.ReadPost(post.Place.Root ?? post.Post), session.Own);
    }

    private void Hear(Turn turn, LinkInbox.LinkPost post, Draft? draft, Talk talk)
    {
        switch (talk)
        {
            case Talk.Command command:
                Obey(turn, post, draft, command.Said);
                break;
            case Talk.Task task when draft is null:
                Begin(turn, $"post-{post.Post}", task.Text);
                break;
            case Talk.Task or Talk.Other when draft is { Asked: { } asked }:
                Answer(turn, draft, asked, post.Said!.Text);
                break;
            case Talk.Task or Talk.Other when draft is not null:
                Tweak(turn, draft, post.Said!.Text);
                break;
            default:
                Hint(turn, TalkHint.Offer, $"post-{post.Post}", post.Said!.Text);
                break;
        }
    }

    /// <summary>What a command asks for that has nothing to do with a draft; null for all others.</summary>
    private Intent? Beside(SaidCommand said) => said.Word switch
    {
        CommandWord.Project => null,
        CommandWord.Help or CommandWord.Mine or CommandWord.Created or CommandWord.Link => CommandIntents.Of(said, settings.RowsOfTable, settings.LongestMessage),
        _ => null,
    };

    private void AnswerBeside(Turn turn, LinkInbox.LinkPost post, Intent intent)
    {
        Give(AnswerTo(post), post, reply: null, new SessionDoor.Command(intent, turn.Origin));
        Release(turn);
    }

    private void Obey(Turn turn, LinkInbox.LinkPost post, Draft? draft, SaidCommand said)
    {
        switch (said.Word)
        {
            case CommandWord.New:
                Begin(turn, $"post-{post.Post}", said.Rest);
                break;
            case CommandWord.Batch:
                Hint(turn, TalkHint.PasteList);
                break;
            case CommandWord.Project:
                Refuse(turn, new(turn.Person!.Language, RefusalReason.NoChannelHere));
                break;
            case CommandWord.Yes or CommandWord.No when draft is null:
                End(turn);
                break;
            case var _ when draft is null:
                Hint(turn, TalkHint.NoDraft);
                break;
            case CommandWord.Yes when draft.Asked is null:
                if (clock.GetUtcNow() - post.WrittenAt > ConsentHolds)
                    Present(turn, draft, draft, problem: Sentences.In(turn.Person!.Language)["ConsentIsOld"]);
                else
                    Create(turn, draft);
                break;
            case CommandWord.No when draft.Asked is null:
                Ask(turn, draft, DraftQuestion.WhichField, null);
                break;
            case CommandWord.Yes or CommandWord.No:
                Answer(turn, draft, draft.Asked!, post.Said!.Text);
                break;
            case CommandWord.Cancel:
                Drop(turn, draft);
                break;
            case CommandWord.Back:
                GoBack(turn, draft);
                break;
            case CommandWord.Skip:
                Skip(turn, draft);
                break;
            case CommandWord.Show:
                Present(turn, draft, draft);
                break;
            case CommandWord.Change:
                Change(turn, draft, said.Rest);
                break;
            case CommandWord.Reschedule when said.Rest.Length == 0:
                Ask(turn, draft, TicketFormFields.DueDate, null);
                break;
            case CommandWord.Reschedule:
                Answer(turn, draft, TicketFormFields.DueDate, said.Rest);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(said), said.Word, "Not a word of a conversation.");
        }
    }

    // What is pressed

    private void Press(Turn turn)
    {
        switch (turn.Intent)
        {
            case Intent.BeginDraft begin when State.Find(begin.DraftId) is not null || session.State.Creations.Find(begin.DraftId) is not null:
                GoOn(turn);
                break;
            case Intent.BeginDraft begin:
                Begin(turn, begin.DraftId, begin.Text);
                break;
            case Intent.KeepForm keep when State.Find(keep.FormId) is not null || session.State.Creations.Find(keep.FormId) is not null:
                GoOn(turn);
                break;
            case Intent.KeepForm { Kind: FormKind.Ticket } keep:
                Open(turn, new(keep.FormId, keep.Kind, keep.Values, turn.Origin, clock.GetUtcNow()));
                break;
            case Intent.KeepForm keep:
                TakeList(turn, keep.FormId, keep.Values);
                break;
            case Intent.MoveDraft { Move: DraftMove.Resume } resume:
                Resume(turn, resume);
                break;
            case Intent.AnswerDraft answer when Pressed(turn, answer.DraftId, answer.Number) is { } draft:
                Choose(turn, draft, answer);
                break;
            case Intent.MoveDraft move when Pressed(turn, move.DraftId, move.Number) is { } draft:
                Move(turn, draft, move.Move);
                break;
        }
    }

    /// <summary>Null when the button's time is over; then the turn has ended.</summary>
    private Draft? Pressed(Turn turn, string draftId, int number)
    {
        if (State.Draft is { } draft && draft.Id == draftId && draft.Number == number)
        {
            _pressed = (draftId, number);
            return draft;
        }

        if (_pressed == (draftId, number) || session.State.Creations.Find(draftId) is not null)
            GoOn(turn);
        else if (State.Aside.Any(d => d.Id == draftId))
            Hint(turn, TalkHint.UnfinishedDraft, draftId, State.Find(draftId)!.Values.Text(TicketFormFields.Subject) ?? "");
        else
            Hint(turn, State.Draft?.Id == draftId ? TalkHint.AlreadyAnswered : TalkHint.NoDraft);
        return null;
    }

    private void Move(Turn turn, Draft draft, DraftMove move)
    {
        switch (move)
        {
            case DraftMove.Create:
                Create(turn, draft);
                break;
            case DraftMove.Change:
                Ask(turn, draft, DraftQuestion.WhichField, null);
                break;
            case DraftMove.Cancel:
                Drop(turn, draft);
                break;
            case DraftMove.Skip:
                Skip(turn, draft);
                break;
            case DraftMove.Back:
                GoBack(turn, draft);
                break;
            case DraftMove.Quote or DraftMove.LeaveQuote:
                Present(turn, draft with { IsQuoted = move == DraftMove.Quote }, draft, isSamePost: true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(move), move, "Not a step in a draft.");
        }
    }

    private void Resume(Turn turn, Intent.MoveDraft resume)
    {
        if (State.Aside.Find(d => d.Id == resume.DraftId) is not { } aside)
        {
            GoOn(turn);
            return;
        }

        if (State.Draft is { } open)
            session.Remember([new DraftPutAside(open.Id, clock.GetUtcNow())], () => Present(turn, aside, null));
        else
            Present(turn, aside, null);
    }

    // Steps of a draft

    private void Begin(Turn turn, string draftId, string text)
    {
        Gather(turn, FormValues.None, context =>
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

    /// <summary>What is open gives way, and is offered again.</summary>
    private void Open(Turn turn, Draft draft)
    {
        ISessionEvent[] aside = State.Draft is { } open ? [new DraftPutAside(open.Id, clock.GetUtcNow())] : [];
        session.Remember(aside, () =>
        {
            if (State.Aside is [.., var left])
                Give($"{draft.Id}-left", null, new Reply.Hint(turn.Person!.Language, TalkHint.UnfinishedDraft, [left.Id, left.Values.Text(TicketFormFields.Subject) ?? ""]));
            Present(turn, draft, null);
        });
    }

    private void TakeList(Turn turn, string batchId, FormValues values)
    {
        if (session.State.Creations.Find(batchId) is not null)
        {
            GoOn(turn);
            return;
        }

        GatherList(turn, values, context =>
        {
            var problems = BatchForm.ProblemsOf(context);
            if (problems.TryGetValue(BatchForm.Tasks, out var wrong))
                Say(turn, new Reply.NotTaken(context.Language, wrong));
            else if (problems.Count > 0)
                Open(turn, new(batchId, FormKind.Batch, values, turn.Origin, clock.GetUtcNow()));
            else
                ShowList(turn, batchId, values, turn.Origin, context);
        });
    }

    private void ShowList(Turn turn, string batchId, FormValues values, Origin origin, TicketFormContext context)
    {
        var (preview, _) = BatchForm.Check(context, batchId);
        session.Remember(
            [.. Heard(turn, batchId), BatchForm.Taken(context, batchId, values, origin, clock.GetUtcNow())],
            () => Say(turn, new Reply.BatchChecked(context.Language, preview), batchId));
    }

    /// <summary>That a message ended a draft: sent again, it must not be taken for an answer to what is talked about by then.</summary>
    private ISessionEvent[] Heard(Turn turn, string draftId) =>
        turn.Post is { } post && State.Draft is { } draft && draft.Id == draftId ? [new DraftKept(draft, post.Post, clock.GetUtcNow())] : [];

    private void Answer(Turn turn, Draft draft, string field, string text)
    {
        if (field == DraftQuestion.WhichField)
        {
            Change(turn, draft, text);
            return;
        }

        Gather(
            turn,
            draft.Values,
            context => Taken(turn, draft, field, DraftForm.Answer(draft, context, field, text, turn.Person!.Username)),
            withCandidates: draft.AskedKind == FieldKind.Person || field == TicketFormFields.Assignee);
    }

    private void Choose(Turn turn, Draft draft, Intent.AnswerDraft answer)
    {
        if (answer.Field == DraftQuestion.WhichField)
            Ask(turn, draft, answer.Values is [var chosen, ..] ? chosen : DraftQuestion.WhichField, null);
        else
            Gather(turn, draft.Values, context => Taken(turn, draft, answer.Field, DraftForm.Choose(draft, context, answer.Field, [.. answer.Values])));
    }

    private void Taken(Turn turn, Draft draft, string field, (FormValues? Values, string? Problem) taken)
    {
        if (taken.Values is { } values)
            Present(turn, Answered(draft, field) with { Values = values }, draft);
        else
            Misunderstood(turn, taken.Problem!);
    }

    /// <summary>What was asked, or shown, still stands.</summary>
    private void Misunderstood(Turn turn, string problem) => Say(turn, new Reply.NotTaken(turn.Person!.Language, problem));

    private static Draft Answered(Draft draft, string field) => draft with
    {
        Answered = [.. draft.Answered.Where(f => f != field), field],
        Wanted = [.. draft.Wanted.Where(f => f != field)],
    };

    /// <summary>A word behind the summary: a day, a person, or what nobody understands.</summary>
    private void Tweak(Turn turn, Draft draft, string text)
    {
        var today = turn.Person!.Today(clock);
        if (DateWords.Read(text, today).IsUnderstood)
            Answer(turn, draft, TicketFormFields.DueDate, text);
        else if (TaskSentence.Read(text, today) is { Subject.Length: 0, Assignees: [var login] })
            Answer(turn, draft, TicketFormFields.Assignee, $"@{login}");
        else
            Hint(turn, TalkHint.NotUnderstood);
    }

    private void Change(Turn turn, Draft draft, string rest)
    {
        if (rest.Length == 0)
        {
            Ask(turn, draft, DraftQuestion.WhichField, null);
            return;
        }

        Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Named(draft, context, rest) is not var (field, value))
                Misunderstood(turn, context.Say["ProblemNoSuchField"]);
            else if (value.Length == 0)
                Ask(turn, draft, field, null);
            else
                Answer(turn, draft, field, value);
        });
    }

    private void Skip(Turn turn, Draft draft)
    {
        if (draft.Asked is not { } asked || asked == DraftQuestion.WhichField)
        {
            Present(turn, draft, draft);
            return;
        }

        Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Field(draft, context, asked) is { IsRequired: true })
                Misunderstood(turn, context.Say["ProblemRequired"]);
            else
                Present(turn, Answered(draft, asked) with { Values = draft.Values.With(asked, []) }, draft);
        });
    }

    private void GoBack(Turn turn, Draft draft)
    {
        if (draft.Answered is [.., var last])
            Ask(turn, draft with { Answered = [.. draft.Answered.SkipLast(1)] }, last, null, draft);
        else
            Present(turn, draft, draft);
    }

    private void Drop(Turn turn, Draft draft) =>
        session.Remember([new DraftDropped(draft.Id, turn.Post?.Post, clock.GetUtcNow())], () =>
        {
            // What stood there has no buttons any more.
            var language = turn.Person!.Language;
            if (turn.Post is not null)
                Give(draft.ReplyId, null, new Reply.Hint(language, TalkHint.WasDropped, []));
            Say(turn, new Reply.Hint(language, TalkHint.DraftDropped, []), turn.Post is null ? draft.ReplyId : null);
        });

    private void Create(Turn turn, Draft draft)
    {
        if (draft.Asked is not null)
        {
            Present(turn, draft, draft);
            return;
        }

        Gather(turn, draft.Values, context =>
        {
            if (DraftForm.Next(draft, context) is not null || TicketForm.Read(context).Ticket is not { } ticket)
            {
                Present(turn, draft, draft);
                return;
            }

            Give(draft.ReplyId, null, Closed(draft, context, draft.Values));
            RequestedTicket asked = new(1, ticket.Subject, DraftForm.WithQuote(ticket, draft), TicketForm.AssigneeOf(context));
            creations.Begin(draft.Id, draft.Kind, context, [asked], draft.Origin, session.Own, Heard(turn, draft.Id));
        });
    }

    // What the person sees of it

    private void Ask(Turn turn, Draft draft, string field, string? problem, Draft? before = null) => Present(turn, draft, before ?? draft, problem, field);

    /// <summary>Writes down how far it is, then asks the next question or shows the summary.</summary>
    /// <param name="before">What stood until now, to be closed; null for nothing.</param>
    /// <param name="asked">The field to ask for; null for the first that is not known.</param>
    /// <param name="isSamePost">What stands is edited and not closed.</param>
    private void Present(Turn turn, Draft draft, Draft? before, string? problem = null, string? asked = null, bool isSamePost = false)
    {
        GatherChecked(turn, draft, context =>
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
                    Give(before.ReplyId, null, Closed(before, context, draft.Values));
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
                if (before is { Number: > 0 } && !isSamePost)
                    Give(before.ReplyId, null, Closed(before, context, draft.Values, now.Asked));
                ShowCurrent(turn, now, context, next?.Item2 ?? problem);
            });
        });
    }

    private void ShowCurrent(Turn turn, Draft draft, TicketFormContext context, string? problem)
    {
        if (draft.AskedKind == FieldKind.Person && !turn.HasCandidates)
        {
            Gather(turn, draft.Values, withAll => ShowCurrent(turn, draft, withAll, problem), withCandidates: true);
            return;
        }

        Reply reply = draft.Asked is not null && DraftForm.Question(draft, context, problem) is { } question
            ? new Reply.Asked(context.Language, question)
            : new Reply.Summary(context.Language, DraftForm.Card(draft, context, problem));
        Say(turn, reply, draft.ReplyId);
    }

    private static Reply Closed(Draft draft, TicketFormContext context, FormValues values, string? next = null) =>
        draft.Asked is not null && DraftForm.Closed(draft, context, values, next) is { } question
            ? new Reply.Asked(context.Language, question)
            : new Reply.Summary(context.Language, DraftForm.Card(draft, context.With(draft.Values), null) with { IsClosed = true });

    /// <summary>The message had its effect, but its answer may not have been given: what stands is shown once more, as it is.</summary>
    private void Repeat(Turn turn, string draftId)
    {
        if (State.Draft is { Number: > 0 } draft && draft.Id == draftId)
            GatherChecked(turn, draft, context => ShowCurrent(turn, draft, context, null));
        else if (session.State.Creations.FindBatch(draftId) is { } list)
            GatherList(turn, list.Values, context =>
            {
                if (BatchForm.ProblemsOf(context).Count == 0)
                    Say(turn, new Reply.BatchChecked(context.Language, BatchForm.Check(context, draftId).Preview), draftId);
                else
                    End(turn);
            });
        else
            End(turn);
    }

    // Turns

    private void GatherChecked(Turn turn, Draft draft, Action<TicketFormContext> then)
    {
        if (draft.Kind == FormKind.Batch)
            GatherList(turn, draft.Values, then);
        else
            Gather(turn, draft.Values, then);
    }

    private void GatherList(Turn turn, FormValues values, Action<TicketFormContext> then) =>
        Gather(turn, values, BatchForm.PeopleIn(values, turn.Person!.Today(clock)), then, withCandidates: false);

    private void Gather(Turn turn, FormValues values, Action<TicketFormContext> then, bool withCandidates = false) =>
        Gather(turn, values, TicketForm.PeopleIn(values), then, withCandidates);

    /// <summary>What comes when the turn has been refused meanwhile is of no interest.</summary>
    private void Gather(Turn turn, FormValues values, IReadOnlyList<string> people, Action<TicketFormContext> then, bool withCandidates) =>
        gathering.Gather(new(turn.Person!, turn.Origin.Channel, values, isChecked: true)
        {
            IsPreferenceChecked = true,
            People = people,
            WantsCandidates = withCandidates,
            Ready = context =>
            {
                turn.HasCandidates |= withCandidates;
                if (_turn == turn)
                    then(context);
            },
            Refused = refusal =>
            {
                if (_turn == turn)
                    Refuse(turn, refusal);
            },
        });

    private void Refuse(Turn turn, Reply.Refusal refusal) => Say(turn, refusal);

    private void Hint(Turn turn, TalkHint hint, params IReadOnlyList<string> details) => Say(turn, new Reply.Hint(turn.Person!.Language, hint, details));

    /// <summary>The answer to what was said or pressed; the turn ends with it.</summary>
    private void Say(Turn turn, Reply reply, string? replyId = null)
    {
        if (turn.Post is { } post)
        {
            Give(replyId ?? AnswerTo(post), post, reply);
        }
        else if (replyId is null)
        {
            turn.Asker!.Tell(reply);
        }
        else
        {
            turn.Asker!.Tell(new Reply.TalkGoesOn(reply.Language));
            Give(replyId, null, reply);
        }

        Release(turn);
    }

    private void Give(string replyId, LinkInbox.LinkPost? post, Reply? reply, SessionDoor.Command? command = null)
    {
        // An earlier answer of this name is overtaken; whoever waits for it waits for this one.
        var isOvertaken = _answering.TryGetValue(replyId, out var earlier);
        if (isOvertaken && earlier.Post is { } before && post is not null)
            Ended(before);
        _answering[replyId] = (post ?? earlier.Post, session.Answer(replyId, reply, command, isOvertaken ? earlier.By : null));
    }

    private void GoOn(Turn turn)
    {
        turn.Asker?.Tell(new Reply.TalkGoesOn(turn.Person!.Language));
        End(turn);
    }

    private void End(Turn turn)
    {
        if (turn.Post is { } post)
            Ended(post);
        else
            turn.Asker?.Tell(new Reply.TalkGoesOn(turn.Person!.Language));
        Release(turn);
    }

    private void Release(Turn turn)
    {
        if (_turn != turn)
            return;
        _turn = null;
        if (_waiting.Count > 0)
            session.Own.Tell(UserSessionActor.Resume.Instance);
    }

    /// <summary>What was said is answered; references in it are still to become links.</summary>
    private void Ended(LinkInbox.LinkPost post)
    {
        if (post.Tickets.Count > 0)
            session.Link(post with { Said = null });
        else
            Done(post, LinkOutcome.Nothing);
    }

    private void Done(LinkInbox.LinkPost post, LinkOutcome outcome) =>
        inbox.Tell(new LinkInbox.Done(post.Post, post.EditAt, outcome, post.EditAt, [], post.Told));

    private static string? FirstLine(string text) =>
        text.Split('\n').Select(TicketText.OneLine).FirstOrDefault(line => line.Length > 0) is { } line && line.EnumerateRunes().Count() <= TicketFormFields.LongestSubject
            ? line
            : null;

    /// <summary>One message or press, from its beginning to its answer.</summary>
    private sealed class Turn
    {
        public Turn(LinkInbox.LinkPost post, Origin origin) => (Post, Origin) = (post, origin);

        public Turn(Intent intent, IActorRef asker, Origin origin) => (Intent, Asker, Origin) = (intent, asker, origin);

        public LinkInbox.LinkPost? Post { get; }

        public Intent? Intent { get; }

        public IActorRef? Asker { get; }

        public Origin Origin { get; set; }

        public Person? Person { get; set; }

        public string? MentionText { get; set; }

        public Quote? Quote { get; set; }

        /// <summary>Who could be named has been looked up.</summary>
        public bool HasCandidates { get; set; }
    }
}
