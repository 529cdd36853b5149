using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>What the inbox writes down, in the right order: a post's end before the cursor that passes it.</summary>
internal sealed class InboxStore(IChannelCursors cursors, ILinkLedger ledger)
{
    public Task<IReadOnlyList<ChannelCursor>> LoadAsync(CancellationToken cancellation) => cursors.LoadAsync(cancellation);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(IReadOnlyCollection<PostId> posts, CancellationToken cancellation) =>
        ledger.FindAsync(posts, cancellation);

    public async Task SaveAsync(IReadOnlyCollection<LedgerEntry> ended, IReadOnlyCollection<ChannelCursor> moved, CancellationToken cancellation)
    {
        if (ended.Count > 0)
            await ledger.SaveAsync(ended, cancellation);
        if (moved.Count > 0)
            await cursors.SaveAsync(moved, cancellation);
    }

    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation) => ledger.ForgetAsync(before, cancellation);
}
