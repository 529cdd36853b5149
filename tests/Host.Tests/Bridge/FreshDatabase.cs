using Npgsql;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>An empty PostgreSQL database that one test has for itself.</summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private FreshDatabase(string server, string name)
    {
        _server = server;
        _name = name;
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();

    /// <summary>Skips the test by name where there is no PostgreSQL.</summary>
    public static async Task<FreshDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("POSTGRES_CONNECTION");
        Skip.If(server is null, "POSTGRES_CONNECTION is not set: tests/run.sh makes a database");
        var database = new FreshDatabase(server!, $"redmine_bridge_test_{Guid.NewGuid():N}");
        await database.RunAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Nobody can use it until the task's outcome is disposed of: those who do are thrown out.</summary>
    public async Task<IAsyncDisposable> TakeAwayAsync()
    {
        await RunAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
        return new Back(this);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private async Task RunAsync(string command)
    {
        await using var source = NpgsqlDataSource.Create(_server);
        await using var statement = source.CreateCommand(command);
        await statement.ExecuteNonQueryAsync();
    }

    private sealed class Back(FreshDatabase database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await database.RunAsync($"ALTER DATABASE {database._name} ALLOW_CONNECTIONS true");
    }
}
