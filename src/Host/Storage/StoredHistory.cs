using System.Text;
using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Host.Storage;

/// <summary>A person's history as it lies in the journal's tables, which are Akka's: read, never written.</summary>
internal sealed class StoredHistory(BridgeDatabase database)
{
    public async Task<(IReadOnlyList<Item> Events, Item? State)> ReadAsync(UserId user, CancellationToken cancellation)
    {
        var id = $"user-{user}";
        await using var connection = await database.ConnectAsync();
        var tables = connection.DataProvider.GetSchemaProvider().GetSchema(connection, new() { GetProcedures = false, GetForeignKeys = false }).Tables;
        // Akka makes them with the bridge's first start.
        if (!tables.Any(t => t.TableName == "journal"))
            return ([], null);
        var events = await connection.GetTable<JournalRow>().Where(r => r.PersistenceId == id).OrderBy(r => r.Number).ToListAsync(cancellation);
        var state = await connection.GetTable<SnapshotRow>().Where(r => r.PersistenceId == id).OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellation);
        return ([.. events.Select(e => new Item(e.Number, e.Manifest, Encoding.UTF8.GetString(e.Message)))],
            state is null ? null : new(state.Number, state.Manifest, Encoding.UTF8.GetString(state.Snapshot)));
    }

    /// <param name="Json">As <c>BridgeSerializer</c> wrote it.</param>
    internal sealed record Item(long Number, string Manifest, string Json);
}
