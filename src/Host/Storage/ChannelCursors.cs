using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Gateway.Listening;

namespace RedmineBridge.Host.Storage;

internal sealed class ChannelCursors(BridgeDatabase database) : IChannelCursors
{
    public async Task<IReadOnlyList<ChannelCursor>> LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<ChannelCursorRow>().ToListAsync(cancellation);
        return [.. rows.Select(r => new ChannelCursor(new(r.ChannelId), r.UpdateAt))];
    }

    public async Task SaveAsync(IReadOnlyCollection<ChannelCursor> cursors, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var cursor in cursors)
            await connection.InsertOrReplaceAsync(new ChannelCursorRow { ChannelId = cursor.Channel.Value, UpdateAt = cursor.UpdateAt }, token: cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
