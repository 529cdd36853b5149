using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// What Redmine's gate understands, besides <see cref="Catalogs.Catalog"/>, which it passes on; and its registry key. It stays on its node.
/// </summary>
public sealed class RedmineGate
{
    private RedmineGate()
    {
    }

    /// <summary>
    /// Answered once, to its sender, with <see cref="Answered"/>. A creation whose mark is held already is not sent again: it gets
    /// the answer of the one that is.
    /// </summary>
    /// <param name="Person">In whose turn it is sent.</param>
    /// <param name="Tag">Comes back with the answer.</param>
    public sealed record Ask(UserId Person, CallKind Kind, RedmineCall Call, long Tag) : INoSerializationVerificationNeeded
    {
        /// <summary>For what it is asked, the first one above all; see <see cref="Status.Tracing"/>.</summary>
        public IReadOnlyList<string?> Traces { get; init; } = [];
    }

    public sealed record Answered(long Tag, RedmineCall Call, RedmineAnswer Answer) : INoSerializationVerificationNeeded
    {
        public RedmineClock Clock { get; init; } = RedmineClock.Unknown;
    }
}
