using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What one person says to the bot: a draft is asked for field by field, a list is checked, a command is answered beside it. A message
/// comes again until it has ended; one whose effect is written down is then only answered once more. What was pressed goes to
/// <see cref="SessionPresses"/>. A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionConversation
{
    /// <summary>A consent that comes later is not taken: the person may have meant another summary, or changed their mind.</summary>
    private static readonly TimeSpan ConsentHolds = TimeSpan.FromMinutes(10);

    private readonly SessionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly IActorRef _poster;
    private readonly SessionTurns _turns;
    private readonly UserSessionActor _session;
    private readonly TurnGathering _gathering;
    private readonly SessionQuestions _questions;
    private readonly SessionDrafts _drafts;
    private readonly SessionPresses _presses;

    public SessionConversation(
        SessionSettings settings, TimeProvider clock, IActorRef poster, SessionTurns turns, SessionGathering gathering, SessionCreations creations, UserSessionActor session)
    {
        (_settings, _clock, _poster, _turns, _session) = (settings, clock, poster, turns, session);
        _gathering = new(clock, gathering, turns);
        _questions = new(clock, turns, _gathering, session);
        _drafts = new(clock, turns, _gathering, _questions, creations, session);
        _presses = new(clock, turns, _questions, _drafts, session);
    }

    private ConversationState State => _session.State.Conversation;

    public static bool Takes(Intent intent) => intent is Intent.BeginDraft or Intent.AnswerDraft or Intent.MoveDraft or Intent.KeepForm;

    /// <summary>Begins with the next turn, if its time has come.</summary>
    public void Continue(Person person)
    {
        if (_turns.Next(person) is { } turn)
            _session.On(turn.Work, () => Age(turn));
    }

    public void QuoteRead(Poster.PostRead read)
    {
        if (_turns.Current is not { Post: { Said: { } said } post, MentionText: { } mention } turn || read.Request.Post != turn.Origin.Root)
            return;
        _session.On(turn.Work, () =>
        {
            turn.Origin = turn.Origin with { Link = read.Link };
            if (post.Place.Root is not null && read.Text is { Length: > 0 } text)
                turn.Quote = new(read.Author ?? "?", text, said.Where == SaidIn.PublicChannel);
            _drafts.Begin(turn, turn.DraftId, mention);
        });
    }

    /// <summary>The thread can't be read: it goes on without a quote.</summary>
    public void QuoteNotRead(Poster.ReadPost request)
    {
        if (_turns.Current is { MentionText: { } mention } turn && request.Post == turn.Origin.Root)
            _session.On(turn.Work, () => _drafts.Begin(turn, turn.DraftId, mention));
    }

    /// <summary>A draft left alone for a day does not take what is said now for an answer.</summary>
    private void Age(Turn turn)
    {
        if (turn.Post is { IsPoison: true } poison)
        {
            _turns.Refuse(turn, new(turn.Person!.Language, RefusalReason.OurFault, poison.Post.Value));
            return;
        }

        var now = _clock.GetUtcNow();
        if (State.Draft is { } old && now - old.TouchedAt > ConversationState.Patience && !(turn.Intent is not null && IsAbout(turn.Intent, old)))
            _session.Remember([new DraftPutAside(old.Id, now)], () => Hear(turn));
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
            _turns.Refuse(turn, new(turn.Person!.Language, reason, detail));
        else
            _presses.Press(turn);
    }

    private void Hear(Turn turn, LinkInbox.LinkPost post)
    {
        if (State.AnsweredWith(post.Post) is { } draftId)
        {
            _questions.Repeat(turn, draftId);
            return;
        }

        var said = post.Said!;
        if (RedmineKey.IsSaid(said.Text))
        {
            // It goes no further.
            _turns.Hint(turn, TalkHint.KeySaid, _settings.ByOwnKeys ? "yes" : "");
            return;
        }

        var isMention = said.Where != SaidIn.DirectMessage;
        var draft = isMention ? null : State.Draft;
        var talk = Talk.Of(said.Text, draft?.AskedKind, turn.Person!.Today(_clock));
        // Whoever mentions the bot in a thread and says no more means what the thread is about.
        if (isMention && said.Text.Length == 0)
            talk = post.Place.Root is null ? new Talk.Command(new(CommandWord.Help, "", "")) : new Talk.Task("");
        if (draft is not null && MayBeName(talk, draft.AskedKind) && Refusals.Of(turn.Person) is null)
        {
            _gathering.Gather(
                turn,
                draft.Values,
                context => Hear(turn, post, draft, DraftForm.IsNamed(draft, context, said.Text) ? new Talk.Other(said.Text) : talk, isMention),
                withCandidates: draft.AskedKind == FieldKind.Person);
        }
        else
        {
            Hear(turn, post, draft, talk, isMention);
        }
    }

    /// <summary>Whether a message that means something by itself may be the name that was asked for all the same.</summary>
    private static bool MayBeName(Talk talk, FieldKind? asked) => asked switch
    {
        FieldKind.Choice or FieldKind.SeveralChoices => talk is Talk.Small || (talk is Talk.Command { Said: { Rest: "" } command } && !IsOfTalk(command.Word)),
        FieldKind.Person => talk is Talk.Small,
        _ => false,
    };

    /// <summary>Words that mean something only as an answer are that, whatever the choices are called.</summary>
    private static bool IsOfTalk(CommandWord word) => word is CommandWord.Yes or CommandWord.No or CommandWord.Cancel or CommandWord.Back
        or CommandWord.Skip or CommandWord.Show or CommandWord.Change or CommandWord.Reschedule;

    private void Hear(Turn turn, LinkInbox.LinkPost post, Draft? draft, Talk talk, bool isMention)
    {
        if (talk is Talk.Small or Talk.Reference || turn.Person!.Obstacle == RefusalReason.MayNotAct)
            _turns.End(turn);
        else if (talk is Talk.Command command && Beside(command.Said) is { } intent)
            _turns.AnswerBeside(turn, post, intent);
        else if (Refusals.Of(turn.Person) is var (reason, detail))
            _turns.Refuse(turn, new(turn.Person.Language, reason, detail));
        else if (talk is Talk.List list)
            _drafts.TakeList(turn, turn.DraftId, FormValues.None.With(BatchForm.Tasks, list.Text));
        else if (isMention)
            HearMention(turn, post, talk);
        else
            Hear(turn, post, draft, talk);
    }

    private void HearMention(Turn turn, LinkInbox.LinkPost post, Talk talk)
    {
        var about = post.Place.Root ?? post.Post;
        turn.Origin = turn.Origin with { Door = Door.Mention, Root = about };
        turn.MentionText = talk is Talk.Command { Said: { Word: CommandWord.New, Rest: var rest } } ? rest : post.Said!.Text;
        _poster.Tell(new Poster.ReadPost(about), _session.Own);
    }

    private void Hear(Turn turn, LinkInbox.LinkPost post, Draft? draft, Talk talk)
    {
        switch (talk)
        {
            case Talk.Task or Talk.Other or Talk.Command { Said.Word: CommandWord.Yes or CommandWord.No or CommandWord.Skip }
                when turn.IsBesidePress && draft is not null && draft.ReplyId == _questions.PressedTo:
                _turns.Hint(turn, TalkHint.AlreadyAnswered);
                break;
            case Talk.Command command:
                Obey(turn, post, draft, command.Said);
                break;
            case Talk.Task task when draft is null:
                _drafts.Begin(turn, turn.DraftId, task.Text);
                break;
            case Talk.Task or Talk.Other when draft is { Asked: { } asked }:
                _drafts.Answer(turn, draft, asked, post.Said!.Text);
                break;
            case Talk.Task or Talk.Other when draft is not null:
                _drafts.Tweak(turn, draft, post.Said!.Text);
                break;
            default:
                _turns.Hint(turn, TalkHint.Offer, turn.DraftId, post.Said!.Text);
                break;
        }
    }

    /// <summary>What a command asks for that has nothing to do with a draft; null for all others.</summary>
    private Intent? Beside(SaidCommand said) => said.Word switch
    {
        CommandWord.Help or CommandWord.Mine or CommandWord.Created or CommandWord.Link or CommandWord.Forget or CommandWord.Connect or CommandWord.Disconnect => CommandIntents.Of(said, _settings.RowsOfTable, _settings.LongestMessage),
        _ => null,
    };

    private void Obey(Turn turn, LinkInbox.LinkPost post, Draft? draft, SaidCommand said)
    {
        switch (said.Word)
        {
            case CommandWord.New:
                _drafts.Begin(turn, turn.DraftId, said.Rest);
                break;
            case CommandWord.Batch:
                _turns.Hint(turn, TalkHint.PasteList);
                break;
            case CommandWord.Project:
                _turns.Refuse(turn, new(turn.Person!.Language, RefusalReason.NoChannelHere));
                break;
            case CommandWord.Yes or CommandWord.No when draft is null:
                _turns.End(turn);
                break;
            case var _ when draft is null:
                _turns.Hint(turn, TalkHint.NoDraft);
                break;
            case CommandWord.Yes when draft.Asked is null:
                if (_clock.GetUtcNow() - post.WrittenAt > ConsentHolds)
                    _drafts.Show(turn, draft, Sentences.In(turn.Person!.Language)["ConsentIsOld"]);
                else
                    _drafts.Create(turn, draft);
                break;
            case CommandWord.No when draft.Asked is null:
                _drafts.Ask(turn, draft, DraftQuestion.WhichField);
                break;
            case CommandWord.Yes or CommandWord.No:
                _drafts.Answer(turn, draft, draft.Asked!, post.Said!.Text);
                break;
            case CommandWord.Cancel:
                _drafts.Drop(turn, draft);
                break;
            case CommandWord.Back:
                _drafts.GoBack(turn, draft);
                break;
            case CommandWord.Skip:
                _drafts.Skip(turn, draft);
                break;
            case CommandWord.Show:
                _drafts.Show(turn, draft);
                break;
            case CommandWord.Change:
                _drafts.Change(turn, draft, said.Rest);
                break;
            case CommandWord.Reschedule when said.Rest.Length == 0:
                _drafts.Ask(turn, draft, TicketFormFields.DueDate);
                break;
            case CommandWord.Reschedule:
                _drafts.Answer(turn, draft, TicketFormFields.DueDate, said.Rest);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(said), said.Word, "Not a word of a conversation.");
        }
    }
}
