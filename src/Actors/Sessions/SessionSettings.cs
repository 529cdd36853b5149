using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Sessions;

/// <param name="Language">For refusals given before it is known who asks.</param>
public sealed record SessionSettings(Language Language)
{
    /// <summary>People act by keys of their own, and not as a map says.</summary>
    public bool ByOwnKeys { get; init; }

    /// <summary>A session that had nothing to do for so long leaves the memory.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Redmine's absence is mentioned for links only after it.</summary>
    public TimeSpan LinksMayWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The first pause after a failure; each further one is twice as long, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A creation whose outcome is not known is sent again only after Redmine had so long to finish it: at least our own time-out for
    /// creations.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What carries the marks of new tickets, where Redmine takes it.</summary>
    public MarkCarrier Mark { get; init; }

    /// <summary>A result that nobody has confirmed to have shown by then goes into the direct message.</summary>
    public TimeSpan ToldWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tickets a page in a conversation: as many as fit into the shortest message that Mattermost knows.</summary>
    public int RowsOfTable { get; init; } = 7;

    /// <summary>Unicode code points of a message in a conversation.</summary>
    public int LongestMessage { get; init; } = 4_000;

    /// <summary>So many events may have to be read again.</summary>
    public int SnapshotEvery { get; init; } = 100;

    /// <summary>Names of new forms: never the same twice, not to be guessed.</summary>
    public Func<string> NewId { get; init; } = () => Guid.NewGuid().ToString("N");

    /// <summary>The one notice about old posts is sent when none has come for so long.</summary>
    public TimeSpan LateNoticeAfter { get; init; } = TimeSpan.FromSeconds(10);
}
