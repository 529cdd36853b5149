using Akka.Actor;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Actors.Sessions;

/// <summary>One message or press in a conversation, from its beginning to its answer.</summary>
internal sealed class Turn
{
    /// <summary>Something was said.</summary>
    public Turn(LinkInbox.LinkPost post, Origin origin) => (Post, Origin, Work) = (post, origin, new SessionFaults.Work.Post(post));

    /// <summary>Something was pressed.</summary>
    public Turn(SessionDoor.Command command, IActorRef asker) =>
        (Intent, Asker, Origin, Work) = (command.Intent, asker, command.Origin, new SessionFaults.Work.Command(command, asker));

    public SessionFaults.Work Work { get; }

    /// <summary>Null where something was pressed.</summary>
    public LinkInbox.LinkPost? Post { get; }

    /// <summary>Names the draft that what was said begins: the same post begins it once.</summary>
    public string DraftId => $"post-{Post!.Post}";

    /// <summary>Null where something was said.</summary>
    public Intent? Intent { get; }

    /// <summary>Waits for one <see cref="Reply"/>; null where something was said.</summary>
    public IActorRef? Asker { get; }

    public Origin Origin { get; set; }

    /// <summary>Null until its time comes.</summary>
    public Person? Person { get; set; }

    /// <summary>What was said beside the mention, while the thread is read; null for everything else.</summary>
    public string? MentionText { get; set; }

    /// <summary>It was said while a button was worked on: whoever said it hasn't seen what that led to, and doesn't answer it.</summary>
    public bool IsBesidePress { get; init; }

    /// <summary>What the thread is about; null for nothing.</summary>
    public Quote? Quote { get; set; }

    /// <summary>Done once what was confirmed is written down: until then the summary's buttons work. Null where nothing was confirmed.</summary>
    public Action? WhenBegun { get; set; }

    /// <summary>What was looked up last for it; null before.</summary>
    public TicketFormContext? Gathered { get; set; }

    /// <summary>Everybody who could be named is in <see cref="Gathered"/>.</summary>
    public bool HasCandidates { get; set; }
}
