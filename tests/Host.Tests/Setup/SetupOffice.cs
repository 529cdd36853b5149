using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Setup;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Tests.Support;
using Spectre.Console.Testing;

namespace RedmineBridge.Host.Tests.Setup;

/// <summary>
/// Both stand-ins as an administrator finds them who has just installed them: alice, bob, ivan and admin in the team office, no bot, Mattermost's
/// switches as on a fresh server. What setup says is looked through for secrets at the end.
/// </summary>
internal sealed class SetupOffice : IAsyncDisposable
{
    private readonly Uri _bridgeUrl = new($"http://127.0.0.1:{OwnPort.Next()}");
    private readonly List<string> _said = [];
    private readonly Uri? _redmineUrl;
    private readonly string _redmineKey;
    private WebApplication? _bridge;

    private SetupOffice(RealServer? redmine)
    {
        (_redmineUrl, _redmineKey) = (redmine?.Url, redmine?.Key ?? RedmineWorld.AdminKey);
        World = MattermostWorld.CreateEmpty(TimeProvider.System, Guid.NewGuid().ToString("N"));
        World.Settings = World.Settings with { EnableBotAccountCreation = false, EnableCommands = false, AllowedUntrustedInternalConnections = "wiki.internal" };
        var admin = World.AddUser("admin", "System", "Administrator", with: u => u with { Roles = ["system_user", "system_admin"] });
        World.SetPassword(admin, MattermostWorld.AdminPassword);
        var people = new[] { World.AddUser("alice", "Alice", "Morgan"), World.AddUser("bob", "Bob", "Fisher"), World.AddUser("ivan", "Иван", "Петров", "ru") };
        World.SetPassword(people[0], AlicesPassword);
        var office = World.AddTeam("office", "Office");
        foreach (var person in people)
            World.Join(office, person);
        World.AddChannel(office, "dev", MattermostChannel.Public, people);
        Mattermost = new(World, OwnPort.Next());
        Redmine = new(RedmineWorld, OwnPort.Next());
    }

    public const string AlicesPassword = "alices-own-password";

    public MattermostWorld World { get; }

    public StandInMattermost Mattermost { get; }

    public RedmineWorld RedmineWorld { get; } = RedmineWorld.CreateSeeded(TimeProvider.System);

    public StandInRedmine Redmine { get; }

    /// <summary>Asks the setup that runs to end.</summary>
    public CancellationTokenSource Stop { get; set; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("redmine-bridge-setup-").FullName;

    public string SettingsPath => Path.Combine(Folder, "appsettings.json");

    public string RecordPath => Path.Combine(Folder, "setup.json");

    public string MapPath => Path.Combine(Folder, "people.txt");

    public Uri RedmineUrl => _redmineUrl ?? Redmine.Url;

    /// <summary>What no output may have in it.</summary>
    private IEnumerable<string> Secrets =>
    [
        MattermostWorld.AdminPassword, AlicesPassword, _redmineKey, .. World.Commands.Select(c => c.Token),
        .. World.Users.SelectMany(World.AccessTokensOf).Select(t => t.Token), .. RedmineWorld.Data.Users.Values.Select(u => u.ApiKey),
    ];

    public static async Task<SetupOffice> OpenAsync(RealServer? redmine = null)
    {
        var office = new SetupOffice(redmine);
        await office.Mattermost.StartAsync();
        if (redmine is null)
            await office.Redmine.StartAsync();
        return office;
    }

    /// <summary>As an administrator who has logins and passwords, without a terminal; the exit code, and what was said.</summary>
    public Task<(int Code, string Said)> SetupAsync(params string[] options) => RunAsync(
        [
            "--SETUP_MATTERMOST_LOGIN=admin", $"--SETUP_MATTERMOST_PASSWORD={MattermostWorld.AdminPassword}",
            .. _redmineUrl is null ? ["--SETUP_REDMINE_LOGIN=admin", $"--SETUP_REDMINE_PASSWORD={RedmineWorld.AdminPassword}"] : new[] { $"--SETUP_REDMINE_KEY={_redmineKey}" },
            .. options,
        ]);

    /// <summary>With no credentials but those in <paramref name="options"/>.</summary>
    public async Task<(int Code, string Said)> RunAsync(params string[] options)
    {
        using var said = new StringWriter();
        string[] addresses =
        [
            $"--Mattermost:Url={Mattermost.Url}", $"--Redmine:Url={RedmineUrl}", $"--Bridge:ListenUrl={_bridgeUrl}",
            $"--Bridge:Database=Data Source={Path.Combine(Folder, "bridge.db")}",
        ];
        var code = await CommandLine.InvokeAsync(
            ["setup", "--settings", SettingsPath, .. addresses, .. options], new InvocationConfiguration { Output = said, Error = said }, Stop.Token);
        var text = said.ToString().ReplaceLineEndings("\n");
        _said.Add(text);
        if (File.Exists(RecordPath))
            _said.Add(await File.ReadAllTextAsync(RecordPath));
        return (code, text);
    }

    /// <summary>In this environment, which has credentials as well, agreed to and without a terminal.</summary>
    public async Task<(int Code, string Said)> SetupInAsync(IReadOnlyDictionary<string, string?> environment, params string[] args)
    {
        using var said = new StringWriter();
        var all = new Dictionary<string, string?>(environment)
        {
            ["SETUP_MATTERMOST_LOGIN"] = "admin",
            ["SETUP_MATTERMOST_PASSWORD"] = MattermostWorld.AdminPassword,
            ["SETUP_REDMINE_KEY"] = RedmineWorld.AdminKey,
            ["Mattermost:Url"] = $"{Mattermost.Url}",
            ["Redmine:Url"] = $"{RedmineUrl}",
            ["Bridge:ListenUrl"] = $"{_bridgeUrl}",
        };
        var setup = new SetupConversation(
            new() { SettingsPath = SettingsPath, IsAgreed = true }, args, new PlainTerminal(said, said), new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        var code = await setup.RunAsync(CancellationToken.None);
        _said.Add(said.ToString());
        return (code, said.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>As somebody at a terminal who types these lines; whatever is asked beyond them is an error.</summary>
    public async Task<(int Code, string Said)> TypeAsync(params string[] lines)
    {
        using var console = new TestConsole { Profile = { Width = 200 } };
        console.Interactive();
        foreach (var line in lines)
            console.Input.PushTextWithEnter(line);
        var setup = new SetupConversation(
            new() { SettingsPath = SettingsPath },
            [$"--Bridge:ListenUrl={_bridgeUrl}", $"--Bridge:Database=Data Source={Path.Combine(Folder, "bridge.db")}"],
            new SpectreTerminal(console));
        var code = await setup.RunAsync(CancellationToken.None);
        _said.Add(console.Output);
        return (code, console.Output);
    }

    /// <summary>With the settings file that setup wrote, and nothing else.</summary>
    public async Task StartBridgeAsync()
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddJsonFile(SettingsPath).Build());
        _bridge = Wiring.Bridge.Build(settings, adapt: b =>
        {
            b.Logging.SetMinimumLevel(LogLevel.Warning);
            Office.TakeTime(b.Services);
        });
        await _bridge.StartAsync();
        await World.WaitAsync(_ => Mattermost.Connected.Count > 0, Office.Patience);
        // It has looked after its commands, and knows the tokens of those that there are.
        var board = _bridge.Services.GetRequiredService<StatusBoard>();
        await Look.UntilAsync(
            () => board.Entries.Any(e => e.Report.Name == ConnectionReport.Commands), Office.Patience, seen: () => string.Join('\n', board.Entries));
    }

    /// <summary>Everything that setup might change in Mattermost.</summary>
    public string Snapshot() => string.Join('\n',
    [
        .. World.Users.Select(u => $"{u.Username} {string.Join(' ', u.Roles)} {u.DeleteAt == 0} {World.AccessTokensOf(u).Count} {string.Join(' ', World.TeamsOf(u.Id).Select(t => t.Name))}"),
        .. World.Roles.Select(r => $"{r.Name} {string.Join(' ', r.Permissions)}"),
        .. World.Commands.Select(c => $"{c.Id} {c.Url}"),
        .. World.Channels.Where(c => c.TeamId.Length > 0).Select(c => $"{c.Name} {string.Join(' ', World.Users.Where(u => World.IsMember(c, u)).Select(u => u.Username))}"),
        $"{World.Settings}",
    ]);

    /// <summary>The names and contents of what is in the folder, but for the bridge's database.</summary>
    public string Files() => string.Join('\n', Directory.GetFiles(Folder).Where(f => !f.Contains("bridge.db", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(f => $"{f}:\n{File.ReadAllText(f)}"));

    public async ValueTask DisposeAsync()
    {
        Stop.Dispose();
        if (_bridge is not null)
        {
            await _bridge.StopAsync();
            await _bridge.DisposeAsync();
        }

        await Mattermost.DisposeAsync();
        await Redmine.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        Assert.All(_said, text => Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }
}
