using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Whether the bridge can work with its database. A write is tried and taken back; an SQLite file that isn't there is not created.</summary>
internal static class DatabaseChecks
{
    private const string Subject = "Bridge__Database";
    private const long Megabyte = 1024 * 1024;
    private const int ReadOnly = 8;
    private const int Busy = 5;

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var file = tools.Database.IsSqlite ? Path.GetFullPath(new SqliteConnectionStringBuilder(tools.Database.ConnectionString).DataSource) : null;
        if (file is not null && !File.Exists(file))
        {
            yield return NotThere(file, facts.BridgeRuns);
            yield break;
        }

        yield return await TryAsync(tools, facts, file ?? "PostgreSQL", cancellation);
        if (file is not null)
            yield return Room(Path.GetDirectoryName(file)!, d => new DriveInfo(d).AvailableFreeSpace);
    }

    /// <param name="free">Asks the system.</param>
    internal static Finding Room(string directory, Func<string, long> free)
    {
        try
        {
            return Space(directory, free(directory));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Yellow(
                Areas.Database,
                "disk",
                $"The system doesn't say how much room is left for {directory}: {failure.Message.TrimEnd('.')}.",
                $"Look yourself: `df -h {directory}`. Below 100 MB it is time to make room.");
        }
    }

    /// <summary>How much room there is.</summary>
    internal static Finding Space(string directory, long bytes)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"There are {bytes / Megabyte:N0} MB left for {directory}.");
        const string mend = "Make room on that disk, or move the database to another one: a full disk stops everything that has to be remembered.";
        return bytes switch
        {
            < 100 * Megabyte => Finding.Red(Areas.Database, "disk", said, mend),
            < 1024 * Megabyte => Finding.Yellow(Areas.Database, "disk", said, mend),
            _ => Finding.Green(Areas.Database, "disk", said),
        };
    }

    private static async Task<Finding> TryAsync(DoctorTools tools, Facts facts, string where, CancellationToken cancellation)
    {
        try
        {
            var version = await tools.Database.TryAsync(cancellation);
            if (version > 0)
                facts.Pins = await tools.Pins.LoadAsync(cancellation);
            return Finding.Green(Areas.Database, Subject, version == 0
                ? $"{where} can be written; the first start makes the tables."
                : $"{where} can be written; its tables have version {version}.");
        }
        catch (NewerDatabaseException newer)
        {
            return Finding.Red(
                Areas.Database,
                Subject,
                newer.Message[..newer.Message.IndexOf(':', StringComparison.Ordinal)] + ".",
                "Start the newer bridge again, or restore a backup from before its first start.");
        }
        catch (SqliteException locked) when (locked.SqliteErrorCode == Busy)
        {
            return Finding.Yellow(
                Areas.Database, Subject, $"{where} is locked by another program, so no write could be tried.", "End whatever else has it open for long, a backup or a tool, then run doctor again.");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == ReadOnly)
        {
            return Finding.Red(
                Areas.Database,
                Subject,
                $"{where} can only be read.",
                "Give the file and its directory to the bridge's account, on a disk that can be written, without Mode=ReadOnly in Bridge__Database.");
        }
        catch (DbException failure)
        {
            return Finding.Red(
                Areas.Database,
                Subject,
                $"The database does not answer: {failure.GetBaseException().Message.TrimEnd('.')}.",
                tools.Database.IsSqlite
                    ? "Look whether the file is the bridge's database and its account may read and write it; else restore a backup."
                    : "Start PostgreSQL, or correct the host, the name, the user and the password in Bridge__Database; the user needs the right to create tables.");
        }
    }

    private static Finding NotThere(string file, bool bridgeRuns)
    {
        if (bridgeRuns)
        {
            return Finding.Yellow(
                Areas.Database,
                Subject,
                $"A bridge runs, but there is no {file}: it has another database than doctor looks at.",
                "Run doctor in the bridge's working directory and as its account, or write the whole path in Bridge__Database.");
        }

        return MayCreate(file)
            ? Finding.Green(Areas.Database, Subject, $"There is no {file} yet; the first start creates it, and may.")
            : Finding.Red(
                Areas.Database,
                Subject,
                $"There is no {file}, and it can't be created.",
                "Create its directory and give it to the bridge's account, or correct the path in Bridge__Database.");
    }

    /// <summary>Tries it with a file that is gone again at once.</summary>
    private static bool MayCreate(string file)
    {
        var directory = Path.GetDirectoryName(file)!;
        while (!Directory.Exists(directory) && Path.GetDirectoryName(directory) is { } above)
            directory = above;
        // A file may stand where a directory is to be made.
        if (File.Exists(Path.Combine(directory, Path.GetRelativePath(directory, file).Split(Path.DirectorySeparatorChar)[0])))
            return false;
        try
        {
            using var trial = new FileStream(
                Path.Combine(directory, $".redmine-bridge-trial-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
