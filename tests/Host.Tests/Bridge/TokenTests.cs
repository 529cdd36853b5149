using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bot's token is revoked while the bridge runs, and an administrator writes another into the settings.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"redmine-bridge-settings-{Guid.NewGuid():N}.json");

    [Fact]
    public async Task A_revoked_token_stops_the_trying_and_a_new_one_goes_on_without_a_restart()
    {
        using var log = new RecordedLog();
        await using var office = await Office.OpenAsync(
            s =>
            {
                Write(s.MattermostToken);
                return s with { Sources = new ConfigurationBuilder().AddJsonFile(_path).Build() };
            },
            services: s => s.AddSingleton<ILoggerProvider>(log));
        await office.CommandsAreThereAsync();
        var direct = office.Direct(office.Alice);
        await office.DoneAsync(office.World.PostAs(office.Alice, direct, "help"));
        var helped = office.DirectMessages(office.Alice).Count;

        // One reference is being worked on, the other is never heard of by an event.
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task), times: 1);
        office.Redmine.Requests.Clear();
        var begun = office.Write(office.Alice, "begun #t1");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);
        office.World.RevokeToken(office.BotToken);
        var meanwhile = office.Write(office.Bob, "meanwhile #t10");
        var said = office.World.PostAs(office.Alice, direct, "help");
        release.SetResult();

        Assert.Contains("without a restart", (string?)(await office.HealthAsync("mattermost-socket", "unauthorized"))["detail"], StringComparison.Ordinal);
        Assert.Contains("without a restart", (string?)(await office.HealthAsync("mattermost-api", "unauthorized"))["detail"], StringComparison.Ordinal);
        using (var ready = await office.HealthCallAsync())
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "redminebridge_bridge_connection_state{connection=\"mattermost-socket\",state=\"unauthorized\"} 1",
            await TextAsync(office, "metrics"),
            StringComparison.Ordinal);
        Assert.Contains("refuses Mattermost__Token", await TextAsync(office, ""), StringComparison.Ordinal);
        await log.LineAsync("refuses the bot's token");

        // Whatever people do now, Mattermost is not asked with that token again.
        var asked = office.Mattermost.Requests.All.Count;
        await office.TypeAsync(office.Alice, "/redmine mine");
        await office.TypeAsync(office.Bob, "/redmine created");
        Assert.Equal(asked, office.Mattermost.Requests.All.Count);
        Assert.Equal("begun #t1", office.World.Post(begun.Id).Message);

        Write(office.World.IssueToken(office.Bot));

        await office.HealthAsync("mattermost-socket", "online");
        await office.HealthAsync("mattermost-api", "online");
        Assert.Equal($"meanwhile {office.Link(10)}", await office.ChangedAsync(meanwhile));
        Assert.Equal($"begun {office.Link(1)}", await office.ChangedAsync(begun));
        foreach (var post in new[] { begun, meanwhile, said })
            await office.DoneAsync(post);
        Assert.Equal((1, 1, 2 * helped), (office.EditsOf(begun), office.EditsOf(meanwhile), office.DirectMessages(office.Alice).Count));
    }

    public void Dispose() => File.Delete(_path);

    private static async Task<string> TextAsync(Office office, string path)
    {
        using var answer = await office.GetAsync(path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private void Write(string token)
    {
        // As editors do it: a new file takes the place of the old one.
        File.WriteAllText(_path + ".new", $$"""{ "Mattermost": { "Token": "{{token}}" } }""");
        File.Move(_path + ".new", _path, overwrite: true);
    }
}
