using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>
/// What a real Mattermost 5.37 was asked, one after the other, asked again of the stand-in: each exchange builds on those before
/// it. The clock follows the recorded one, ids are replaced by ours as they turn up.
/// </summary>
public sealed partial class RecordedStory : MattermostSpec
{
    private readonly Dictionary<string, string> _ours = [];
    private readonly Dictionary<string, string> _triggers = [];
    private readonly IntegrationPeer _integration = new();

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    /// <summary>By name: status, headers, body.</summary>
    public Dictionary<string, (int Status, IReadOnlyDictionary<string, string> Headers, JsonNode? Body)> Answers { get; } = [];

    public IReadOnlyList<IntegrationPeer.Received> Received => _integration.Calls;

    public IReadOnlyList<JsonObject> FramesOfBot { get; private set; } = [];

    public IReadOnlyList<JsonObject> FramesOfAlice { get; private set; } = [];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Mattermost", "Recorded");

    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    public static string? WhyNot(string name) => int.Parse(name.AsSpan(0, 2), CultureInfo.InvariantCulture) switch
    {
        47 => "The stand-in has no reactions.",
        _ => null,
    };

    public override async Task InitializeAsync()
    {
        Bot = World.ChangeUser(Bot, u => u with { FirstName = "Redmine" });
        World.AddChannel(Team, "dev-private", "P", Alice, Bob, Bot);
        var direct = World.DirectChannel(Bot, Alice);
        foreach (var text in new[] { "one", "two", "three" })
            World.PostAs(Alice, direct, text);
        World.Settings = World.Settings with { SiteUrl = new("http://127.0.0.1:8065") };
        await base.InitializeAsync();
        await _integration.StartAsync();
        _integration.Answer = call => (200, "application/json", call.Path switch
        {
            "/slash" => """{"response_type":"ephemeral","text":"| ID |\n|----|\n| [1](http://redmine/issues/1) |","skip_slack_parsing":true}""",
            "/dialog" => call.Body.Contains("\"subject\":\"x\"", StringComparison.Ordinal) ? """{"errors":{"subject":"Too short"}}""" : "{}",
            _ => """{"update":{"message":"Taken by @alice","props":{}},"ephemeral_text":"You took ticket 1"}""",
        });

        var me = Read("01-who-am-i-bot")["response"]!["body"]!;
        var others = Read("04-users-by-ids")["response"]!["body"]!.AsArray();
        Know((string)me["id"]!, Bot.Id);
        Know((string)others[0]!["id"]!, Alice.Id);
        Know((string)others[1]!["id"]!, Bob.Id);
        Know((string)Read("06-teams-of-the-bot")["response"]!["body"]![0]!["id"]!, Team.Id);
        Know((string)Read("08-direct-channel-between-bot-and-alice")["response"]!["body"]!["id"]!, direct.Id);
        Know((string)Read("09-alice-posts-with-references")["request"]!["body"]!["channel_id"]!, TownSquare.Id);

        var (framesOfBot, framesOfAlice) = (new List<JsonObject>(), new List<JsonObject>());
        using var bot = await Challenge(World.IssueToken(Bot), framesOfBot);
        using var alice = await Challenge(World.IssueToken(Alice), framesOfAlice);
        foreach (var name in Names.Where(n => WhyNot(n) is null))
            await Replay(name);
        var last = World.PostAs(Bob, TownSquare, "the end");
        await Read(bot, framesOfBot, until: last.Id);
        await Read(alice, framesOfAlice, until: last.Id);
        (FramesOfBot, FramesOfAlice) = (framesOfBot, framesOfAlice);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _integration.DisposeAsync();
    }

    private void Know(string recorded, string ours) => _ours[recorded] = ours;

    /// <summary>Waits for the reply: a client that lets the clock run on before is taken for a stranger.</summary>
    private async Task<SocketPeer> Challenge(string token, List<JsonObject> frames)
    {
        var peer = await SocketPeer.ConnectAsync(Server, null);
        await peer.Send(new() { ["seq"] = 1, ["action"] = "authentication_challenge", ["data"] = new JsonObject { ["token"] = token } });
        while (frames.Count < 2)
            frames.Add(await peer.Next() ?? throw new InvalidOperationException("Not let in."));
        return peer;
    }

    private static async Task Read(SocketPeer peer, List<JsonObject> frames, string until)
    {
        while (await peer.Next() is { } frame && !frame.ToJsonString().Contains(until, StringComparison.Ordinal))
            frames.Add(frame);
    }

    private async Task Replay(string name)
    {
        var recorded = Read(name);
        if (recorded["request"] is not JsonObject request)
        {
            if (recorded["decoded"]?["response_url"]?[0] is { } url)
            {
                var form = Received[name.StartsWith("30", StringComparison.Ordinal) ? 0 : 1].Form;
                Know(((string)url!).Split('/')[^1], form["response_url"].Split('/')[^1]);
                _triggers[(string)recorded["decoded"]!["trigger_id"]![0]!] = form["trigger_id"];
            }

            return;
        }

        if (name.Contains("expired", StringComparison.Ordinal))
            Time.Advance(TimeSpan.FromMilliseconds(3001));

        var text = recorded["response"]!.ToJsonString();
        var stamp = Stamps().Matches(text).Select(m => long.Parse(m.Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        if (stamp > Time.GetUtcNow().ToUnixTimeMilliseconds())
            Time.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(stamp));

        var path = (string?)request["path"] ?? new Uri((string)request["url"]!).AbsolutePath;
        var body = request["body"] is { } given ? JsonNode.Parse(Ours(given.ToJsonString())) : null;
        if (body is JsonObject && (string?)body["trigger_id"] is { } trigger)
            body["trigger_id"] = _triggers.GetValueOrDefault(trigger, trigger);
        var token = (string?)request["as"] switch
        {
            "BOT_TOKEN" => World.IssueToken(Bot),
            "ALICE_TOKEN" => World.IssueToken(Alice),
            "BOB_TOKEN" => World.IssueToken(Bob),
            "nobody" => "xxxxxxxxxxxxxxxxxxxxxxxxxx",
            _ => null,
        };
        using var response = await Send(token, request["method"]!.GetValue<string>(), Ours(path), body);
        var answer = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var json = headers["Content-Type"] == "application/json" ? JsonNode.Parse(answer) : JsonValue.Create(answer);
        Answers[name] = ((int)response.StatusCode, headers, json);
        if (json is JsonObject ours && ours["id"]?.GetValueKind() == JsonValueKind.String && recorded["response"]!["body"] is JsonObject theirs)
            Know((string)theirs["id"]!, (string)ours["id"]!);
    }

    private string Ours(string text) => Ids().Replace(text, m => _ours.GetValueOrDefault(m.Value, m.Value)).Replace("127.0.0.1:8099", _integration.Url.Authority, StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![a-z0-9])[a-z0-9]{26}(?![a-z0-9])")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\b1[0-9]{12}\b")]
    private static partial Regex Stamps();
}
