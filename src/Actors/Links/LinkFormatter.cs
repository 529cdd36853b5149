using Akka.Actor;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>What the formatter understands, and its registry key. It stays on its node.</summary>
public sealed class LinkFormatter
{
    private LinkFormatter()
    {
    }

    /// <summary>Answered once, to its sender, with <see cref="Formatted"/>.</summary>
    /// <param name="Tag">Comes back with the answer.</param>
    /// <param name="Settled">See <see cref="LinkWriter.Write"/>.</param>
    public sealed record Format(
        long Tag, string Text, IReadOnlySet<TicketId> Linkable, IReadOnlySet<TicketId> Settled, int MaxRunes) : INoSerializationVerificationNeeded;

    public sealed record Formatted(long Tag, LinkedText Result) : INoSerializationVerificationNeeded;
}
