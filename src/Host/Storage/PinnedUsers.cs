using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Storage;

internal sealed class PinnedUsers(BridgeDatabase database) : IPinnedUsers
{
    public async Task<IReadOnlyDictionary<string, UserId>> LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<PinnedUserRow>().ToListAsync(cancellation);
        return rows.ToDictionary(r => r.Username, r => new UserId(r.UserId));
    }

    public async Task<IReadOnlyDictionary<string, UserId>> PinAsync(IReadOnlyDictionary<string, UserId> names, CancellationToken cancellation)
    {
        var usernames = names.Keys.ToArray();
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // In one order everywhere, so that two nodes never wait for each other.
        foreach (var username in usernames.Order(StringComparer.Ordinal))
        {
            await connection.ExecuteAsync(
                "INSERT INTO pinned_user (username, user_id) VALUES (@username, @user) ON CONFLICT (username) DO NOTHING",
                cancellation,
                new DataParameter("username", username),
                new DataParameter("user", names[username].Value));
        }

        var rows = await connection.GetTable<PinnedUserRow>().Where(r => usernames.Contains(r.Username)).ToListAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return rows.ToDictionary(r => r.Username, r => new UserId(r.UserId));
    }

    public async Task RemoveAsync(string username, UserId user, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await connection.GetTable<PinnedUserRow>().Where(r => r.Username == username && r.UserId == user.Value).DeleteAsync(cancellation);
    }

    public async Task<bool> MoveAsync(string username, UserId from, UserId to, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.GetTable<PinnedUserRow>()
            .Where(r => r.Username == username && r.UserId == from.Value)
            .Set(r => r.UserId, to.Value)
            .UpdateAsync(cancellation) > 0;
    }
}
