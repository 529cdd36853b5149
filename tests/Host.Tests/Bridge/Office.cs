using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Settings;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>
/// The whole bridge between both stand-ins, on real sockets. Each part can be stopped and started again; their worlds and the bridge's
/// database outlive that.
/// </summary>
public sealed partial class Office : IAsyncDisposable
{
    /// <summary>
    /// Real time: how long a test waits for what must happen. What takes longer is a failure: after any outage the bridge links again
    /// within this time of the server's return, untouched.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-test-").FullName;
    private readonly Func<BridgeSettings, BridgeSettings> _adapt;
    private readonly Action<IServiceCollection>? _services;
    private WebApplication? _bridge;

    private Office(
        Uri? redmine, string? redmineKey, Func<BridgeSettings, BridgeSettings>? adapt, Action<IServiceCollection>? services, TimeProvider clock, bool below)
    {
        _adapt = adapt ?? (s => s);
        _services = services;
        World = MattermostWorld.CreateSeeded(clock, Guid.NewGuid().ToString("N"));
        Mattermost = new StandInMattermost(World, OwnPort.Next(), below ? "/chat" : "");
        RedmineWorld = RedmineWorld.CreateSeeded(TimeProvider.System);
        Redmine = new StandInRedmine(RedmineWorld, OwnPort.Next(), below ? "/redmine" : "");
        RedmineUrl = redmine;
        RedmineKey = redmineKey ?? RedmineWorld.AdminKey;
        BotToken = World.IssueToken(World.User("redmine"));
        Watch = new(() => Secrets);
    }

    public MattermostWorld World { get; }

    public StandInMattermost Mattermost { get; }

    public RedmineWorld RedmineWorld { get; }

    /// <summary>Not started where a real one is used.</summary>
    public StandInRedmine Redmine { get; }

    /// <summary>The bridge's, where a test does not give it another one.</summary>
    public string Database => $"Data Source={Path.Combine(_directory, "bridge.db")}";

    public Uri? RedmineUrl { get; private set; }

    public string RedmineKey { get; }

    public string BotToken { get; }

    /// <summary>Where the bridge listens, and where Mattermost is told to find it.</summary>
    public Uri BridgeUrl { get; private set; } = FreeAddress();

    /// <summary>What an administrator types when the App is installed.</summary>
    public const string AppsSecret = "0123456789abcdef0123456789abcdef";

    /// <summary>Sees each line of the log, and fails the test at its end when a secret was among them.</summary>
    internal SecretWatch Watch { get; }

    /// <summary>No line of any log may have one of these in it.</summary>
    internal IEnumerable<string> Secrets => [BotToken, RedmineKey, AppsSecret, .. World.Commands.Select(c => c.Token), .. RedmineWorld.Data.Users.Values.Select(u => u.ApiKey)];

    public IServiceProvider Services => _bridge!.Services;

    public MattermostUser Alice => World.User("alice");

    public MattermostUser Bob => World.User("bob");

    public MattermostUser Ivan => World.User("ivan");

    public MattermostUser Bot => World.User("redmine");

    /// <summary>Everything runs, and the bridge listens.</summary>
    /// <param name="prepare">Changes the chat before the bridge comes.</param>
    /// <param name="prepareRedmine">The same in the stand-in Redmine.</param>
    /// <param name="clock">Mattermost's; the bridge and Redmine go by the real one.</param>
    /// <param name="services">Puts others in the place of the bridge's own parts, a clock for example.</param>
    /// <param name="below">Both servers lie below a path of their address.</param>
    public static async Task<Office> OpenAsync(
        Func<BridgeSettings, BridgeSettings>? adapt = null,
        Uri? redmine = null,
        string? redmineKey = null,
        Action<MattermostWorld>? prepare = null,
        Action<IServiceCollection>? services = null,
        Action<RedmineWorld>? prepareRedmine = null,
        TimeProvider? clock = null,
        bool below = false)
    {
        var office = new Office(redmine, redmineKey, adapt, services, clock ?? TimeProvider.System, below);
        prepare?.Invoke(office.World);
        prepareRedmine?.Invoke(office.RedmineWorld);
        await office.Mattermost.StartAsync();
        if (redmine is null)
        {
            await office.Redmine.StartAsync();
            office.RedmineUrl = office.Redmine.Url;
        }

        await office.StartBridgeAsync();
        await office.ListeningAsync();
        return office;
    }

    public async Task StartBridgeAsync()
    {
        _bridge = Wiring.Bridge.Build(
            _adapt(new BridgeSettings
            {
                MattermostUrl = Mattermost.Url,
                MattermostToken = BotToken,
                RedmineUrl = RedmineUrl!,
                RedmineApiKey = RedmineKey,
                RedminePublicUrl = RedmineUrl!,
                ListenUrl = BridgeUrl,
                PublicUrl = BridgeUrl,
                Database = Database,
                Language = Language.English,
                TimeZone = TimeZoneInfo.Utc,
                Users = UserMap.Parse("alice=alice;bob=bob;ivan=ivan", out _),
                Trigger = "redmine",
                RegisterCommands = true,
                LinksMode = LinksMode.Edit,
            }),
            adapt: b =>
            {
                b.Logging.SetMinimumLevel(LogLevel.Warning);
                b.Logging.AddProvider(Watch).AddFilter<SecretWatch>(null, LogLevel.Information).AddFilter<SecretWatch>("RedmineBridge", LogLevel.Debug);
                TakeTime(b.Services);
                _services?.Invoke(b.Services);
            });
        await _bridge.StartAsync();
    }

    /// <summary>Commands and forms may take longer than people would be let wait: most tests ask for the answer, and not how fast it comes.</summary>
    public static void TakeTime(IServiceCollection services)
    {
        var usual = UsualSlash(services).ImplementationFactory!;
        services.AddSingleton(s => (SlashSettings)usual(s) with { AnswerWithin = TimeSpan.FromSeconds(20), AnswerFormWithin = TimeSpan.FromSeconds(20) });
    }

    /// <summary>For the tests that are about slowness: they may take as long as in the product.</summary>
    public static void TakeNoTime(IServiceCollection services) => services.Add(UsualSlash(services));

    /// <summary>As the bridge has registered them itself.</summary>
    private static ServiceDescriptor UsualSlash(IServiceCollection services) => services.First(d => d.ServiceType == typeof(SlashSettings));

    /// <summary>Beside the database of the bridge, where it works.</summary>
    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_directory, file), text);

    /// <summary>The same bridge with the same database, as a process of its own; the one in this process must have been stopped.</summary>
    /// <param name="settings">Further ones, or others.</param>
    public BridgeProcess StartProcess(IReadOnlyDictionary<string, string>? settings = null) => BridgeProcess.Start(_directory, Watch, With(settings, new()
    {
        ["Mattermost__Url"] = Mattermost.Url.AbsoluteUri,
        ["Mattermost__Token"] = BotToken,
        ["Redmine__Url"] = RedmineUrl!.AbsoluteUri,
        ["Redmine__ApiKey"] = RedmineKey,
        ["Bridge__ListenUrl"] = BridgeUrl.AbsoluteUri,
        ["Bridge__Database"] = Database,
        ["Users__Map"] = "alice=alice;bob=bob;ivan=ivan",
    }));

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? others, Dictionary<string, string> usual)
    {
        foreach (var (name, value) in others ?? new Dictionary<string, string>())
            usual[name] = value;
        return usual;
    }

    public async Task StopBridgeAsync()
    {
        if (_bridge is not { } bridge)
            return;
        _bridge = null;
        await bridge.StopAsync();
        await bridge.DisposeAsync();
    }

    /// <summary>It has read each channel once, and written down up to where: what comes later is missed and not before its time.</summary>
    public Task StopBridgeOnceAllIsReadAsync() =>
        StopBridgeOnceAsync("SELECT COUNT(*) FROM channel_cursor", World.Channels.Count(c => World.IsMember(c, Bot)));

    /// <summary>It has written down so much.</summary>
    public async Task StopBridgeOnceAsync(string query, int atLeast)
    {
        long count = 0;
        await Look.UntilAsync(async () => (count = await CountAsync(query)) >= atLeast, Patience, seen: () => $"{count} of {atLeast}: {query}");
        await StopBridgeAsync();
    }

    /// <summary>The number that a query of the bridge's SQLite database gives.</summary>
    public async Task<long> CountAsync(string query) => (long)(await AskAsync(query))!;

    /// <summary>What it gives, in words.</summary>
    public async Task<string> TextAsync(string query) => $"{await AskAsync(query)}";

    private async Task<object?> AskAsync(string query)
    {
        await using var database = new SqliteConnection(Database);
        await database.OpenAsync();
        await using var command = new SqliteCommand(query, database);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The bridge's WebSocket is open, and what it had missed is read.</summary>
    public Task ListeningAsync() => UntilAsync(_ => Mattermost.Connected.Contains("redmine"));

    public async Task UntilAsync(Func<MattermostWorld, bool> condition)
    {
        try
        {
            await World.WaitAsync(condition, Patience);
        }
        catch (TimeoutException)
        {
            var now = TimeProvider.System.GetUtcNow();
            throw new TimeoutException(
                $"What was waited for has not come within {Patience.TotalSeconds:0} s, until {now:HH:mm:ss.fff}. The bridge's log, from its end:\n{string.Join('\n', Watch.Last)}");
        }
    }

    /// <summary>What is seen has been the same for so many looks, and nothing of it is still under way.</summary>
    public static async Task QuietAsync(Func<string> seen, int looks, Func<string, bool>? isUnderWay = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var (before, same) = ("", 0);
        while (same < looks && await pause.WaitForNextTickAsync(patience.Token))
        {
            var now = seen();
            same = now == before && isUnderWay?.Invoke(now) != true ? same + 1 : 0;
            before = now;
        }
    }

    public MattermostPost Write(MattermostUser author, string text, string channel = "dev", MattermostPost? root = null) =>
        World.PostAs(author, World.Channel(channel), text, root);

    /// <summary>An edit by a person, who is never so fast that it falls into the millisecond of the edit before it: that is how versions are told apart.</summary>
    public async Task EditAsync(MattermostUser author, MattermostPost post, string text)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (World.Time.GetUtcNow().ToUnixTimeMilliseconds() <= World.Post(post.Id).EditAt)
            await pause.WaitForNextTickAsync();
        World.EditAs(author, World.Post(post.Id), text);
    }

    /// <summary>The text of a post once it is no longer what its author wrote.</summary>
    public async Task<string> ChangedAsync(MattermostPost post)
    {
        await UntilAsync(w => w.Post(post.Id).Message != post.Message);
        return World.Post(post.Id).Message;
    }

    /// <summary>The link that a reference becomes.</summary>
    public string Link(int ticket, string letter = "t") => $"[#{letter}{ticket}]({RedmineUrl!.AbsoluteUri.TrimEnd('/')}/issues/{ticket})";

    public IReadOnlyList<MattermostPost> DirectMessages(MattermostUser to) =>
        [.. World.PostsIn(Direct(to)).Where(p => p.UserId == Bot.Id)];

    public async ValueTask DisposeAsync()
    {
        await StopBridgeAsync();
        await Mattermost.DisposeAsync();
        await Redmine.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
        Assert.Empty(Watch.Leaks);
    }
}
