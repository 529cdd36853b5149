using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RedmineBridge.Host.Tests.Doors;

/// <summary>
/// What comes to each door, and how it is refused: nothing is asked of Redmine, nothing shown, nothing made; and then the same request
/// done right works.
/// </summary>
public sealed class DoorTableTests(DoorOffice doors) : IClassFixture<DoorOffice>
{
    private const string Stranger = "hzxq3j6k5fgk5xkqpbhm9e6zye";

    /// <summary>Of every door: how what is right is spoilt, and what it gets.</summary>
    private static readonly Trick[] Everywhere =
    [
        new("a path with two slashes", k => k with { Path = "/" + k.Path }, 404),
        new("a path with a dot behind it", k => k with { Path = k.Path + "." }, 404),
        new("a path with dots behind it", k => k with { Path = k.Path + "/..." }, 404),
        new("a path out of a packed one", k => k with { Path = "/..%2f" + k.Path[1..] }, 404),
        new("a path below a packed one", k => k with { Path = "/x/..%2F.." + k.Path }, 404),
        new("a path with a packed slash", k => k with { Path = "/%2f" + k.Path[1..] }, 404),
        new("a path with slashes of another kind", k => k with { Path = k.Path.Replace('/', '\\') }, 400),
        new("a path with a parameter", k => k with { Path = k.Path + ";x" }, 404),
        new("a path that ends early", k => k with { Path = k.Path + "%00" }, 400),
        new("a path that is too long", k => k with { Path = k.Path + "?" + new string('x', 5_000) }, 414),
        new("another method", k => k with { Method = "PUT" }, 405),
        new("another method in a header", k => (k with { Method = "DELETE" }).With("X-HTTP-Method-Override", k.Method), 405),
        new("another path in a header", k => (k with { Path = "/nothing" }).With("X-Original-URL", k.Path).With("X-Rewrite-URL", k.Path), 404),
        new("two hosts", k => k.With("Host", "a.example.org").AndAlso("Host", "b.example.org"), 400),
        new("headers that are too long", k => k.With("X-Long", new string('x', 17_000)), 431),
        new("a header with a blank before its colon", k => k.With("X-Odd ", "x"), 400),
    ];

    /// <summary>Of every door that reads a body.</summary>
    private static readonly Trick[] Bodies =
    [
        new("no type", k => k.Without("Content-Type"), 415),
        new("plain text", k => k.With("Content-Type", "text/plain"), 415),
        new("XML", k => k.With("Content-Type", "application/xml"), 415),
        new("parts", k => k.With("Content-Type", "multipart/form-data; boundary=x"), 415),
        new("two types", k => k.AndAlso("Content-Type", "text/plain"), 415),
        new("a type that is none", k => k.With("Content-Type", "application"), 415),
        new("UTF-16, as it says", k => (k with { Body = Encoding.Unicode.GetBytes(k.Text) }).With("Content-Type", TypeOf(k) + "; charset=utf-16"), 415),
        new("Latin letters", k => k.With("Content-Type", TypeOf(k) + "; charset=\"iso-8859-1\""), 415),
        new("packed", k => (k with { Body = Packed(k.Body) }).With("Content-Encoding", "gzip"), 415),
        new("packed in a way that nobody knows", k => k.With("Content-Encoding", "identity, x"), 415),
        new("too long", k => k with { Body = [.. k.Body, .. new byte[70_000]] }, 413),
        new("too long, and does not say so", k => k with { Body = [.. k.Body, .. Enumerable.Repeat((byte)' ', 70_000)], IsChunked = true }, 413),
        new("two lengths", k => k.With("Content-Length", "2").AndAlso("Content-Length", $"{k.Body.Length}"), 400),
        new("a length that is none", k => k.With("Content-Length", "-1"), 400),
        new("half a letter", k => k with { Body = [.. k.Body[..^2], 0xFF, .. k.Body[^2..]] }, 400),
    ];

    /// <summary>Of every door that reads JSON.</summary>
    private static readonly Trick[] Json =
    [
        new("a form", k => k.With("a=b").With("Content-Type", "application/x-www-form-urlencoded"), 415),
        new("UTF-16", k => k with { Body = Encoding.Unicode.GetBytes(k.Text) }, 400),
        new("nested deeply", k => k.With(k.Text[..^1] + ",\"x\":" + new string('[', 40) + new string(']', 40) + "}"), 400),
        new("nested as deep as it goes", k => k.With(k.Text[..^1] + ",\"x\":" + new string('[', 30_000)), 400),
        new("half a character", k => k.With(k.Text[..^1] + ",\"x\":\"\\ud800\"}"), 400),
        new("a list", k => k.With($"[{k.Text}]"), 400),
        new("cut off", k => k.With(k.Text[..^1]), 400),
        new("empty", k => k.With(""), 400),
    ];

    /// <summary>Of what Mattermost's own token stands for.</summary>
    private static readonly Trick[] Command =
    [
        new("no token outside", k => k.Without("Authorization"), 401),
        new("another token outside", k => k.With("Authorization", "Token guessed"), 401),
        new("a token of another kind outside, and none inside", k => k.With("Authorization", "Bearer guessed").Field("token", ""), 401),
        new("another token inside", k => k.Field("token", "guessed"), 401),
        new("another team", k => k.Field("team_id", Stranger), 401),
        new("another word", k => k.Field("command", "/integration_with_redmine"), 401),
        new("somebody who is no id", k => k.Field("user_id", "../../etc"), 400),
        new("a channel that is no id", k => k.Field("channel_id", ""), 400),
        new("JSON", k => k.With("{}").With("Content-Type", "application/json"), 415),
        new("no token and far too long: its length is not what is said first", k => (k with { Body = new byte[70_000] }).Without("Authorization"), 401),
    ];

    /// <summary>Of what carries a seal through Mattermost; there one's id and channel are the server's word.</summary>
    private static readonly Trick[] Sealed =
    [
        new("in another's hands", k => k.Change(c => c["user_id"] = Stranger), 403),
        new("somebody who is no id", k => k.Change(c => c["user_id"] = "../../etc"), 400),
        new("nobody", k => k.Change(c => c.Remove("user_id")), 400),
        new("a channel that is no id", k => k.Change(c => c["channel_id"] = 7), 400),
    ];

    public static TheoryData<string> Doors => ["command", "button", "dialog", "dialog lookup", "app", "app bindings", "app install", "app form", "app manifest"];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Whatever_is_not_right_is_refused_and_does_nothing(string door)
    {
        var right = doors.Right[door];
        var before = doors.Done();

        var wrong = new List<string>();
        foreach (var trick in Of(door))
        {
            var (status, _) = await doors.SendAsync(trick.Spoil(right));
            if (status != trick.Status)
                wrong.Add($"{trick.Name}: {status} and not {trick.Status}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, doors.Done());
        await WorksAsync(door, right);
    }

    /// <summary>What the seal of one door carries opens no other.</summary>
    [Fact]
    public async Task A_seal_is_good_for_its_own_door_alone()
    {
        var seals = new Dictionary<string, string>
        {
            ["button"] = SealOf("button"), ["dialog"] = SealOf("dialog"), ["app form"] = SealOf("app form"),
        };
        var before = doors.Done();

        foreach (var (from, seal) in seals)
        {
            foreach (var to in seals.Keys.Where(k => k != from))
                Assert.Equal((from, to, 401), (from, to, (await doors.SendAsync(WithSeal(to, seal))).Status));
        }

        Assert.Equal(before, doors.Done());
    }

    [Fact]
    public void What_the_server_takes_is_bounded_as_the_docs_say()
    {
        var server = doors.Office.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.False(server.AddServerHeader);
        Assert.Equal(
            (2_000, 10.0, 16_384, 4_096, 65_536, 240.0),
            (server.Limits.MaxConcurrentConnections, server.Limits.RequestHeadersTimeout.TotalSeconds, server.Limits.MaxRequestHeadersTotalSize,
                server.Limits.MaxRequestLineSize, server.Limits.MaxRequestBodySize, server.Limits.MinRequestBodyDataRate!.BytesPerSecond));
    }

    private async Task WorksAsync(string door, Knock right)
    {
        var before = doors.Done();
        var (status, body) = await doors.SendAsync(right);
        Assert.Equal((door, 200), (door, status));
        switch (door)
        {
            case "command" or "app":
                Assert.Contains("| [#", body, StringComparison.Ordinal);
                break;
            case "dialog":
                // Sent twice, as by whoever has seen it on its way: it is the same ticket.
                Assert.Equal("{}", body);
                Assert.Equal(200, (await doors.SendAsync(right)).Status);
                await TicketAsync(doors.Subject);
                break;
            case "app form":
                Assert.Equal("ok", (string?)JsonNode.Parse(body)!["type"]);
                Assert.Equal("ok", (string?)JsonNode.Parse((await doors.SendAsync(right)).Body)!["type"]);
                await TicketAsync($"{doors.Subject} by the App");
                break;
            case "dialog lookup":
                Assert.NotEmpty(JsonNode.Parse(body)!["items"]!.AsArray());
                break;
            case "app manifest":
                Assert.NotNull(JsonNode.Parse(body)!["app_id"]);
                break;
            case "app bindings" or "app install":
                Assert.Equal("ok", (string?)JsonNode.Parse(body)!["type"]);
                break;
        }

        if (door is not ("app manifest" or "app bindings" or "dialog lookup"))
            Assert.NotEqual(before, doors.Done());
        // The next test counts what its own calls do.
        if (door is "button" or "dialog" or "app form")
            await doors.QuietAsync();

        async Task TicketAsync(string subject)
        {
            await doors.Office.UntilAsync(w => w.Channels.SelectMany(w.PostsIn).Concat(w.EphemeralsFor(doors.Office.Alice)).Any(p => p.Message.Contains(subject, StringComparison.Ordinal)));
            Assert.Single(doors.Office.RedmineWorld.Data.Issues.Values, i => i.Subject == subject);
        }
    }

    private IEnumerable<Trick> Of(string door) => door switch
    {
        "command" => [.. Everywhere, .. Bodies, .. Command],
        "button" => [.. Everywhere, .. Bodies, .. Json, .. Sealed, .. Seals(door), InAnotherChannel(403)],
        // A sentence in the dialog says how to mend it.
        "dialog" or "dialog lookup" =>
        [
            .. Everywhere, .. Bodies, .. Json, .. Sealed, .. Seals(door), InAnotherChannel(200), new("another dialog", k => k.Change(d => d["callback_id"] = "batch"), 401),
        ],
        "app manifest" => Everywhere,
        "app form" => [.. Everywhere, .. Bodies, .. Json, .. Tokens, .. Seals(door), new("in another's hands", Bobs, 403)],
        _ => [.. Everywhere, .. Bodies, .. Json, .. Tokens],
    };

    private static Trick InAnotherChannel(int status) => new("in another channel", k => k.Change(c => c["channel_id"] = Stranger), status);

    /// <summary>Of what the Apps plugin signs.</summary>
    private Trick[] Tokens =>
    [
        new("no token", k => k.Without("Mattermost-App-Authorization"), 401),
        new("a token in another place", k => k.Without("Mattermost-App-Authorization").With("Authorization", k.Headers.Single(h => h.Name.StartsWith("Mattermost", StringComparison.Ordinal)).Value), 401),
        new("a token signed with another key", k => DoorOffice.Signed(k, doors.Office.Alice, "fedcba9876543210fedcba9876543210"), 401),
        new("a token signed by nobody", k => k.With("Mattermost-App-Authorization", $"Bearer {Base64("""{"alg":"none"}""")}.{Base64($$"""{"exp":4102444800,"acting_user_id":"{{doors.Office.Alice.Id}}"}""")}."), 401),
        new("an old token", k => DoorOffice.Signed(k, doors.Office.Alice, minutes: -2), 401),
        new("another's token", k => DoorOffice.Signed(k, doors.Office.Bob), 401),
        new("another person in its body", k => k.Change(c => c["context"]!["acting_user"]!["id"] = doors.Office.Bob.Id), 401),
        new("nobody in its body", k => k.Change(c => c.Remove("context")), 401),
        new("no token and no JSON: that is not what is said first", k => k.With("{").Without("Mattermost-App-Authorization"), 401),
    ];

    private Knock Bobs(Knock knock) => DoorOffice.Signed(knock.Change(c => c["context"]!["acting_user"]!["id"] = doors.Office.Bob.Id), doors.Office.Bob);

    private Trick[] Seals(string door)
    {
        var seal = SealOf(door);
        return
        [
            new("no seal", k => Put(k, ""), 401),
            new("a forged seal", k => Put(k, "forged"), 401),
            new("a seal that is none", k => Put(k, "§"), 401),
            new("a seal with another letter", k => Put(k, seal[..40] + (seal[40] == 'A' ? 'B' : 'A') + seal[41..]), 401),
            new("a seal that is cut off", k => Put(k, seal[..^5]), 401),
        ];
    }

    private Knock WithSeal(string door, string seal) => Put(doors.Right[door], seal);

    private string SealOf(string door) =>
        JsonNode.Parse(doors.Right[door].Body)! is var json && json["context"]?["sealed"] is { } button ? (string)button!
            : json["state"] is JsonValue dialog ? (string)dialog!
            : (string)json["state"]!["sealed"]!;

    private static Knock Put(Knock knock, string seal) => knock.Change(json =>
    {
        if (json["context"]?["sealed"] is not null)
            json["context"]!["sealed"] = seal;
        else if (json["state"] is JsonValue)
            json["state"] = seal;
        else
            json["state"]!["sealed"] = seal;
    });

    private static string TypeOf(Knock knock) => knock.Headers.Single(h => h.Name == "Content-Type").Value;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest))
            packer.Write(body);
        return packed.ToArray();
    }

    private sealed record Trick(string Name, Func<Knock, Knock> Spoil, int Status);
}
