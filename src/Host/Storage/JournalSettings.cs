using Akka.Configuration;
using Akka.Persistence.Sql;

namespace RedmineBridge.Host.Storage;

/// <summary>Akka.Persistence in the bridge's own database.</summary>
internal static class JournalSettings
{
    /// <summary>One setting a line: Akka's parser fails on several quoted ones.</summary>
    public static Config For(BridgeDatabase database) => ConfigurationFactory.ParseString($"""
        akka.persistence.journal.plugin = "akka.persistence.journal.sql"
        akka.persistence.journal.sql.connection-string = {Quoted(database.JournalConnectionString)}
        akka.persistence.journal.sql.provider-name = "{(database.IsSqlite ? "SQLite.MS" : "PostgreSQL")}"
        akka.persistence.journal.sql.recovery-event-timeout = 5s
        akka.persistence.journal.sql.circuit-breaker.call-timeout = 3s
        akka.persistence.journal.sql.circuit-breaker.reset-timeout = 5s
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.sql"
        akka.persistence.snapshot-store.sql.connection-string = {Quoted(database.JournalConnectionString)}
        akka.persistence.snapshot-store.sql.provider-name = "{(database.IsSqlite ? "SQLite.MS" : "PostgreSQL")}"
        akka.persistence.snapshot-store.sql.circuit-breaker.call-timeout = 3s
        akka.persistence.snapshot-store.sql.circuit-breaker.reset-timeout = 5s
        """).WithFallback(SqlPersistence.DefaultConfiguration);

    private static string Quoted(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
