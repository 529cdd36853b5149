using Microsoft.Data.Sqlite;
using Npgsql;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>How long a session waits for its journal, and the journal for the database.</summary>
public sealed class JournalSettingsTests
{
    private const string Journal = "akka.persistence.journal.sql.";

    [Theory]
    [InlineData("Data Source=bridge.db")]
    [InlineData("Host=db;Database=bridge;Command Timeout=60")]
    public void The_database_gives_up_a_lock_before_the_journal_gives_up_the_write(string connection)
    {
        var database = new BridgeDatabase(connection);

        var settings = JournalSettings.For(database);

        Assert.Equal(TimeSpan.FromSeconds(3), settings.GetTimeSpan(Journal + "circuit-breaker.call-timeout"));
        Assert.Equal(TimeSpan.FromSeconds(5), settings.GetTimeSpan(Journal + "recovery-event-timeout"));
        var used = settings.GetString(Journal + "connection-string");
        Assert.Equal(2, database.IsSqlite ? new SqliteConnectionStringBuilder(used).DefaultTimeout : new NpgsqlConnectionStringBuilder(used).CommandTimeout);
    }
}
