using System.Net.WebSockets;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A bridge that is asked to end finishes what it began, and says so by its exit code.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_process_that_is_asked_to_end_first_links_what_it_waits_for()
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        using var process = office.StartProcess();
        await office.ListeningAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        // Longer than a command line waits of itself, shorter than the bridge does.
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Delay(TimeSpan.FromSeconds(2.2)), times: 1);
        office.Redmine.Requests.Clear();
        var post = office.Write(office.Alice, "see #t10");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);

        await process.EndAsync(Office.Patience);

        Assert.Equal($"see {office.Link(10)}", office.World.Post(post.Id).Message);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, office.Mattermost.ClosedBy(office.Bot)[^1]);
    }

    [Fact]
    public async Task A_process_that_is_asked_to_end_first_answers_whom_it_keeps_waiting()
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        using var process = office.StartProcess();
        await office.ListeningAsync();
        await office.HealthAsync("slash-commands", "online");
        var form = await office.TicketFormAsync("Told in time");
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.Delay(TimeSpan.FromSeconds(2.2)), times: 1);
        var sent = office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), form, []);
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Method == "POST"), Office.Patience);

        await process.EndAsync(Office.Patience);

        var answer = await sent;
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        Assert.Contains(office.RedmineWorld.Data.Issues.Values, i => i.Subject == "Told in time");
    }

    [Fact]
    public async Task Whoever_does_not_answer_holds_up_the_end_for_ten_seconds_at_most()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        // A form waits for its ticket for ten seconds by itself.
        var form = await office.TicketFormAsync("Never told");
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.Hold(new TaskCompletionSource().Task), times: 1);
        var sent = office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), form, []);
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Method == "POST"), Office.Patience);
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(new TaskCompletionSource().Task), times: 1);
        office.Redmine.Requests.Clear();
        office.Write(office.Alice, "begun #t10");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);

        // Without an end to its patience it would never come to one.
        Assert.InRange(Wiring.Bridge.FinishCallsWithin + Wiring.Bridge.EndActorsWithin, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await office.StopBridgeAsync().WaitAsync(Office.Patience);
        await Assert.ThrowsAsync<MattermostRefusalException>(() => sent);
    }

    [Fact]
    public async Task What_is_begun_is_finished_before_the_end_and_nothing_new_is_begun()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task), times: 1);
        office.Redmine.Requests.Clear();
        var begun = office.Write(office.Alice, "begun #t10");
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Path == "/issues.json"), Office.Patience);

        var stopping = office.StopBridgeAsync();
        await office.UntilAsync(_ => !office.Mattermost.Connected.Contains("redmine"));
        var late = office.Write(office.Alice, "too late #t1");
        release.SetResult();
        await stopping;

        Assert.Equal($"begun {office.Link(10)}", office.World.Post(begun.Id).Message);
        Assert.Equal("too late #t1", office.World.Post(late.Id).Message);
        await office.StartBridgeAsync();
        Assert.Equal($"too late {office.Link(1)}", await office.ChangedAsync(late));
        Assert.Equal(1, office.EditsOf(begun));
    }
}
