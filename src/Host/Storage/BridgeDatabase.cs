using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace RedmineBridge.Host.Storage;

/// <summary>The bridge's one database: an SQLite file, or PostgreSQL. Thread-safe; each use opens a pooled connection of its own.</summary>
public sealed class BridgeDatabase
{
    private readonly DataOptions _options;

    /// <exception cref="ArgumentException">It is neither an SQLite nor a PostgreSQL connection string.</exception>
    public BridgeDatabase(string connectionString)
    {
        IsSqlite = LooksLikeSqlite(connectionString);
        ConnectionString = Within(connectionString, connect: 5, command: 10);
        JournalConnectionString = Within(connectionString, connect: 2, command: 2);
        _options = IsSqlite
            ? new DataOptions().UseSQLite(ConnectionString, LinqToDB.DataProvider.SQLite.SQLiteProvider.Microsoft)
            : new DataOptions().UsePostgreSQL(ConnectionString);
    }

    public bool IsSqlite { get; }

    /// <summary>May hold a password: not for logs.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// For the journal, which gives a write up after 3 s: a write that waits for a lock is given up before, or what a person was told had
    /// not been taken would be written down later all the same.
    /// </summary>
    public string JournalConnectionString { get; }

    public static bool LooksLikeSqlite(string connectionString) =>
        connectionString.TrimStart().StartsWith("Data Source", StringComparison.OrdinalIgnoreCase)
        || connectionString.TrimStart().StartsWith("Filename", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates what is missing and brings older tables up to date. Several processes may do so at once.</summary>
    /// <exception cref="NewerDatabaseException">A newer version of the bridge has been here.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (IsSqlite)
            PrepareFile(new SqliteConnectionStringBuilder(ConnectionString).DataSource);
        await using var connection = await ConnectAsync();
        // Readers and the one writer don't wait for each other; the file remembers it.
        if (IsSqlite)
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL", cancellation);
        await Migrations.RunAsync(connection, IsSqlite, cancellation);
    }

    /// <summary>Throws what the driver throws when the database doesn't answer.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync("SELECT 1", cancellation);
    }

    /// <summary>Tries a write and takes it back: whether the bridge can work with the database as it is. An SQLite file must be there.</summary>
    /// <returns>The version of its tables; 0 where there are none yet.</returns>
    /// <exception cref="NewerDatabaseException">A newer version of the bridge has been here.</exception>
    public async Task<int> TryAsync(CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync();
        return await Migrations.TryAsync(connection, IsSqlite, cancellation);
    }

    /// <summary>A copy of an SQLite database at one moment, also while the bridge works with it, and without what was deleted from it.</summary>
    /// <param name="path">Where nothing may be yet.</param>
    /// <exception cref="IOException">There is something, or no directory for it.</exception>
    /// <exception cref="SqliteException">There is no such database, or no room.</exception>
    public async Task CopyAsync(string path, CancellationToken cancellation)
    {
        await Task.Yield();
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        // SQLite takes an empty file as well as none, and this one has the right owner's mode.
        await using (Create(path, FileMode.CreateNew))
        {
        }

        try
        {
            await using var copy = connection.CreateCommand();
            copy.CommandText = "VACUUM INTO $path";
            copy.Parameters.AddWithValue("$path", path);
            await copy.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception failure) when (failure is SqliteException or OperationCanceledException)
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>What follows runs elsewhere: SQLite's driver waits for locks on the caller's own thread, and that may be an actor's.</summary>
    internal async Task<DataConnection> ConnectAsync()
    {
        if (IsSqlite)
            await Task.Yield();
        return Connect();
    }

    /// <summary>For callers that can't wait.</summary>
    internal DataConnection Connect() => new(_options);

    /// <summary>It holds what people typed, the tokens of commands and the keys of seals: nobody else on the machine may read it, or what SQLite puts beside it.</summary>
    private static void PrepareFile(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        if (File.Exists(path))
            return;
        using var file = Create(path, FileMode.OpenOrCreate);
    }

    private static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>In seconds; SQLite's only wait is the one for a lock. SQLite itself never makes the file, which others could read then.</summary>
    private string Within(string connectionString, int connect, int command)
    {
        if (!IsSqlite)
            return new NpgsqlConnectionStringBuilder(connectionString) { Timeout = connect, CommandTimeout = command }.ToString();
        var sqlite = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = command };
        if (sqlite.Mode == SqliteOpenMode.ReadWriteCreate)
            sqlite.Mode = SqliteOpenMode.ReadWrite;
        return sqlite.ToString();
    }
}
