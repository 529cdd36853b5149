using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Host.Settings;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Commands;

/// <summary>Both stand-ins and the bridge between them, with a database that is thrown away at the end.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private const int PortsTried = 100;
    private const int RedminePort = 3000;
    private const int BridgePort = 8090;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly StandInMattermost _mattermost;
    private readonly StandInRedmine _redmine;
    private readonly WebApplication _bridge;
    private readonly string _directory;

    private SandboxHost(StandInMattermost mattermost, StandInRedmine redmine, WebApplication bridge, string directory, bool hasApp)
    {
        HasApp = hasApp;
        _mattermost = mattermost;
        _redmine = redmine;
        _bridge = bridge;
        _directory = directory;
    }

    public Uri Chat => _mattermost.Url;

    /// <summary>Whether the bridge is there as an App too.</summary>
    public bool HasApp { get; }

    public Uri Redmine => _redmine.Url;

    public Uri Bridge => new(_bridge.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="version">Of the stand-in Mattermost, three numbers; null for its own.</param>
    /// <param name="adapt">Of the bridge, for tests.</param>
    public static async Task<SandboxHost> StartAsync(
        int chatPort, CancellationToken cancellation, string? version = null, Action<WebApplicationBuilder>? adapt = null)
    {
        var clock = TimeProvider.System;
        var world = MattermostWorld.CreateSeeded(clock, Guid.NewGuid().ToString("N"));
        if (version is not null)
            world.Settings = world.Settings with { Version = version };
        var app = world.Settings.HasApps ? new SandboxApp(world) : null;
        var redmine = await StartAsync(RedminePort, p => new StandInRedmine(RedmineWorld.CreateSeeded(clock), p), cancellation);
        var mattermost = await StartAsync(chatPort, p => new StandInMattermost(world, p), cancellation);
        var directory = Directory.CreateTempSubdirectory("redmine-bridge-sandbox-").FullName;
        try
        {
            var bridge = await OnFreePortAsync(BridgePort, port =>
            {
                var settings = SettingsOf(world, mattermost.Url, redmine.Url, new Uri($"http://127.0.0.1:{port}"), directory);
                return StartBridgeAsync(
                    Wiring.Bridge.Build(app?.Adapt(settings) ?? settings, adapt: adapt),
                    started => PrepareAsync(started, mattermost, app, settings.PublicUrl, cancellation),
                    cancellation);
            });
            return new(mattermost, redmine, bridge, directory, app is not null);
        }
        catch (Exception)
        {
            await CleanAsync(mattermost, redmine, directory);
            throw;
        }
    }

    /// <summary>Until the process is asked to end.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _bridge.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _bridge.StopAsync();
        await _bridge.DisposeAsync();
        await CleanAsync(_mattermost, _redmine, _directory);
    }

    private static async Task CleanAsync(StandInMattermost mattermost, StandInRedmine redmine, string directory)
    {
        await mattermost.DisposeAsync();
        await redmine.DisposeAsync();
        // SQLite's pool holds the file open.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The bridge knows its commands, and is installed as an App: whoever opens the page finds both.</summary>
    private static async Task PrepareAsync(WebApplication bridge, StandInMattermost mattermost, SandboxApp? app, Uri url, CancellationToken cancellation)
    {
        var commands = bridge.Services.GetRequiredService<CommandTokenBook>();
        using var pause = new PeriodicTimer(LookEvery);
        while (!commands.Offers(SandboxApp.Trigger))
            await pause.WaitForNextTickAsync(cancellation);
        if (app is not null)
            await app.InstallAsync(mattermost, url);
    }

    private static async Task<WebApplication> StartBridgeAsync(WebApplication bridge, Func<WebApplication, Task> prepare, CancellationToken cancellation)
    {
        try
        {
            await bridge.StartAsync(cancellation);
            await prepare(bridge);
            return bridge;
        }
        catch (Exception)
        {
            await bridge.DisposeAsync();
            throw;
        }
    }

    private static BridgeSettings SettingsOf(MattermostWorld world, Uri mattermost, Uri redmine, Uri listen, string directory) => new()
    {
        MattermostUrl = mattermost,
        MattermostToken = world.IssueToken(world.User("redmine")),
        RedmineUrl = redmine,
        RedmineApiKey = RedmineWorld.AdminKey,
        RedminePublicUrl = redmine,
        ListenUrl = listen,
        PublicUrl = listen,
        Database = $"Data Source={Path.Combine(directory, "bridge.db")}",
        Language = Language.English,
        TimeZone = TimeZoneInfo.Local,
        Users = UserMap.Parse("alice=alice;bob=bob;ivan=ivan", out _),
        Trigger = SandboxApp.Trigger,
        RegisterCommands = true,
        LinksMode = LinksMode.Edit,
    };

    private static Task<T> StartAsync<T>(int first, Func<int, T> create, CancellationToken cancellation)
        where T : StandInServer =>
        OnFreePortAsync(first, async port =>
        {
            var server = create(port);
            await server.StartAsync(cancellation);
            return server;
        });

    /// <summary>Somebody may take a port between our look at it and our own use of it; then the next one serves as well.</summary>
    private static async Task<T> OnFreePortAsync<T>(int first, Func<int, Task<T>> start)
    {
        var (port, end) = (first, first + PortsTried);
        while (true)
        {
            port = FreePort.From(port, end - port);
            try
            {
                return await start(port);
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException)
            {
                port++;
            }
        }
    }
}
