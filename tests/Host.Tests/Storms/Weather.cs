using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Kills;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Storms;

/// <summary>
/// What goes wrong, one thing after the other and some at once, by chance: the bridge dies or is restarted, either server is away or answers with
/// errors, lines are cut or freeze, the database is locked. The bridge runs as a process of its own with little memory.
/// </summary>
/// <param name="line">To a real Redmine; null where both servers are stand-ins.</param>
internal sealed class Weather(Office office, CutLine? line, string map, int seed)
{
    private readonly Chance _chance = new(seed);
    private readonly ConcurrentQueue<(DateTimeOffset At, string What)> _happened = new();
    private readonly List<BridgeProcess> _lives = [];
    private readonly List<Task> _going = [];
    private readonly ConcurrentDictionary<string, bool> _busy = new();

    /// <summary>How often the bridge has ended without having been able to give each answer.</summary>
    public int Deaths { get; private set; }

    /// <summary>What happened when, and what the bridge said in each of its lives.</summary>
    public string Log => string.Join('\n', [.. _happened.Select(h => $"{h.At:HH:mm:ss.fff} {h.What}"), .. _lives.Select((life, n) => $"--- life {n + 1}\n{life.Log}")]);

    public string Summary => string.Join(", ", _happened.GroupBy(h => h.What).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"));

    public async Task BeginAsync()
    {
        await office.StopBridgeAsync();
        StartBridge();
        await office.ListeningAsync();
    }

    public async Task RageAsync(TimeSpan duration)
    {
        var end = TimeProvider.System.GetUtcNow() + duration;
        while (TimeProvider.System.GetUtcNow() < end)
        {
            await Task.Delay(_chance.Pause(200, 2_500));
            Strike();
            _going.RemoveAll(t => t.IsCompletedSuccessfully);
        }
    }

    /// <summary>Everything is as it should be.</summary>
    public async Task CalmDownAsync()
    {
        await Task.WhenAll(_going);
        office.Mattermost.Faults.Clear();
        office.Redmine.Faults.Clear();
    }

    public async Task EndAsync()
    {
        await Task.WhenAll(_going);
        if (_lives is [.., var last])
            await last.KillAsync();
        foreach (var life in _lives)
            life.Dispose();
    }

    private void Strike()
    {
        var what = _chance.OneOf(
            "kill", "kill", "restart", "mattermost away", "redmine away", "redmine away", "socket killed", "socket frozen", "events lost",
            "database locked", "redmine reads", "redmine reads", "redmine creates", "redmine creates", "mattermost reads", "mattermost writes", "mattermost writes");
        var (place, strike) = what switch
        {
            "kill" => ("bridge", (Func<Task>)KillAsync),
            "restart" => ("bridge", RestartAsync),
            "mattermost away" => ("mattermost", () => AwayAsync(office.Mattermost.StopAsync, () => office.Mattermost.StartAsync())),
            "redmine away" when line is not null => ("redmine", () => AwayAsync(() => Done(_chance.OneIn(2) ? line.Cut : line.Freeze), () => Done(line.Mend))),
            "redmine away" => ("redmine", () => AwayAsync(office.Redmine.StopAsync, () => office.Redmine.StartAsync())),
            "socket killed" => ("socket", () => Done(() => office.Mattermost.KillSockets(office.Bot))),
            "socket frozen" => ("socket", () => Done(() => office.Mattermost.FreezeSockets(office.Bot))),
            "events lost" => ("socket", () => Done(() => office.Mattermost.LoseEvents(1, office.Bot))),
            "database locked" => ("database", LockAsync),
            "redmine reads" => ("calls", () => Wrong(office.Redmine, "GET", "/")),
            "redmine creates" => ("calls", () => Wrong(office.Redmine, "POST", "/")),
            "mattermost reads" => ("calls", () => Wrong(office.Mattermost, "GET", "/api/v4")),
            _ => ("calls", () => Wrong(office.Mattermost, _chance.OneOf("PUT", "POST"), "/api/v4")),
        };
        if (!_busy.TryAdd(place, true))
            return;
        _happened.Enqueue((TimeProvider.System.GetUtcNow(), what));
        _going.Add(GoAsync());

        async Task GoAsync()
        {
            await strike();
            _busy.TryRemove(place, out _);
        }
    }

    private async Task KillAsync()
    {
        Deaths++;
        await _lives[^1].KillAsync();
        await Task.Delay(_chance.Pause(0, 2_000));
        StartBridge();
        await Task.Delay(_chance.Pause(2_000, 6_000));
    }

    private async Task RestartAsync()
    {
        // Who is asked to end before it has begun just ends.
        await office.World.WaitAsync(_ => office.Mattermost.Connected.Contains("redmine"), Worker.Longest);
        Deaths++;
        await _lives[^1].EndAsync(Office.Patience);
        StartBridge();
        await Task.Delay(_chance.Pause(2_000, 6_000));
    }

    private async Task AwayAsync(Func<Task> goes, Func<Task> comes)
    {
        await goes();
        await Task.Delay(_chance.Pause(200, 5_000));
        await comes();
    }

    private async Task LockAsync()
    {
        await using var database = new SqliteConnection(office.Database);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        await Task.Delay(_chance.Pause(200, 5_000));
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync();
    }

    private Task Wrong(StandInServer server, string method, string path)
    {
        Fault fault = _chance.OneOf("refuse", "drop", "spoil", "500", "429", "slow") switch
        {
            "refuse" => new Fault.Refuse(),
            "drop" => new Fault.DropAnswer(),
            "spoil" => new Fault.SpoilAnswer(500),
            "500" => new Fault.Answer(500),
            "429" when server == office.Mattermost => new Fault.Answer(429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } },
            _ => new Fault.Delay(_chance.Pause(100, 2_000)),
        };
        server.Faults.Inject(r => r.Method == method && (path == "/" || r.Path.StartsWithSegments(path)) && !r.Path.StartsWithSegments("/api/v4/websocket"), fault, times: 3);
        return Task.CompletedTask;
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void StartBridge()
    {
        _lives.Add(office.StartProcess(new Dictionary<string, string>
        {
            ["Users__Map"] = map,
            // Waiting is shortened, and nothing else. What a frozen line has swallowed comes out again after five seconds at the latest.
            ["Redmine__TimeoutSeconds"] = "3",
            ["Redmine__SettleSeconds"] = line is null ? "3" : "10",
            ["DOTNET_GCHeapHardLimit"] = (150 * 1024 * 1024).ToString("X", CultureInfo.InvariantCulture),
        }));
    }
}
