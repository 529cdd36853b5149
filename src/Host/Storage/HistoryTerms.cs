using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Host.Storage;

internal sealed class HistoryTerms(BridgeDatabase database) : IHistoryTerms
{
    public async Task NoteAsync(UserId user, DateTimeOffset due, CancellationToken cancellation)
    {
        var at = due.ToUnixTimeMilliseconds();
        await using var connection = await database.ConnectAsync();
        await connection.GetTable<HistoryTermRow>().InsertOrUpdateAsync(
            () => new() { UserId = user.Value, DueAt = at, ForgetAll = false },
            row => new() { DueAt = row.DueAt < at ? row.DueAt : at },
            cancellation);
    }

    public async Task ForgetAsync(UserId user, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await connection.InsertOrReplaceAsync(new HistoryTermRow { UserId = user.Value, DueAt = 0, ForgetAll = true }, token: cancellation);
    }

    public async Task<bool> IsToForgetAsync(UserId user, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.GetTable<HistoryTermRow>().AnyAsync(r => r.UserId == user.Value && r.ForgetAll, cancellation);
    }

    public async Task DoneAsync(UserId user, bool wasAll, DateTimeOffset? next, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var done = connection.GetTable<HistoryTermRow>().Where(r => r.UserId == user.Value && (wasAll || !r.ForgetAll));
        if (next?.ToUnixTimeMilliseconds() is { } at)
            await done.Set(r => r.DueAt, at).Set(r => r.ForgetAll, false).UpdateAsync(cancellation);
        else
            await done.DeleteAsync(cancellation);
    }

    public async Task<IReadOnlyList<(UserId User, bool All)>> LoadDueAsync(DateTimeOffset now, int atMost, CancellationToken cancellation)
    {
        var at = now.ToUnixTimeMilliseconds();
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<HistoryTermRow>().Where(r => r.DueAt <= at).OrderBy(r => r.DueAt).Take(atMost).ToListAsync(cancellation);
        return [.. rows.Select(r => (new UserId(r.UserId), r.ForgetAll))];
    }
}
