using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine;

/// <summary>What Redmine's gate understands, and its registry key. It stays on its node.</summary>
public sealed class RedmineGate
{
    private RedmineGate()
    {
    }

    /// <summary>Answered once, to its sender, with <see cref="Answered"/>.</summary>
    /// <param name="Person">In whose turn it is sent.</param>
    /// <param name="Tag">Comes back with the answer.</param>
    public sealed record Ask(UserId Person, CallKind Kind, RedmineCall Call, long Tag) : INoSerializationVerificationNeeded;

    public sealed record Answered(long Tag, RedmineCall Call, RedmineAnswer Answer) : INoSerializationVerificationNeeded;
}
