using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <summary>
/// What becomes of what a session holds when one of its handlers throws. What it failed on is known: a post is tried again and set aside
/// after <see cref="LinkInbox.TriesAtMost"/> times, a command is answered <see cref="RefusalReason.OurFault"/>. All else is spared: the
/// session that begins anew hears it again, in its order. A part of <see cref="UserSessionActor"/>.
/// </summary>
internal sealed class SessionFaults(UserId user, SessionSettings settings, ILoggingAdapter log, IActorRef inbox)
{
    private const int LongestName = 8;

    private Work? _fault;
    private string _name = "";

    /// <summary>What is worked on at this moment; null for nothing that was sent by a person.</summary>
    public Work? InHand { get; private set; }

    public bool HasFailed { get; private set; }

    public Reply.Refusal Refusal(Language language) => new(language, RefusalReason.OurFault, _name);

    /// <summary>A message begins to be handled.</summary>
    public void Begin() => InHand = null;

    /// <summary>Whatever throws meanwhile is the fault of this.</summary>
    public void On(Work? work, Action begin)
    {
        var before = InHand;
        InHand = work;
        begin();
        // Not where it throws: then this is what it was.
        InHand = before;
    }

    /// <summary>A handler threw; the session restarts, or stops when it has done so too often.</summary>
    public void Failed(Exception why)
    {
        HasFailed = true;
        _fault = InHand;
        switch (_fault)
        {
            case Work.Post { Held: var post }:
                _name = post.Post.Value;
                log.Error(why, "The session of {User} has failed on post {Post}, for the {Times}. time of {AtMost}", user, post.Post, post.Faults + 1, LinkInbox.TriesAtMost);
                break;
            case Work.Command { Asked: var command }:
                Name();
                log.Error(why, "The session of {User} has failed on {Intent}: fault {Fault}", user, command.Intent.GetType().Name, _name);
                break;
            default:
                Name();
                log.Error(why, "The session of {User} has failed on {What}: fault {Fault}", user, _fault is Work.SomePost ? "one of several posts" : "what it has begun", _name);
                break;
        }
    }

    /// <summary>Ends what it failed on, or counts it.</summary>
    /// <param name="held">All that the session holds, by the message that it came with.</param>
    /// <returns>What is to be heard again, in this order.</returns>
    public IReadOnlyList<Envelope> Spare(IEnumerable<Envelope> held, Language language)
    {
        List<Envelope> spared = [];
        List<Envelope> all = [.. held.DistinctBy(e => e.Message, ReferenceEqualityComparer.Instance)];
        // What it failed on may not be held any more, or not yet.
        if (Faulty() is { } faulty && !all.Exists(e => ReferenceEquals(e.Message, faulty.Message)))
            all.Insert(0, faulty);
        foreach (var one in all)
        {
            switch (one.Message)
            {
                case LinkInbox.LinkPost post when IsSuspect(post):
                    Count(post with { Faults = post.Faults + 1 }, spared);
                    break;
                // Where it isn't known what it failed on, a command is asked again by the person who wants it.
                case SessionDoor.Command command when _fault is null || IsFault(command):
                    one.Sender.Tell(Refusal(language));
                    break;
                default:
                    spared.Add(one);
                    break;
            }
        }

        return spared;
    }

    /// <summary>What was said is set aside by the next session, which answers it.</summary>
    private void Count(LinkInbox.LinkPost post, List<Envelope> spared)
    {
        if (post.Faults == LinkInbox.TriesAtMost)
            log.Error("Post {Post} is set aside: the session of {User} has failed on it {Times} times", post.Post, user, post.Faults);
        if (post.Faults > LinkInbox.TriesAtMost || post is { IsPoison: true, Said: null })
            inbox.Tell(post.Ended(LinkOutcome.SetAside));
        else
            spared.Add(new(post, ActorRefs.NoSender));
    }

    private Envelope? Faulty() => _fault switch
    {
        Work.Post { Held: var post } => new(post, ActorRefs.NoSender),
        Work.Command { Asked: var command, Asker: var asker } => new(command, asker),
        _ => null,
    };

    private bool IsSuspect(LinkInbox.LinkPost post) => _fault is Work.Post { Held: var held } ? ReferenceEquals(held, post) : _fault is Work.SomePost && post.Said is null;

    private bool IsFault(SessionDoor.Command command) => _fault is Work.Command { Asked: var asked } && ReferenceEquals(asked, command);

    private void Name()
    {
        var id = settings.NewId();
        _name = id[..Math.Min(id.Length, LongestName)];
    }

    /// <summary>What a session works on.</summary>
    internal abstract record Work
    {
        public sealed record Post(LinkInbox.LinkPost Held) : Work;

        public sealed record Command(SessionDoor.Command Asked, IActorRef Asker) : Work;

        /// <summary>Posts that are looked up together.</summary>
        public sealed record SomePost : Work;
    }
}
