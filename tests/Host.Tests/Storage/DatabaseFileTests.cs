using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Tests.Storage;

public sealed class DatabaseFileTests
{
    [SkippableFact]
    public async Task Nobody_else_may_read_the_file_or_what_lies_beside_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        var directory = Directory.CreateTempSubdirectory("redmine-bridge-test-");
        try
        {
            var database = new BridgeDatabase($"Data Source={Path.Combine(directory.FullName, "data", "bridge.db")}");
            await database.PrepareAsync(CancellationToken.None);

            var files = directory.GetFiles("bridge.db*", SearchOption.AllDirectories);
            Assert.NotEmpty(files);
            Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, f.UnixFileMode));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Where its directory comes only after the start, whoever looks first would make it, for all to read.</summary>
    [Fact]
    public async Task Nobody_makes_the_file_but_who_makes_it_for_its_owner_alone()
    {
        var directory = Directory.CreateTempSubdirectory("redmine-bridge-test-");
        try
        {
            var path = Path.Combine(directory.FullName, "bridge.db");
            var database = new BridgeDatabase($"Data Source={path}");

            await Assert.ThrowsAsync<SqliteException>(() => database.CheckAsync(CancellationToken.None));
            Assert.Throws<SqliteException>(() => new SqliteConnection(database.JournalConnectionString).Open());

            Assert.False(File.Exists(path));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }
}
