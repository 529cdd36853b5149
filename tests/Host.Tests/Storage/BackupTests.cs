using System.CommandLine;
using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Tests.Storage;

public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redmine-bridge-test-").FullName;

    private string Database => $"Data Source={Path.Combine(_folder, "bridge.db")}";

    private string Copy => Path.Combine(_folder, "copy.db");

    [Fact]
    public async Task What_is_written_while_it_is_in_use_is_in_the_copy_which_its_owner_alone_may_read()
    {
        var database = new BridgeDatabase(Database);
        await database.PrepareAsync(CancellationToken.None);
        await using var writer = new SqliteConnection(database.ConnectionString);
        await writer.OpenAsync();
        await using var write = writer.CreateCommand();
        // It lies in the file beside the database as yet.
        write.CommandText = "CREATE TABLE probe (word TEXT); INSERT INTO probe VALUES ('kept')";
        await write.ExecuteNonQueryAsync();

        var (code, said) = await BackupAsync(Database, Copy);

        Assert.True(code == 0, said);
        await using var copy = new SqliteConnection($"Data Source={Copy};Mode=ReadOnly");
        await copy.OpenAsync();
        await using var read = copy.CreateCommand();
        read.CommandText = "SELECT word FROM probe";
        Assert.Equal("kept", await read.ExecuteScalarAsync());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        Assert.NotEqual(0, await new BridgeDatabase($"Data Source={Copy}").TryAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_as_it_is()
    {
        await new BridgeDatabase(Database).PrepareAsync(CancellationToken.None);
        await File.WriteAllTextAsync(Copy, "somebody's");

        var (code, said) = await BackupAsync(Database, Copy);

        Assert.Equal((1, "somebody's"), (code, await File.ReadAllTextAsync(Copy)));
        Assert.Contains("Name a file that is not there yet", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=/nowhere/at/all.db", 1, "there is no copy: SQLite Error 14")]
    [InlineData("Host=127.0.0.1;Database=bridge;Username=bridge;Password=hush", 1, "copy it with pg_dump")]
    [InlineData("bridge.db", 2, "Bridge__Database is not a connection string")]
    public async Task What_can_not_be_copied_is_said_and_leaves_nothing(string database, int code, string sentence)
    {
        var run = await BackupAsync(database, Copy);

        Assert.Equal(code, run.Code);
        Assert.Contains(sentence, run.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(Copy));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int Code, string Said)> BackupAsync(string database, string file)
    {
        using var said = new StringWriter();
        var code = await CommandLine.InvokeAsync(["backup", file, $"--Bridge:Database={database}"], new InvocationConfiguration { Output = said, Error = said });
        return (code, said.ToString());
    }
}
