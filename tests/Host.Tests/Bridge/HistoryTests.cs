using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;
using RedmineBridge.Host.Tests.Faults;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>What is stored of people, and how it goes: the whole bridge with each database, whose every table is read.</summary>
public sealed class HistoryTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Who_wants_to_be_forgotten_is_and_can_begin_anew(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var (talk, others) = (new Conversation(office, office.Alice), new Conversation(office, office.Ivan));
        await office.CommandsAreThereAsync();
        await talk.PlayAsync([$"Count the chairs {_unique} tomorrow", "demo", "yes"]);
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        await talk.PlayAsync([$"Count the tables {_unique} tomorrow"]);
        await others.PlayAsync([$"Посчитать стулья {_unique} завтра"]);
        Assert.NotEmpty(await CellsAsync(store, "Count the"));

        var answer = await office.TypeAsync(office.Alice, "/redmine forget me");

        Assert.StartsWith("I have forgotten all that I kept of you.", answer, StringComparison.Ordinal);
        Assert.Empty(await CellsAsync(store, "Count the"));
        Assert.NotEmpty(await CellsAsync(store, "Посчитать"));
        Assert.Equal(["history-trimmed-1"], await ManifestsAsync(store, office));
        await office.StopBridgeAsync();
        await office.StartBridgeAsync();
        await talk.PlayAsync([$"Count the lamps {_unique} tomorrow", "demo", "yes"]);
        await office.UntilAsync(_ => office.RedmineWorld.Data.Issues.Values.Any(i => i.Subject == $"Count the lamps {_unique}"));
        Assert.DoesNotContain(office.RedmineWorld.Data.Issues.Values, i => i.Subject == $"Count the tables {_unique}");
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task An_administrator_hands_out_what_is_stored_of_a_person_and_has_it_forgotten(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var settings = $"--Bridge:Database={store.ConnectionString}";
        var talk = new Conversation(office, office.Ivan);
        await talk.PlayAsync([$"Посчитать стулья {_unique} завтра"]);

        var (code, said) = await office.CommandLineAsync("export", "ivan", settings);

        Assert.Equal(0, code);
        Assert.Contains($"Посчитать стулья {_unique}", said, StringComparison.Ordinal);
        var exported = JsonNode.Parse(said)!;
        Assert.Equal((office.Ivan.Id, "ivan", "draft-kept-1"), ((string?)exported["mattermostId"], (string?)exported["pinnedLogins"]![0], (string?)exported["history"]![0]!["what"]));
        Assert.DoesNotContain(office.Secrets, s => said.Contains(s, StringComparison.Ordinal));

        Assert.Equal(
            (0, $"Nothing is stored of `ivan` ({office.Ivan.Id}) any more. The map still has the line of `ivan`: take it out, too, and run this once more."),
            await office.CommandLineAsync("forget", "ivan", settings, "--Users:Map=ivan=ivan"));
        Assert.Empty(await CellsAsync(store, "Посчитать"));
        Assert.Equal((0, $"Nothing is stored of `ivan` ({office.Ivan.Id}) any more."), await office.CommandLineAsync("forget", "@Ivan", settings));
        Assert.Empty(await RowsAsync(store, "SELECT username FROM pinned_user WHERE username = 'ivan'", row => row.GetString(0)));
        Assert.Empty((JsonArray)JsonNode.Parse((await office.CommandLineAsync("export", office.Ivan.Id, settings)).Said)!["pinnedLogins"]!);
        (code, said) = await office.CommandLineAsync("forget", "whoever", settings);
        Assert.Equal((1, true), (code, said.StartsWith("Nobody was ever seen as `whoever`", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task When_a_history_is_old_what_was_created_goes_and_what_is_talked_about_stays(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await Office.OpenAsync(store.In);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} tomorrow", "demo", "yes"]);
        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        await talk.PlayAsync([$"Count the tables {_unique} tomorrow"]);
        await office.StopBridgeAsync();
        await RunAsync(store, "UPDATE history_term SET due_at = 1");
        await office.StartBridgeAsync();

        await Look.UntilAsync(async () => await ManifestsAsync(store, office) is ["history-trimmed-1"], Office.Patience, every: 100);

        await talk.PlayAsync(["yes"]);
        await office.UntilAsync(_ => office.RedmineWorld.Data.Issues.Values.Any(i => i.Subject == $"Count the tables {_unique}"));
        Assert.Single(office.RedmineWorld.Data.Issues.Values, i => i.Subject == $"Count the chairs {_unique}");
    }

    /// <summary>Of alice's events, as they are stored.</summary>
    private static Task<List<string>> ManifestsAsync(StoreUnderTest store, Office office) =>
        RowsAsync(store, $"SELECT manifest FROM journal WHERE persistence_id = 'user-{office.Alice.Id}' ORDER BY sequence_number", row => row.GetString(0));

    /// <summary>All that has this text in it, in any table.</summary>
    private static async Task<List<string>> CellsAsync(StoreUnderTest store, string text)
    {
        var found = new List<string>();
        var tables = await RowsAsync(
            store,
            store.IsSqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
            row => row.GetString(0));
        foreach (var table in tables)
        {
            var rows = await RowsAsync(store, $"SELECT * FROM {table}", row => string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(c =>
                row.GetValue(c) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{row.GetValue(c)}")));
            // JSON writes Cyrillic letters by their numbers.
            found.AddRange(rows.Where(r => r.Contains(text, StringComparison.Ordinal) || r.Contains(JsonEncodedText.Encode(text).Value, StringComparison.Ordinal)));
        }

        return found;
    }

    private static async Task<List<T>> RowsAsync<T>(StoreUnderTest store, string query, Func<DbDataReader, T> read)
    {
        await using var connection = await OpenAsync(store);
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }

    private static async Task RunAsync(StoreUnderTest store, string statement)
    {
        await using var connection = await OpenAsync(store);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    private static async Task<DbConnection> OpenAsync(StoreUnderTest store)
    {
        DbConnection connection = store.IsSqlite ? new SqliteConnection(store.ConnectionString) : new NpgsqlConnection(store.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
