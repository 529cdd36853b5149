using LinqToDB.Data;

namespace RedmineBridge.Host.Storage;

/// <summary>The tables' history: step n brings version n-1 to n. A step that was released is never changed.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE channel_cursor (channel_id varchar(26) NOT NULL PRIMARY KEY, update_at bigint NOT NULL);
        CREATE TABLE link_ledger (
            post_id varchar(26) NOT NULL,
            edit_at bigint NOT NULL,
            outcome varchar(16) NOT NULL,
            linked_ids text NOT NULL,
            told text NOT NULL,
            reply_id varchar(26) NULL,
            at bigint NOT NULL,
            PRIMARY KEY (post_id, edit_at));
        CREATE INDEX link_ledger_at ON link_ledger (at);
        CREATE TABLE pinned_user (username varchar(64) NOT NULL PRIMARY KEY, user_id varchar(26) NOT NULL);
        CREATE TABLE command_token (
            team_id varchar(26) NOT NULL,
            command varchar(128) NOT NULL,
            token varchar(64) NOT NULL,
            PRIMARY KEY (team_id, command));
        CREATE TABLE data_protection_key (name varchar(200) NOT NULL PRIMARY KEY, xml text NOT NULL);
        """,
        """
        CREATE TABLE channel_project (channel_id varchar(26) NOT NULL PRIMARY KEY, project_id integer NOT NULL);
        CREATE TABLE session_due (user_id varchar(26) NOT NULL PRIMARY KEY, due_at bigint NOT NULL);
        """,
        """
        CREATE TABLE joined_channel (channel_id varchar(26) NOT NULL PRIMARY KEY, seen_at bigint NOT NULL);
        """,
        """
        CREATE TABLE history_term (user_id varchar(26) NOT NULL PRIMARY KEY, due_at bigint NOT NULL, forget_all boolean NOT NULL);
        CREATE INDEX history_term_due_at ON history_term (due_at);
        """,
        """
        CREATE TABLE redmine_key (
            user_id varchar(26) NOT NULL PRIMARY KEY,
            account_id integer NOT NULL UNIQUE,
            login varchar(255) NOT NULL,
            name text NOT NULL,
            sealed_key text NOT NULL,
            at bigint NOT NULL);
        """,
    ];

    /// <summary>Changes nothing.</summary>
    /// <returns>The version that the tables have.</returns>
    public static async Task<int> TryAsync(DataConnection connection, bool isSqlite, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(isSqlite ? "BEGIN IMMEDIATE" : "BEGIN", cancellation);
        try
        {
            var isThere = isSqlite ? "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'" : "SELECT count(to_regclass('schema_version'))";
            var found = await connection.ExecuteAsync<int>(isThere, cancellation) == 0
                ? 0
                : await connection.ExecuteAsync<int>("SELECT coalesce(max(version), 0) FROM schema_version", cancellation);
            if (found > Steps.Length)
                throw new NewerDatabaseException(found, Steps.Length);
            await connection.ExecuteAsync("CREATE TABLE redmine_bridge_trial (tried integer)", cancellation);
            return found;
        }
        finally
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
    }

    public static async Task RunAsync(DataConnection connection, bool isSqlite, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL PRIMARY KEY)", cancellation);
        // The first to get the lock does the work; the others then find it done.
        if (isSqlite)
            await connection.ExecuteAsync("BEGIN IMMEDIATE", cancellation);
        else
            await connection.BeginTransactionAsync(cancellation);
        try
        {
            if (!isSqlite)
                await connection.ExecuteAsync("LOCK TABLE schema_version IN EXCLUSIVE MODE", cancellation);
            var found = await connection.ExecuteAsync<int>("SELECT coalesce(max(version), 0) FROM schema_version", cancellation);
            if (found > Steps.Length)
                throw new NewerDatabaseException(found, Steps.Length);
            for (var version = found + 1; version <= Steps.Length; version++)
            {
                await connection.ExecuteAsync(Steps[version - 1], cancellation);
                await connection.ExecuteAsync($"INSERT INTO schema_version (version) VALUES ({version})", cancellation);
            }

            if (isSqlite)
                await connection.ExecuteAsync("COMMIT", cancellation);
            else
                await connection.CommitTransactionAsync(cancellation);
        }
        catch
        {
            if (isSqlite)
                await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
            else
                await connection.RollbackTransactionAsync(CancellationToken.None);
            throw;
        }
    }
}
