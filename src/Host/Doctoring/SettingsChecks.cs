using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration.Json;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Setup;

namespace RedmineBridge.Host.Doctoring;

/// <summary>What is allowed in the settings and yet better done otherwise, and who can read the secrets in them.</summary>
internal static class SettingsChecks
{
    private static readonly string[] Secrets = ["Mattermost:Token", "Redmine:ApiKey", "Bridge:Database", "Bridge:StatusToken", "Apps:Secret"];

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Finding.Green(Areas.Settings, "settings", "All settings are there and well written.");
        foreach (var (subject, said, mend) in tools.Settings.Warnings.Select(Split))
            yield return Finding.Yellow(Areas.Settings, subject, said, mend);
        // Windows has other rights, which are not looked at.
        foreach (var path in OperatingSystem.IsWindows() ? [] : Secret(tools.Settings).Where(File.Exists).Distinct())
        {
            if (Readers(path) is { } finding)
                yield return finding;
        }

        await Task.CompletedTask;
    }

    /// <summary>Null where it is gone again, as what SQLite puts beside a database may be.</summary>
    private static Finding? Readers(string path)
    {
        try
        {
            return SafeFile.ReadersOf(path) switch
            {
                FileReaders.Owner => Finding.Green(Areas.Settings, path, $"Its owner alone can read {path}."),
                FileReaders.Group => Finding.Yellow(
                    Areas.Settings,
                    path,
                    $"The accounts of a group can read {path}, and secrets stand in it.",
                    $"Where the bridge's account is alone in that group, nothing needs to be done. Else make it the file's owner and let nobody else read it: `chmod 600 {path}`."),
                _ => Finding.Yellow(
                    Areas.Settings, path, $"Every account of this machine can read {path}, and secrets stand in it.", $"Let the bridge's account alone read it: `chmod 600 {path}`."),
            };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Yellow(
                Areas.Settings,
                path,
                $"It can't be seen who can read {path}: {failure.Message.TrimEnd('.')}.",
                $"Run doctor as the bridge's account, or look yourself: `namei -l {path}`.");
        }
    }

    /// <summary>A warning names its setting first and says what to do last.</summary>
    private static (string Subject, string Said, string Mend) Split(string warning)
    {
        var end = warning.TrimEnd('.').LastIndexOf(". ", StringComparison.Ordinal) + 1;
        return (warning.Split(' ')[0], warning[..end], warning[end..].Trim());
    }

    private static IEnumerable<string> Secret(BridgeSettings settings)
    {
        if (settings.Sources is { } sources)
        {
            foreach (var file in sources.Providers.OfType<JsonConfigurationProvider>())
            {
                if (Secrets.Any(s => file.TryGet(s, out _)) && file.Source.FileProvider?.GetFileInfo(file.Source.Path!).PhysicalPath is { } path)
                    yield return path;
            }

            // What Docker and systemd put below /run has the rights that they give it.
            foreach (var named in Secrets.Select(s => s + "File").Append("Commands:TokensFile").Select(s => sources[s]?.Trim()).OfType<string>())
            {
                if (named.Length > 0 && !Path.GetFullPath(named).StartsWith("/run/", StringComparison.Ordinal))
                    yield return Path.GetFullPath(named);
            }
        }

        if (Storage.BridgeDatabase.LooksLikeSqlite(settings.Database))
        {
            // SQLite's two others have its mode of when they were made.
            var database = Path.GetFullPath(new SqliteConnectionStringBuilder(settings.Database).DataSource);
            yield return database;
            yield return $"{database}-wal";
            yield return $"{database}-shm";
        }
    }
}
