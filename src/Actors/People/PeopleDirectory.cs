using System.Collections.Immutable;
using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.People;

/// <summary>What the people actor understands, and its registry key. It stays on its node.</summary>
public sealed class PeopleDirectory
{
    private PeopleDirectory()
    {
    }

    /// <summary>Answered once, to its sender, with <see cref="Resolved"/> or <see cref="Unresolved"/>. Cached for ten minutes.</summary>
    public sealed record Resolve(UserId User) : INoSerializationVerificationNeeded;

    public sealed record Resolved(Person Person) : INoSerializationVerificationNeeded;

    /// <summary>Mattermost didn't tell; it may later.</summary>
    public sealed record Unresolved(UserId User, PosterFailure Why) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Who these people are in Redmine, to be assigned tickets. Answered once, to its sender, with <see cref="AssigneesFound"/> or
    /// <see cref="AssigneesUnknown"/>. Read in bulk: few calls however many people.
    /// </summary>
    /// <param name="AskedBy">In whose turn Redmine is asked.</param>
    /// <param name="People">Mattermost ids, or <c>@username</c>; at most 200.</param>
    /// <param name="Tag">Comes back with the answer.</param>
    public sealed record FindAssignees(UserId AskedBy, IReadOnlyList<string> People, long Tag) : INoSerializationVerificationNeeded;

    /// <summary>The same, and with them everybody of the map who can be named, where these are few enough to be listed.</summary>
    /// <param name="People">As in <see cref="FindAssignees"/>.</param>
    public sealed record FindMapped(UserId AskedBy, IReadOnlyList<string> People, long Tag) : INoSerializationVerificationNeeded;

    /// <param name="People">One for each that was asked for, by what was asked.</param>
    public sealed record AssigneesFound(long Tag, IReadOnlyDictionary<string, Assignee> People) : INoSerializationVerificationNeeded
    {
        /// <summary>The accounts in Redmine that are somebody's already; empty where nobody is to be known by name.</summary>
        public IReadOnlySet<int> Connected { get; init; } = ImmutableHashSet<int>.Empty;
    }

    /// <summary>Mattermost or Redmine didn't tell; they may later.</summary>
    public sealed record AssigneesUnknown(long Tag, Intents.RefusalReason Why) : INoSerializationVerificationNeeded;

    /// <summary>The map has been read anew, and counts at once. <see cref="MapCheckActor"/> understands it too.</summary>
    public sealed record MapChanged(UserMap Map) : INoSerializationVerificationNeeded;

    /// <summary>Whose these logins of the map are; nobody need be asked for that any more.</summary>
    public sealed record LoginsPinned(IReadOnlyDictionary<string, UserId> Owners) : INoSerializationVerificationNeeded;

    /// <summary>Published when it came into doubt whose a login is, or was settled: <see cref="MapCheckActor"/> looks at the map again soon.</summary>
    public sealed record OwnersInQuestion : INoSerializationVerificationNeeded
    {
        public static readonly OwnersInQuestion Instance = new();
    }

    /// <summary>An account was changed in Mattermost; what was cached of it is forgotten.</summary>
    public sealed record UserChanged(UserId User) : INoSerializationVerificationNeeded;
}
