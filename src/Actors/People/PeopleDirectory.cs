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

    /// <summary>The map has been read anew; what was cached is forgotten.</summary>
    public sealed record MapChanged(UserMap Map) : INoSerializationVerificationNeeded;

    /// <summary>An account was changed in Mattermost; what was cached of it is forgotten.</summary>
    public sealed record UserChanged(UserId User) : INoSerializationVerificationNeeded;
}
