using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using RedmineBridge.Host.Doctoring;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Doctoring;

/// <summary>A bridge that is in good health between both stand-ins, and what <c>doctor</c> says when it is asked beside it.</summary>
public sealed class Patient : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-doctor-").FullName;

    /// <summary>Everybody may go in there.</summary>
    private readonly DirectoryInfo _open = Directory.CreateTempSubdirectory("redmine-bridge-doctor-");

    /// <summary>A busy machine is no fault.</summary>
    internal static DoctorLimits Long { get; } = new()
    {
        All = 5 * DoctorLimits.Usual.All,
        Check = 5 * DoctorLimits.Usual.Check,
        Map = 5 * DoctorLimits.Usual.Map,
        WhoAnswers = 5 * DoctorLimits.Usual.WhoAnswers,
        RoundTrip = 5 * DoctorLimits.Usual.RoundTrip,
        WebSocket = 5 * DoctorLimits.Usual.WebSocket,
    };

    public Office Office { get; private set; } = null!;

    /// <summary>Mattermost's.</summary>
    internal ShiftedClock Clock { get; } = new();

    internal static string FreePort => $"http://127.0.0.1:{OwnPort.Next()}/";

    public async Task InitializeAsync()
    {
        Office = await Office.OpenAsync(clock: Clock);
        if (!OperatingSystem.IsWindows())
            _open.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Office.World.Settings = Office.World.Settings with { SiteUrl = Office.Mattermost.Url, EnableReliableWebSockets = true };
        await Office.CommandsAreThereAsync();
        await Office.HealthAsync("people-map", "online");
    }

    public async Task DisposeAsync()
    {
        await Office.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        _open.Delete(recursive: true);
    }

    /// <summary>The running bridge's settings, but for <paramref name="others"/>.</summary>
    internal Dictionary<string, string?> Settings(IReadOnlyDictionary<string, string>? others = null)
    {
        Dictionary<string, string?> settings = new()
        {
            ["Mattermost:Url"] = Office.Mattermost.Url.AbsoluteUri,
            ["Mattermost:Token"] = Office.BotToken,
            ["Redmine:Url"] = Office.RedmineUrl!.AbsoluteUri,
            ["Redmine:ApiKey"] = Office.RedmineKey,
            ["Bridge:ListenUrl"] = Office.BridgeUrl.AbsoluteUri,
            ["Bridge:Database"] = Office.Database,
            ["Users:Map"] = "alice=alice;bob=bob;ivan=ivan",
        };
        foreach (var (name, value) in others ?? new Dictionary<string, string>())
            settings[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        return settings;
    }

    /// <summary>Doctor as a process, with an environment of its own, for scripts.</summary>
    internal ProcessStartInfo DoctorProcess(IReadOnlyDictionary<string, string>? others = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "redmine-bridge.dll"), "doctor", "--json"]) { RedirectStandardOutput = true };
        foreach (var (setting, value) in Settings(others))
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    /// <param name="file">A settings file that counts before all else.</param>
    /// <param name="limits"><see cref="Long"/> where nothing is said.</param>
    internal async Task<IReadOnlyList<Finding>> ExamineAsync(
        IReadOnlyDictionary<string, string>? others = null, string? file = null, TimeProvider? clock = null, DoctorLimits? limits = null)
    {
        var sources = new ConfigurationBuilder().AddInMemoryCollection(Settings(others));
        if (file is not null)
            sources.AddJsonFile(file);
        List<Finding> findings = [];
        await foreach (var finding in Doctor.ExamineAsync(SettingsReader.Read(sources.Build()), clock ?? TimeProvider.System, limits ?? Long, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    /// <summary>Redmine does not say whose the key is before <paramref name="released"/>.</summary>
    /// <param name="asked">Ends when that is asked for: others than doctor do so only now and then.</param>
    internal IDisposable HoldRedmine(Task released, out Task asked)
    {
        var heard = new TaskCompletionSource();
        asked = heard.Task;
        return Office.Redmine.Faults.Inject(
            r =>
            {
                if (r.Path != "/users/current.json")
                    return false;
                heard.TrySetResult();
                return true;
            },
            new Fault.Hold(released));
    }

    /// <summary>The path of a new file.</summary>
    /// <param name="isShutAway">In a directory that only its owner may go into.</param>
    internal string File(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, bool isShutAway = false)
    {
        var path = Path.Combine(isShutAway ? _directory : _open.FullName, $"{Guid.NewGuid():N}");
        System.IO.File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>The token of a further bot in the office's team.</summary>
    internal string Bot(params string[] roles)
    {
        var bot = Office.World.AddBot($"bot.{Guid.NewGuid():N}"[..20], roles);
        Office.World.Join(Office.World.Teams[0], bot);
        Office.World.Join(Office.World.Channel("dev"), bot);
        return Office.World.IssueToken(bot);
    }

    /// <summary>Until it is disposed of.</summary>
    internal IDisposable Set(Func<MattermostSettings, MattermostSettings> change)
    {
        var before = Office.World.Settings;
        Office.World.Settings = change(before);
        return new Undo(() => Office.World.Settings = before);
    }

    internal sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }

    internal sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
