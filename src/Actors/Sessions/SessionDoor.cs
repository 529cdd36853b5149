using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>What reaches a session from the doors, and the sessions' registry key.</summary>
public sealed class SessionDoor
{
    private SessionDoor()
    {
    }

    /// <summary>Answered with one <see cref="Reply"/> to its sender; <see cref="Intent.SubmitForm"/> may be answered with two.</summary>
    public sealed record Command(Intent Intent, Origin Origin) : ISessionMessage
    {
        public UserId User => Origin.User;
    }

    /// <summary>The finished result of this request has reached the person: it is owed no longer.</summary>
    public sealed record Told(UserId User, string RequestId) : ISessionMessage;

    /// <summary>The bridge has started, and the person had something unfinished: the session goes on with it.</summary>
    /// <param name="Stamp">Of what was known to be unfinished.</param>
    public sealed record Wake(UserId User, long Stamp) : ISessionMessage;

    /// <summary>What is old of the person's history is to be thrown away.</summary>
    /// <param name="All">All of it.</param>
    public sealed record Trim(UserId User, bool All) : ISessionMessage;

    /// <summary>
    /// The bridge is about to end: no ticket is created any more for whom nobody waits; that goes on after the next start. Answered with
    /// <see cref="Drained"/> when what is under way is written down; whoever can't wait loses nothing.
    /// </summary>
    public sealed record Drain : INoSerializationVerificationNeeded
    {
        public static readonly Drain Instance = new();
    }

    public sealed record Drained : INoSerializationVerificationNeeded
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>Told by a session to the door: its events are read, and it hears what it was sent.</summary>
    internal sealed record Recovered : INoSerializationVerificationNeeded
    {
        public static readonly Recovered Instance = new();
    }

    /// <summary>Told by a session to the door: it stops, and can't be asked before it has rested.</summary>
    /// <param name="Refusal">What the person hears meanwhile.</param>
    internal sealed record Stops(Reply.Refusal Refusal) : INoSerializationVerificationNeeded;
}
