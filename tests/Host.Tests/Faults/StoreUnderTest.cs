using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>The bridge's database, and a way in which it is away for a while.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly FreshDatabase? _postgres;
    private readonly bool _isLocked;
    private string _connection = "";

    private StoreUnderTest(FreshDatabase? postgres, bool isLocked) => (_postgres, _isLocked) = (postgres, isLocked);

    /// <summary>Each kind of database with each way.</summary>
    public static TheoryData<string> Kinds => new() { "SQLite locked", "PostgreSQL locked", "PostgreSQL away" };

    /// <summary>What was said can still be looked up; else it waits until the database is back.</summary>
    public bool CanBeRead => _isLocked;

    public bool IsSqlite => _postgres is null;

    public string ConnectionString => _connection;

    /// <summary>The kind alone where it is not taken away.</summary>
    public static async Task<StoreUnderTest> OfAsync(string kind) =>
        new(kind.StartsWith("PostgreSQL", StringComparison.Ordinal) ? await FreshDatabase.CreateAsync() : null, kind.EndsWith("locked", StringComparison.Ordinal));

    public BridgeSettings In(BridgeSettings settings)
    {
        var with = _postgres is null ? settings : settings with { Database = _postgres.ConnectionString };
        _connection = with.Database;
        return with;
    }

    /// <summary>It is back when the outcome is disposed of.</summary>
    public async Task<IAsyncDisposable> TakeAwayAsync()
    {
        if (_postgres is not null && !_isLocked)
            return await _postgres.TakeAwayAsync();
        return _postgres is null
            ? await Lock.TakeAsync(new SqliteConnection(_connection), "BEGIN EXCLUSIVE")
            : await Lock.TakeAsync(new NpgsqlConnection(_connection), "BEGIN; LOCK TABLE journal IN ACCESS EXCLUSIVE MODE");
    }

    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Lock(DbConnection connection) : IAsyncDisposable
    {
        public static async Task<IAsyncDisposable> TakeAsync(DbConnection connection, string how)
        {
            await connection.OpenAsync();
            await RunAsync(connection, how);
            return new Lock(connection);
        }

        public async ValueTask DisposeAsync()
        {
            await RunAsync(connection, "ROLLBACK");
            await connection.DisposeAsync();
        }

        private static async Task RunAsync(DbConnection connection, string statement)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}
