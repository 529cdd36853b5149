using System.CommandLine;
using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Commands;

/// <summary><c>backup</c>: copies the SQLite database while the bridge runs, where there is no program of SQLite's: in a container above all.</summary>
internal sealed class BackupCommand : Command
{
    private const int NotDone = 1;

    public BackupCommand()
        : base("backup", "Copies the SQLite database of Bridge__Database into a new file, also while the bridge runs.")
    {
        TreatUnmatchedTokensAsErrors = false;
        var file = new Argument<string>("file") { Description = "The copy, which may not be there yet." };
        Arguments.Add(file);
        SetAction((parsed, cancellation) =>
            CopyAsync(Path.GetFullPath(parsed.GetValue(file)!), parsed.UnmatchedTokens, parsed.InvocationConfiguration, cancellation));
    }

    private static async Task<int> CopyAsync(string path, IReadOnlyList<string> args, InvocationConfiguration to, CancellationToken cancellation)
    {
        if (await SettingsSources.ReadAsync(args, SettingsReader.ReadDatabase, to.Error) is not { } connection)
            return SettingsSources.BadSettings;
        var database = new BridgeDatabase(connection);
        if (!database.IsSqlite)
        {
            await to.Error.WriteLineAsync("Bridge__Database is PostgreSQL: copy it with pg_dump.");
            return NotDone;
        }

        try
        {
            await database.CopyAsync(path, cancellation);
            await to.Output.WriteLineAsync($"The database was copied to {path} ({new FileInfo(path).Length / 1024:N0} KiB). Whoever has it has what is in it.");
            return 0;
        }
        catch (SqliteException failure)
        {
            await to.Error.WriteLineAsync($"The database could not be copied, and there is no copy: {failure.Message.TrimEnd('.')}.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await to.Error.WriteLineAsync($"The copy could not be made: {failure.Message.TrimEnd('.')}. Name a file that is not there yet, in a directory that is.");
        }

        return NotDone;
    }
}
