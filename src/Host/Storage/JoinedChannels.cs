using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Listening;

namespace RedmineBridge.Host.Storage;

internal sealed class JoinedChannels(BridgeDatabase database, TimeProvider clock) : IJoinedChannels
{
    public async Task<IReadOnlyList<ChannelId>> LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var ids = await connection.GetTable<JoinedChannelRow>().Select(r => r.ChannelId)
            .Union(connection.GetTable<ChannelCursorRow>().Select(r => r.ChannelId))
            .ToListAsync(cancellation);
        return [.. ids.Select(i => new ChannelId(i))];
    }

    public async Task AddAsync(IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation)
    {
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var channel in channels)
            await connection.InsertOrReplaceAsync(new JoinedChannelRow { ChannelId = channel.Value, SeenAt = at }, token: cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
