using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration.Json;
using RedmineBridge.Host.Settings;

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
        foreach (var path in Secret(tools.Settings).Where(File.Exists).Distinct())
            yield return Readers(path);
        await Task.CompletedTask;
    }

    private static Finding Readers(string path) => !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead)
        ? Finding.Yellow(
            Areas.Settings, path, $"Every account of this machine can read {path}, and secrets stand in it.", $"Let the bridge's account alone read it: `chmod 600 {path}`.")
        : Finding.Green(Areas.Settings, path, $"Not every account of this machine can read {path}.");

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
            foreach (var named in Secrets.Select(s => sources[s + "File"]?.Trim()).OfType<string>())
            {
                if (named.Length > 0 && !Path.GetFullPath(named).StartsWith("/run/", StringComparison.Ordinal))
                    yield return Path.GetFullPath(named);
            }
        }

        if (Storage.BridgeDatabase.LooksLikeSqlite(settings.Database))
            yield return Path.GetFullPath(new SqliteConnectionStringBuilder(settings.Database).DataSource);
    }
}
