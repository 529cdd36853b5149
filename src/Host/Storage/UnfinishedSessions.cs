using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Host.Storage;

internal sealed class UnfinishedSessions(BridgeDatabase database) : IUnfinishedSessions
{
    public async Task AddAsync(UserId user, long stamp, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await connection.InsertOrReplaceAsync(new SessionDueRow { UserId = user.Value, DueAt = stamp }, token: cancellation);
    }

    public async Task RemoveAsync(UserId user, long stamp, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await connection.GetTable<SessionDueRow>().Where(r => r.UserId == user.Value && r.DueAt <= stamp).DeleteAsync(cancellation);
    }

    public async Task<IReadOnlyList<(UserId User, long Stamp)>> LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<SessionDueRow>().ToListAsync(cancellation);
        return [.. rows.Select(r => (new UserId(r.UserId), r.DueAt))];
    }
}
