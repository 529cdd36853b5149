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

    public async Task<UserId> PinAsync(string username, UserId user, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await connection.ExecuteAsync(
            "INSERT INTO pinned_user (username, user_id) VALUES (@username, @user) ON CONFLICT (username) DO NOTHING",
            cancellation,
            new DataParameter("username", username),
            new DataParameter("user", user.Value));
        var owner = await connection.GetTable<PinnedUserRow>().Where(r => r.Username == username).Select(r => r.UserId).FirstAsync(cancellation);
        return new(owner);
    }
}
