using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>
/// What the catalog understands: what people can choose for a ticket, remembered for five minutes. It is asked through the gate
/// (<see cref="RedmineGate"/>), and stays on its node.
/// </summary>
public sealed class Catalog
{
    private Catalog()
    {
    }

    /// <summary>Answered once, to its sender, with <see cref="Known"/> or <see cref="Failed"/>.</summary>
    /// <param name="Person">In whose turn Redmine is asked for what isn't remembered.</param>
    /// <param name="MembersOf">The project whose members are wanted too.</param>
    /// <param name="Tag">Comes back with the answer.</param>
    public sealed record Read(UserId Person, RedmineIdentity As, int? MembersOf, long Tag) : ICatalogMessage;

    public sealed record Known(long Tag, TicketChoices Choices) : INoSerializationVerificationNeeded
    {
        public RedmineClock Clock { get; init; } = RedmineClock.Unknown;
    }

    /// <param name="Why">One of the ways to fail; <see cref="RedmineAnswer.Busy"/> where too many wait.</param>
    public sealed record Failed(long Tag, RedmineAnswer Why) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Redmine showed that what is remembered of this person is wrong: a project is gone, or closed. It is read anew when it is next wanted.
    /// </summary>
    public sealed record Forget(RedmineIdentity As) : ICatalogMessage;

    /// <summary>Reads what is the same for all before anybody asks, so that the first form comes in time. Not answered.</summary>
    public sealed record Prepare : ICatalogMessage
    {
        public static readonly Prepare Instance = new();
    }
}
