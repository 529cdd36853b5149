using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Contract.Tests.Mattermost;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Doors;

/// <summary>More than comes from people who do as they should: what is refused of it, and what goes on beside it.</summary>
public sealed class DoorFloodTests
{
    private const string Forged = """{"user_id":"x","context":{"sealed":"forged"}}""";

    [Fact]
    public async Task Who_calls_for_too_much_is_told_so_and_nobody_else_notices()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        office.GiveTasks("bob", 1);
        var command = office.World.Commands.Single(c => c.Trigger == "redmine");

        var begun = TimeProvider.System.GetTimestamp();
        var flood = Enumerable.Range(0, 80).Select(_ => office.PostCommandAsync(command, office.Alice, "help")).ToArray();
        var bobs = await office.TypeAsync(office.Bob, "/redmine mine");
        var answers = new List<string>();
        foreach (var answer in await Task.WhenAll(flood))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answers.Add((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]!);
        }

        Assert.Contains("| [#", bobs, StringComparison.Ordinal);
        // Thirty at once, and one more a second.
        Assert.InRange(answers.Count(a => a == Sentences.In(Language.English)["TooManyCalls"]), 50 - Rooms(begun, seconds: 1), 50);
        await CountedAsync(office, "person_calls");
    }

    [Fact]
    public async Task Forgeries_from_Mattermosts_own_address_shut_nobody_out()
    {
        using var log = new RecordedLog();
        await using var office = await Office.OpenAsync(services: s => s.AddSingleton<ILoggerProvider>(log));
        await office.CommandsAreThereAsync();

        var begun = TimeProvider.System.GetTimestamp();
        var seen = new List<int>();
        for (var n = 0; n < 100; n++)
        {
            // Whoever stands behind no proxy of ours writes this header as they like.
            var knock = Knock.Json("/mattermost/action", JsonNode.Parse(Forged)!).With("X-Forwarded-For", $"10.0.0.{n}");
            seen.Add((await knock.SendAsync(office.BridgeUrl)).Status);
        }

        Assert.Equal(Enumerable.Repeat(401, 20), seen.Take(20));
        Assert.InRange(seen.Count(s => s == 429), 80 - Rooms(begun, seconds: 3), 80);
        Assert.Contains("| [#", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        Assert.Single(log.Lines, l => l.Contains("button call from 127.0.0.1", StringComparison.Ordinal));
        await CountedAsync(office, "refused_calls");
    }

    [Fact]
    public async Task Each_address_behind_our_proxy_is_counted_by_itself()
    {
        await using var office = await Office.OpenAsync(s => s with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8")] });
        var knock = Knock.Json("/mattermost/action", JsonNode.Parse(Forged)!);

        for (var n = 0; n < 40; n++)
        {
            // The last that none of ours has written is who it was; what stands before that is anybody's word.
            Assert.Equal(401, (await knock.With("X-Forwarded-For", $"192.0.2.{n}, 10.0.0.1").SendAsync(office.BridgeUrl)).Status);
        }

        var begun = TimeProvider.System.GetTimestamp();
        var seen = new List<int>();
        for (var n = 0; n < 40; n++)
            seen.Add((await knock.With("X-Forwarded-For", $"192.0.2.{n}, 198.51.100.7, 10.0.0.1").SendAsync(office.BridgeUrl)).Status);
        Assert.InRange(seen.Count(s => s == 429), 20 - Rooms(begun, seconds: 3), 20);
        Assert.All(seen, s => Assert.True(s is 401 or 429));
    }

    [Fact]
    public async Task Who_drips_their_headers_is_not_waited_for()
    {
        await using var office = await Office.OpenAsync(services: s => s.Configure<KestrelServerOptions>(k => k.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));
        using var line = await ConnectAsync(office.BridgeUrl);
        using var patience = new CancellationTokenSource(Office.Patience);
        var heard = ReadAsync(line, patience.Token);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await line.GetStream().WriteAsync("POST /mattermost/command HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray(), patience.Token);
        while (!heard.IsCompleted && await pause.WaitForNextTickAsync(patience.Token))
        {
            try
            {
                await line.GetStream().WriteAsync("x"u8.ToArray(), patience.Token);
            }
            catch (IOException)
            {
                // It was closed between the look and the drop.
            }
        }

        Assert.StartsWith("HTTP/1.1 408", await heard, StringComparison.Ordinal);
        await CountedAsync(office, "http_request");
    }

    [Theory]
    [InlineData("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n", 414)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {long}{long}{long}{long}\r\n\r\n", 431)]
    [InlineData("POST /mattermost/action HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", 408)]
    public async Task What_is_too_long_or_too_slow_is_counted(string request, int status)
    {
        await using var office = await Office.OpenAsync(
            services: s => s.Configure<KestrelServerOptions>(k => k.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(1.1))));
        using var line = await ConnectAsync(office.BridgeUrl);
        using var patience = new CancellationTokenSource(Office.Patience);

        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{long}", new string('x', 5_000), StringComparison.Ordinal)), patience.Token);

        Assert.StartsWith($"HTTP/1.1 {status}", await ReadAsync(line, patience.Token), StringComparison.Ordinal);
        await CountedAsync(office, "http_request");
    }

    [Fact]
    public async Task A_connection_too_many_is_closed_and_the_others_are_served()
    {
        await using var office = await Office.OpenAsync(
            s => s with { RegisterCommands = false }, services: s => s.Configure<KestrelServerOptions>(k => k.Limits.MaxConcurrentConnections = 3));
        using var patience = new CancellationTokenSource(Office.Patience);
        var lines = new List<TcpClient>();
        for (var n = 0; n < 3; n++)
            lines.Add(await ConnectAsync(office.BridgeUrl));
        foreach (var line in lines)
        {
            await line.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), patience.Token);
            Assert.NotEqual(0, await line.GetStream().ReadAsync(new byte[1], patience.Token));
        }

        using (var more = await ConnectAsync(office.BridgeUrl))
            Assert.Equal("", await ReadAsync(more, patience.Token));
        lines.ForEach(l => l.Dispose());

        await CountedAsync(office, "http_connections");
    }

    [Fact]
    public async Task A_late_answer_goes_to_our_Mattermost_whatever_the_response_url_says()
    {
        using var log = new RecordedLog();
        await using var elsewhere = new IntegrationPeer();
        await elsewhere.StartAsync();
        await using var office = await Office.OpenAsync(services: s => Office.TakeNoTime(s.AddSingleton<ILoggerProvider>(log)));
        await office.CommandsAreThereAsync();
        var command = office.World.Commands.Single(c => c.Trigger == "redmine");
        var release = new TaskCompletionSource();
        string[] hooks = ["8ubj1hs87idzjcputwr9mti4mh", "hzxq3j6k5fgk5xkqpbhm9e6zye"];
        using (office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task)))
        {
            await Task.WhenAll(hooks.Select(async hook =>
            {
                using var answer = await office.PostCommandAsync(command, office.Alice, "mine", new(elsewhere.Url, $"hooks/commands/{hook}"));
                Assert.Equal(Sentences.In(Language.English)["StillWorking"], (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]);
            }));
            release.SetResult();
        }

        // Our Mattermost knows none of these, so both come by direct message.
        await office.UntilAsync(_ => office.DirectMessages(office.Alice).Count(p => p.Message.Contains("| [#", StringComparison.Ordinal)) == 2);
        Assert.All(hooks, hook => Assert.Contains(office.Mattermost.Requests.All, r => r.Path == $"/hooks/commands/{hook}"));
        Assert.Empty(elsewhere.Calls);
        Assert.Single(log.Lines, l => l.Contains($"asked for at {elsewhere.Url.Authority}", StringComparison.Ordinal));
    }

    private static async Task<TcpClient> ConnectAsync(Uri bridge)
    {
        var line = new TcpClient();
        await line.ConnectAsync(bridge.Host, bridge.Port);
        return line;
    }

    /// <summary>All that comes until the line is closed.</summary>
    private static async Task<string> ReadAsync(TcpClient line, CancellationToken cancellation)
    {
        using var heard = new MemoryStream();
        try
        {
            await line.GetStream().CopyToAsync(heard, cancellation);
        }
        catch (IOException)
        {
            // Closed abruptly.
        }

        return Encoding.ASCII.GetString(heard.ToArray());
    }

    /// <summary>For how many calls more there has been room since, at one each so many seconds.</summary>
    private static int Rooms(long begun, int seconds) => (int)(TimeProvider.System.GetElapsedTime(begun).TotalSeconds / seconds) + 1;

    private static Task CountedAsync(Office office, string bound) => office.UntilHeardAsync(
        () => office.GetAsync("metrics"),
        async answer => (await answer.Content.ReadAsStringAsync()).Contains($"redminebridge_bridge_bounds_reached{{bound=\"{bound}\"}}", StringComparison.Ordinal));
}
