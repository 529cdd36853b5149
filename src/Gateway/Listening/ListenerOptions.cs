using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Gateway.Listening;

/// <summary>How the bridge listens.</summary>
public sealed record ListenerOptions
{
    /// <summary>False where references are to stay plain: posts then only move the cursors.</summary>
    public bool TakesReferences { get; init; } = true;

    /// <summary>How old what was missed may be to be caught up.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often the server is asked for a sign of life. A line that is dead without saying so is noticed after twice this time at the
    /// latest, so that links come again within half a minute.
    /// </summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Finds the references of a message.</summary>
    public Func<string, IReadOnlyList<TicketId>> References { get; init; } = Actors.Links.References.Tickets;

    public InboxBounds Bounds { get; init; } = new();
}
