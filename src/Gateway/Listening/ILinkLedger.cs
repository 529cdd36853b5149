using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The posts that are done, kept for 30 days, so that none is worked on twice. Only the inbox writes here. Methods throw when the database does.</summary>
public interface ILinkLedger
{
    /// <summary>All known versions of these posts; at most 500 posts a call.</summary>
    Task<IReadOnlyList<LedgerEntry>> FindAsync(IReadOnlyCollection<PostId> posts, CancellationToken cancellation);

    /// <summary>Writes all of them or none; an entry of the same version is replaced. Safe to repeat.</summary>
    Task SaveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation);

    /// <summary>Forgets what ended before this moment.</summary>
    Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation);
}
