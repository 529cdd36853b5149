using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Host.Storage;

internal sealed class ConnectedPeople(BridgeDatabase database, TimeProvider clock) : IConnectedPeople
{
    public async Task<OwnKey?> FindAsync(UserId person, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.GetTable<RedmineKeyRow>().FirstOrDefaultAsync(r => r.UserId == person.Value, cancellation) is { } row
            ? new(person, new(row.AccountId, row.Login, row.Name, IsLocked: false), new(row.SealedKey))
            : null;
    }

    public async Task<IReadOnlySet<int>> AccountsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return (await connection.GetTable<RedmineKeyRow>().Select(r => r.AccountId).ToListAsync(cancellation)).ToHashSet();
    }

    public async Task<bool> ConnectAsync(OwnKey own, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.GetTable<RedmineKeyRow>().Where(r => r.UserId == own.Person.Value).DeleteAsync(cancellation);
        // Of two who give the key of one account at once, one is the first.
        var isTheirs = await connection.ExecuteAsync(
            """
            INSERT INTO redmine_key (user_id, account_id, login, name, sealed_key, at) VALUES (@user, @account, @login, @name, @key, @at)
            ON CONFLICT (account_id) DO NOTHING
            """,
            cancellation,
            new DataParameter("user", own.Person.Value),
            new DataParameter("account", own.Account.Id),
            new DataParameter("login", own.Account.Login),
            new DataParameter("name", own.Account.Name),
            new DataParameter("key", own.Key.Text),
            new DataParameter("at", clock.GetUtcNow().ToUnixTimeMilliseconds())) > 0;
        if (isTheirs)
            await transaction.CommitAsync(cancellation);
        else
            await transaction.RollbackAsync(cancellation);
        return isTheirs;
    }

    public async Task<bool> DisconnectAsync(UserId person, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.GetTable<RedmineKeyRow>().Where(r => r.UserId == person.Value).DeleteAsync(cancellation) > 0;
    }
}
