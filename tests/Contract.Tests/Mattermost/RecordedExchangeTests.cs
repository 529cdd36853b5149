using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>The stand-in answers what the real one answered: status, headers, and the body but for what differs from server to server.</summary>
public sealed class RecordedExchangeTests(RecordedStory story) : IClassFixture<RecordedStory>
{
    private static readonly string[] Relevant = ["Content-Type", "Vary", "X-Version-Id"];

    public static TheoryData<string> Exchanges => [.. RecordedStory.Names.Where(n => RecordedStory.Read(n)["request"] is not null)];

    [SkippableTheory]
    [MemberData(nameof(Exchanges))]
    public void Stand_in_answers_as_recorded(string name)
    {
        Skip.If(RecordedStory.WhyNot(name) is not null, RecordedStory.WhyNot(name));
        var recorded = RecordedStory.Read(name)["response"]!;
        var (status, headers, body) = story.Answers[name];

        Assert.Equal((int)recorded["status"]!, status);
        foreach (var header in Relevant.Where(h => recorded["headers"]?[h] is not null))
            Assert.Equal((header, (string)recorded["headers"]![header]!), (header, headers.GetValueOrDefault(header)));
        Assert.Matches("^[a-z0-9]{26}$", headers["X-Request-Id"]);
        if (name.StartsWith("07", StringComparison.Ordinal))
            Assert.Equal(Likeness.Shape(recorded["body"]), Likeness.Shape(body));
        else
            Assert.Equal(Likeness.Of(recorded["body"]), Likeness.Of(body));
    }

    [Theory]
    [InlineData("30-what-the-integration-receives-for-a-slash-command", 0)]
    [InlineData("31-what-the-integration-receives-for-a-slash-command", 1)]
    [InlineData("38-what-the-integration-receives-for-a-dialog", 2)]
    [InlineData("39-what-the-integration-receives-for-a-dialog", 3)]
    [InlineData("40-what-the-integration-receives-for-a-dialog", 4)]
    [InlineData("45-what-the-integration-receives-for-a-button-or-menu", 5)]
    public void Integration_receives_as_recorded(string name, int call)
    {
        var recorded = RecordedStory.Read(name)["received"]!;
        var received = story.Received[call];

        Assert.Equal((string)recorded["method"]!, received.Method);
        foreach (var header in new[] { "User-Agent", "Accept", "Content-Type", "Authorization" })
            Assert.Equal((header, Likeness.Text((string?)recorded["headers"]![header] ?? "")), (header, Likeness.Text(received.Headers.GetValueOrDefault(header, ""))));
        Assert.Equal(Fields((string)recorded["body"]!), Fields(received.Body));
    }

    [Theory]
    [InlineData("52-websocket-frames-of-bot-during-all-of-the-above", true)]
    [InlineData("53-websocket-frames-of-alice-during-all-of-the-above", false)]
    public void Frames_come_as_recorded(string name, bool isBot)
    {
        var recorded = RecordedStory.Read(name)["frames"]!.AsArray().Select(f => f!["received"]).OfType<JsonObject>().Where(f => !IsMissing(f));
        var ours = isBot ? story.FramesOfBot : story.FramesOfAlice;

        Assert.Equal(string.Join('\n', recorded.Select(Frame)), string.Join('\n', ours.Select(Frame)));
        Assert.Equal(Enumerable.Range(0, ours.Count - 1), ours.Where(f => f["event"] is not null).Select(f => (int)f["seq"]!));
    }

    private static bool IsMissing(JsonObject frame) => (string?)frame["event"] is "reaction_added";

    private static string Frame(JsonObject frame) => Likeness.Of(new JsonObject(frame.Where(p => p.Key != "seq").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))));

    private static string Fields(string body) => body.StartsWith('{')
        ? Likeness.Of(JsonNode.Parse(body))
        : string.Join('\n', body.Split('&').Select(f => f.StartsWith("trigger_id=", StringComparison.Ordinal) ? "trigger_id=" : Likeness.Text(f)).Select(f => f.Replace("%3A8065", "", StringComparison.Ordinal)));
}
