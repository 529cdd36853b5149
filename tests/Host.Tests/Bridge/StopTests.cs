using System.Net.WebSockets;
using RedmineBridge.Actors.Texts;
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
        await using var office = await Office.OpenAsync(s => s with { Settle = TimeSpan.FromSeconds(2) });
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

        // It is written down: the form closes, and the ticket is created after the next start.
        var answer = await sent;
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await office.StartBridgeAsync();
        await office.UntilAsync(_ => office.RedmineWorld.Data.Issues.Values.Any(i => i.Subject == "Never told"));
    }

    [Fact]
    public async Task A_command_that_was_told_to_wait_gets_its_answer_before_the_end()
    {
        await using var office = await Office.OpenAsync(services: Office.TakeNoTime);
        await office.CommandsAreThereAsync();
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task), times: 1);
        Assert.Equal(Sentences.In(Language.English)["StillWorking"], await office.TypeAsync(office.Alice, "/redmine mine"));

        var stopping = office.StopBridgeAsync();
        await office.UntilAsync(_ => !office.Mattermost.Connected.Contains("redmine"));
        release.SetResult();
        await stopping;

        Assert.Contains(office.World.EphemeralsFor(office.Alice), p => p.Message.Contains("/issues/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_goes_on_after_the_next_start_where_it_was_and_no_answer_of_Redmine_was_lost()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var preview = await office.PreviewAsync(string.Join('\n', Enumerable.Range(1, 4).Select(i => $"{i}. Errand {i}")));
        var release = new TaskCompletionSource();
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.Hold(release.Task), times: 1);
        await office.Mattermost.PressAs(office.Alice, preview, Controls.ButtonOf(preview, "Create")!);
        await Look.UntilAsync(() => office.Redmine.Requests.All.Any(r => r.Method == "POST"), Office.Patience);
        var stopping = office.StopBridgeAsync();
        await office.UntilAsync(_ => !office.Mattermost.Connected.Contains("redmine"));
        release.SetResult();
        await stopping;
        Assert.Equal(["Errand 1"], Errands());

        office.Redmine.Requests.Clear();
        await office.StartBridgeAsync();
        await office.UntilAsync(_ => Errands().Count() == 4);

        Assert.Equal(["Errand 1", "Errand 2", "Errand 3", "Errand 4"], Errands());
        // Each is asked for once, and none is looked for.
        Assert.Equal(3, office.Redmine.Requests.All.Count(r => r.Method == "POST"));
        Assert.DoesNotContain(office.Redmine.Requests.All, r => r.Query.Contains("description", StringComparison.Ordinal));

        IEnumerable<string> Errands() => office.RedmineWorld.Data.Issues.Values.Select(i => i.Subject).Where(s => s.StartsWith("Errand", StringComparison.Ordinal)).Order();
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
