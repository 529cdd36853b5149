using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What is said and pressed in a conversation, one after the other, and the answers to it. A turn ends with exactly one of
/// <see cref="Say"/>, <see cref="Refuse"/>, <see cref="Hint"/>, <see cref="AnswerBeside"/> and <see cref="End"/>. Its message has ended
/// when its answer stands in the direct message; until then it is held, and comes again after a restart.
/// A part of <see cref="UserSessionActor"/>, called only from its handlers.
/// </summary>
internal sealed class SessionTurns(UserId user, SessionSettings settings, IActorRef poster, IActorRef inbox, UserSessionActor session)
{
    /// <summary>Beyond these the inbox keeps what is said.</summary>
    private const int AtMost = 40;

    private readonly Queue<Turn> _waiting = [];
    private readonly Dictionary<string, Answering> _answering = [];

    public bool IsEmpty => Current is null && _waiting.Count == 0 && _answering.Count == 0;

    /// <summary>The one that is worked on; null for none.</summary>
    public Turn? Current { get; private set; }

    private Turn[] All => Current is null ? [.. _waiting] : [Current, .. _waiting];

    /// <summary>What was pressed has had its effect once it is being answered: only the answer is still owed.</summary>
    public IEnumerable<Envelope> Held =>
    [
        .. _answering.Values.Where(a => a.Post is not null).Select(a => a.Post!).OrderBy(p => p.WrittenAt).Select(p => new Envelope(p, ActorRefs.NoSender)),
        .. _answering.Where(a => a.Value is { Post: null, Reply: not null }).Select(a => new Envelope(new Owed(a.Key, a.Value.Reply!), ActorRefs.NoSender)),
        .. All.Select(t => t.Work switch
        {
            SessionFaults.Work.Command command => new Envelope(command.Asked, command.Asker),
            _ => new Envelope(t.Post!, ActorRefs.NoSender),
        }),
    ];

    private IEnumerable<LinkInbox.LinkPost> HeldPosts =>
        All.Select(t => t.Post).Concat(_answering.Values.Select(a => a.Post)).OfType<LinkInbox.LinkPost>();

    /// <summary>False when there is nothing to do for now: it is held already.</summary>
    public bool Take(LinkInbox.LinkPost post)
    {
        if (HeldPosts.Any(p => p.Post == post.Post))
        {
            inbox.Tell(new LinkInbox.Waiting(post.Post, post.EditAt));
            return Current is null;
        }

        if (_waiting.Count >= AtMost)
        {
            session.BoundReached(BoundReached.SessionSaid);
            return false;
        }

        _waiting.Enqueue(new(post, new(Door.DirectMessage, user, post.Place.Channel, post.Place.Root) { Trace = post.Trace })
        {
            IsBesidePress = All.Any(t => t.Intent is Intent.AnswerDraft or Intent.MoveDraft),
        });
        return true;
    }

    /// <summary>False when it has been refused right away.</summary>
    public bool Take(SessionDoor.Command command, IActorRef asker)
    {
        if (_waiting.Count >= AtMost)
        {
            session.BoundReached(BoundReached.SessionSaid);
            asker.Tell(new Reply.Refusal(settings.Language, RefusalReason.BridgeBusy));
            return false;
        }

        _waiting.Enqueue(new(command, asker));
        return true;
    }

    /// <summary>The next turn, which is now the current one; null when none waits, or one is worked on still.</summary>
    public Turn? Next(Person person)
    {
        if (Current is not null || !_waiting.TryDequeue(out var next))
            return null;
        next.Person = person;
        Current = next;
        return next;
    }

    /// <summary>Nobody can be answered now: those who pressed a button hear why, what was said is held.</summary>
    public void RefuseAll(RefusalReason reason)
    {
        var all = All;
        foreach (var turn in all)
            turn.Asker?.Tell(new Reply.Refusal(turn.Person?.Language ?? settings.Language, reason));
        Current = null;
        _waiting.Clear();
        foreach (var turn in all.Where(t => t.Post is not null))
            _waiting.Enqueue(turn);
    }

    /// <summary>
    /// The session can't go on for now. What was said has had no effect, neither has what was said after it, which may have been meant for
    /// what would have come of it: the person hears so once and says all of it again, so it must not come again.
    /// </summary>
    public void Drop(Reply.Refusal refusal)
    {
        foreach (var turn in All)
            turn.Asker?.Tell(refusal);
        LinkInbox.LinkPost[] said = [.. All.Select(t => t.Post).OfType<LinkInbox.LinkPost>()];
        if (said is [.., var last])
            poster.Tell(new Poster.Show(user, AnswerTo(last), refusal));
        foreach (var post in said)
            Done(post, LinkOutcome.Refused);
        Current = null;
        _waiting.Clear();
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
            EndedUnlessAnswering(post);
    }

    /// <summary>What was confirmed is written down, or could not be.</summary>
    public void Begun(Reply reply)
    {
        if (Current is not { } turn)
            return;
        session.On(turn.Work, () =>
        {
            if (reply is Reply.Refusal refusal)
            {
                Refuse(turn, refusal);
                return;
            }

            turn.WhenBegun?.Invoke();
            End(turn);
        });
    }

    /// <summary>The answer to what was said or pressed.</summary>
    /// <param name="replyId">Names the post that it stands in; null for one of its own.</param>
    public void Say(Turn turn, Reply reply, string? replyId = null)
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
            turn.Asker!.Tell(GoesOn(turn));
            Give(replyId, null, reply);
        }

        Release(turn);
    }

    public void Refuse(Turn turn, Reply.Refusal refusal) => Say(turn, refusal);

    public void Hint(Turn turn, TalkHint hint, params IReadOnlyList<string> details) => Say(turn, new Reply.Hint(turn.Person!.Language, hint, details));

    /// <summary>What was said asks for something that has nothing to do with the conversation, which goes on meanwhile.</summary>
    public void AnswerBeside(Turn turn, LinkInbox.LinkPost post, Intent intent)
    {
        Give(AnswerTo(post), post, reply: null, new SessionDoor.Command(intent, turn.Origin));
        Release(turn);
    }

    /// <summary>There is nothing to answer.</summary>
    public void End(Turn turn)
    {
        var post = turn.Post;
        if (post is null)
            turn.Asker?.Tell(GoesOn(turn));
        Release(turn);
        if (post is not null)
            EndedUnlessAnswering(post);
    }

    /// <summary>Sees to it that this stands in the direct message; the turn goes on.</summary>
    public void Give(string replyId, Reply reply) => Give(replyId, Current?.Post, reply);

    /// <summary>What was pressed was to be answered so when the session began anew.</summary>
    public void GiveOwed(Owed owed) => Give(owed.ReplyId, null, owed.Reply);

    /// <summary>Names the post that answers this one.</summary>
    public static string AnswerTo(LinkInbox.LinkPost post) => $"said-{post.Post}";

    private static Reply.TalkGoesOn GoesOn(Turn turn) => new(turn.Person!.Language) { Asks = turn.Intent is Intent.KeepForm { IsInTime: true } };

    private void Give(string replyId, LinkInbox.LinkPost? post, Reply? reply, SessionDoor.Command? command = null)
    {
        // An earlier answer of this name is overtaken; whoever waits for it waits for this one.
        var isOvertaken = _answering.TryGetValue(replyId, out var earlier);
        _answering[replyId] = new(post ?? earlier?.Post, reply, session.Answer(replyId, reply, command, earlier?.By));
        if (isOvertaken && earlier!.Post is { } before && post is not null && before.Post != post.Post)
            EndedUnlessAnswering(before);
    }

    /// <summary>A message has ended when all that it led to stands in the direct message.</summary>
    private void EndedUnlessAnswering(LinkInbox.LinkPost post)
    {
        if (Current?.Post?.Post != post.Post && !_answering.Values.Any(a => a.Post?.Post == post.Post))
            Ended(post);
    }

    private void Release(Turn turn)
    {
        if (Current != turn)
            return;
        Current = null;
        if (_waiting.Count > 0)
            session.Own.Tell(UserSessionActor.Resume.Instance);
    }

    /// <summary>What was said is answered; references in it are still to become links.</summary>
    private void Ended(LinkInbox.LinkPost post)
    {
        if (post.Tickets.Count > 0)
            session.Link(post with { Said = null, Faults = 0 });
        else
            Done(post, post.IsPoison ? LinkOutcome.SetAside : LinkOutcome.Nothing);
    }

    private void Done(LinkInbox.LinkPost post, LinkOutcome outcome) => inbox.Tell(post.Ended(outcome));

    /// <summary>An answer that nobody has seen yet.</summary>
    internal sealed record Owed(string ReplyId, Reply Reply) : INoSerializationVerificationNeeded;

    /// <param name="Post">What is answered; null for what was pressed.</param>
    /// <param name="Reply">Null for a command's that has not come.</param>
    /// <param name="By">Who sees to it.</param>
    private sealed record Answering(LinkInbox.LinkPost? Post, Reply? Reply, IActorRef By);
}
