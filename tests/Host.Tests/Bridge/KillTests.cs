using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The bridge is killed in the middle of its work; nothing is lost, and nothing is done twice.</summary>
public sealed class KillTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Posts_are_linked_and_tickets_created_once_each_whenever_it_is_killed()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var preview = await PreviewAsync(office, string.Join('\n', Enumerable.Range(1, 15).Select(i => $"{i}. Task {i:00} {_unique}")));
        await office.StopBridgeAsync();
        var posts = new List<MattermostPost>();

        using (var first = BridgeProcess.Start(office.Environment()))
        {
            await office.ListeningAsync();
            await office.UntilHeardAsync(office.HealthCallAsync, r => r.IsSuccessStatusCode);
            posts.AddRange(Enumerable.Range(1, 15).Select(i => office.Write(i % 2 == 0 ? office.Alice : office.Bob, $"{i}: #t1 and #t10")));
            await office.Mattermost.PressAs(office.Alice, office.World.Post(preview.Id), "create");
            await office.UntilHeardAsync(office.HealthCallAsync, _ => Tickets(office).Count >= 3);
            first.Kill();
        }

        posts.AddRange(Enumerable.Range(16, 15).Select(i => office.Write(office.Alice, $"{i}: #t1 and #t10")));
        using (var second = BridgeProcess.Start(office.Environment()))
        {
            await office.UntilAsync(w => w.Post(posts[^1].Id).Message.Contains('[', StringComparison.Ordinal));
            second.Kill();
        }

        using var third = BridgeProcess.Start(office.Environment());
        foreach (var post in posts)
            await office.UntilAsync(w => w.Post(post.Id).Message == $"{post.Message.Split(':')[0]}: {office.Link(1)} and {office.Link(10)}");
        // A ticket that was written down and perhaps not sent any more is looked for half a minute before it is sent again; twice here.
        await office.World.WaitAsync(w => w.Post(preview.Id).Props.GetRawText().Contains("Share here", StringComparison.Ordinal), 3 * Office.Patience);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => $"Task {i:00} {_unique}"), Tickets(office).Select(t => t.Subject).Order());
    }

    private IReadOnlyList<Sandbox.Redmine.World.RedmineIssue> Tickets(Office office) =>
        [.. office.RedmineWorld.Data.Issues.Values.Where(i => i.Subject.Contains(_unique, StringComparison.Ordinal))];

    private static async Task<MattermostPost> PreviewAsync(Office office, string tasks)
    {
        office.Direct(office.Alice);
        await office.Mattermost.ExecuteCommandAs(office.Alice, office.World.Channel("dev"), "/redmine batch");
        var dialog = await office.DialogAsync(office.Alice);
        var demo = dialog.Element("project").Options.Single(o => o.Text == "Demo").Value;
        await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new() { ["project"] = demo, ["tasks"] = tasks });
        await office.UntilAsync(w => w.PostsIn(office.Direct(office.Alice)).Any(p => p.Props.GetRawText().Contains("\"create\"", StringComparison.Ordinal)));
        return office.World.PostsIn(office.Direct(office.Alice)).Last(p => p.Props.GetRawText().Contains("\"create\"", StringComparison.Ordinal));
    }
}
