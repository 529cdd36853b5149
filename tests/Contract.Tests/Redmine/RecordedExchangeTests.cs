using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>The stand-in answers what the real one answered: status, headers, and a body of the same shape, refusals word by word.</summary>
public sealed class RecordedExchangeTests
{
    private static readonly string[] Relevant =
        ["Content-Type", "WWW-Authenticate", "Location", "Set-Cookie", "ETag", "Cache-Control", "X-Request-Id", "X-Runtime"];

    public static TheoryData<string> Names => [.. RecordedExchange.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stand_in_answers_as_recorded(string name)
    {
        var recorded = RecordedExchange.Read(name);
        var world = CreateWorld();
        if (name.Contains("rest-disabled", StringComparison.Ordinal))
            world.Change(d => d with { RestEnabled = false });
        if (name.Contains("login-required", StringComparison.Ordinal))
            world.Change(d => d with { LoginRequired = true });
        await using var server = new StandInRedmine(world);
        await server.StartAsync();
        var answer = await Replay(name, recorded, world, server);

        Assert.Equal(recorded.Answer.Status, answer.Status);
        foreach (var header in Relevant)
            Assert.Equal((header, Class(header, recorded.Answer)), (header, Class(header, answer)));
        if (answer.Status == 422 || recorded.Answer.Body.Length == 0)
            Assert.Equal(recorded.Answer.Body, answer.Body);
        else
            AssertSameShape("", recorded.Answer.Json, answer.Json);
    }

    private static async Task<Answer> Replay(string name, RecordedExchange recorded, RedmineWorld world, StandInRedmine server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(new(recorded.Method), new Uri(server.Url, recorded.Path));
        if (recorded.RequestBody is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (header, value) in recorded.RequestHeaders.Where(h => h.Key is not "Content-Type"))
            request.Headers.TryAddWithoutValidation(header, header == "X-Redmine-API-Key" ? Key(name, world) : value);
        if (recorded.Answer.Status == 304)
        {
            using var first = new HttpRequestMessage(request.Method, request.RequestUri);
            first.Headers.Add("X-Redmine-API-Key", RedmineWorld.AdminKey);
            first.Headers.Add("X-Redmine-Switch-User", "alice");
            using var known = await http.SendAsync(first);
            request.Headers.IfNoneMatch.Clear();
            request.Headers.IfNoneMatch.Add(known.Headers.ETag!);
        }

        using var response = await http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    private static string Key(string name, RedmineWorld world) =>
        name.Contains("wrong-key", StringComparison.Ordinal) ? "wrong"
        : name.Contains("nonadmin", StringComparison.Ordinal) ? world.Data.Users[5].ApiKey
        : RedmineWorld.AdminKey;

    /// <summary>What of a header can be compared: the words of some, of others only that they are there.</summary>
    private static string? Class(string header, Answer answer) => answer.Header(header) switch
    {
        null => null,
        var value when header is "Content-Type" or "WWW-Authenticate" => value,
        var value when header is "Cache-Control" => string.Join(',', value.Split(", ").Order(StringComparer.Ordinal)),
        var value when header is "Location" => new Uri(value).AbsolutePath.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
        _ => "there",
    };

    /// <summary>The same members in the same order, values of the same kind; null may stand for any.</summary>
    private static void AssertSameShape(string path, JsonNode? expected, JsonNode? actual)
    {
        if (expected is null || actual is null)
            return;
        Assert.Equal((path, Kind(expected)), (path, Kind(actual)));
        if (expected is JsonObject)
        {
            Assert.Equal($"{path}: {string.Join(' ', Answer.Keys(expected))}", $"{path}: {string.Join(' ', Answer.Keys(actual))}");
            foreach (var (key, value) in expected.AsObject())
                AssertSameShape($"{path}/{key}", value, actual[key]);
        }

        if (expected is JsonArray items)
        {
            Assert.Equal((path, items.Count), (path, actual.AsArray().Count));
            for (var i = 0; i < items.Count; i++)
                AssertSameShape($"{path}/{i}", items[i], actual[i]);
        }
    }

    private static JsonValueKind Kind(JsonNode node) => node.GetValueKind() is JsonValueKind.False ? JsonValueKind.True : node.GetValueKind();

    /// <summary>The cast, on the evening of the recording, with the tickets that it asks for.</summary>
    private static RedmineWorld CreateWorld()
    {
        var world = StandIn.CreateWorld(new FakeTimeProvider(new(2026, 11, 23, 21, 15, 24, TimeSpan.Zero)));
        var (alice, demo) = (world.Data.Users[5], world.Data.Projects[1]);
        world.AddIssue(demo, alice, "Buy sausages", i => i with { PriorityId = 4, DueDate = new(2026, 11, 30) });
        world.AddIssue(demo, alice, "Заголовок 🍣 test", i => i with { Description = "line1\r\nline2 <b>x</b> & \"q\"\r\n😀" });
        world.AddIssue(demo, alice, "Full", i => i with { TrackerId = 2, AssignedToId = 6, CategoryId = 1, VersionId = 1, ParentId = 1, IsPrivate = true, EstimatedHours = 1.5 });
        world.AddIssue(demo, alice, "x", i => i with { Id = 11, AssignedToId = alice.Id });
        world.AddIssue(demo, alice, "Update me", i => i with { Id = 23, StatusId = 5, ClosedOn = i.CreatedOn });
        world.AddIssue(world.Data.Projects[3], alice, "in secret", i => i with { Id = 26 });
        world.AddIssue(demo, alice, "private", i => i with { Id = 27, IsPrivate = true });
        world.AddIssue(demo, alice, "Idem test", i => i with { Id = 109, Description = "text\r\n\r\n[mm:k3j9x7abc]" });
        world.AddIssue(world.Data.Projects[6], alice, "assigned to bob", i => i with { AssignedToId = 6, CustomValues = i.CustomValues.Add(1, ["abcd"]) });
        return world;
    }
}
