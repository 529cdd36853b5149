using System.Globalization;
using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;

namespace RedmineBridge.Host.Storage;

internal sealed class LinkLedger(BridgeDatabase database) : ILinkLedger
{
    public async Task<IReadOnlyList<LedgerEntry>> FindAsync(IReadOnlyCollection<PostId> posts, CancellationToken cancellation)
    {
        var ids = posts.Select(p => p.Value).ToArray();
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<LinkLedgerRow>().Where(r => ids.Contains(r.PostId)).ToListAsync(cancellation);
        return [.. rows.Select(Read)];
    }

    public async Task SaveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var entry in entries)
            await connection.InsertOrReplaceAsync(Write(entry), token: cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var at = before.ToUnixTimeMilliseconds();
        await using var connection = await database.ConnectAsync();
        await connection.GetTable<LinkLedgerRow>().Where(r => r.At < at).DeleteAsync(cancellation);
    }

    private static LedgerEntry Read(LinkLedgerRow row) => new(
        new(row.PostId),
        row.EditAt,
        Enum.Parse<LinkOutcome>(row.Outcome),
        Ids(row.LinkedIds),
        Ids(row.Told),
        row.ReplyId is null ? null : new PostId(row.ReplyId),
        DateTimeOffset.FromUnixTimeMilliseconds(row.At));

    private static LinkLedgerRow Write(LedgerEntry entry) => new()
    {
        PostId = entry.Post.Value,
        EditAt = entry.EditAt,
        Outcome = entry.Outcome.ToString(),
        LinkedIds = string.Join(',', entry.Linked),
        Told = string.Join(',', entry.Told),
        ReplyId = entry.ReplyId?.Value,
        At = entry.At.ToUnixTimeMilliseconds(),
    };

    private static TicketId[] Ids(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(i => new TicketId(int.Parse(i, CultureInfo.InvariantCulture)))];
}
