using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>Clients and Apps get of the stand-in what they got of the real plugin, but for what differs from server to server.</summary>
public sealed class RecordedAppsTests(AppsStory story) : IClassFixture<AppsStory>
{
    [Theory]
    [InlineData("/apps install http")]
    [InlineData("install consent")]
    [InlineData("requests so far")]
    [InlineData("alice bindings")]
    [InlineData("submit")]
    [InlineData("bot token is")]
    [InlineData("kv put")]
    [InlineData("kv get")]
    [InlineData("lookup")]
    [InlineData("error response")]
    [InlineData("app answers 404")]
    [InlineData("unknown app")]
    [InlineData("no token")]
    [InlineData("all requests to the app")]
    public void Client_is_answered_as_recorded(string step)
    {
        var (status, body) = story.Answers[step];

        Assert.Equal(RecordedApps.Status(step), status);
        Assert.Equal(Likeness.Of(JsonNode.Parse(RecordedApps.Text(step))), Likeness.Of(JsonNode.Parse(body)));
    }

    [Theory]
    [InlineData("install as alice")]
    [InlineData("subscribe")]
    public void Plain_words_are_as_recorded(string step)
    {
        Assert.Equal((RecordedApps.Status(step), RecordedApps.Text(step)), (story.Answers[step].Status, story.Answers[step].Body.TrimEnd('\n')));
    }

    [Theory]
    [InlineData("on_install request", "/install")]
    [InlineData("bindings request", "/bindings")]
    [InlineData("submit request received by app", "/send")]
    [InlineData("notification", "/joined")]
    public void App_receives_as_recorded(string step, string path)
    {
        var recorded = JsonNode.Parse(RecordedApps.Text(step))!;
        var received = story.Received.Single(r => r.Path == path);

        Assert.Equal(((string)recorded["m"]!, (string)recorded["url"]!), (received.Method, received.Path + received.Query));
        Assert.Equal(
            recorded["h"]!.AsObject().Where(h => h.Key != "content-length").Select(h => $"{h.Key}: {Likeness.Text((string)h.Value!)}").Order(StringComparer.Ordinal),
            received.Headers.Where(h => h.Key != "Content-Length").Select(h => $"{h.Key.ToLowerInvariant()}: {Likeness.Text(h.Value)}").Order(StringComparer.Ordinal));
        Assert.Equal(Likeness.Of(recorded["body"]), Likeness.Of(received.Json));
    }
}
