using System.Globalization;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A bridge that dies without a word, and comes back.</summary>
public sealed class KillTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Killed_in_the_middle_of_thirty_posts_it_links_each_and_tells_of_each_exactly_once()
    {
        await using var office = await Office.OpenAsync();
        var (alice, bob) = (office.Direct(office.Alice), office.Direct(office.Bob));
        await office.StopBridgeAsync();
        using var first = office.StartProcess();
        await office.ListeningAsync();
        // All of its posts are begun, and some can't be done when it dies.
        office.Mattermost.Faults.Inject(
            r => r.Method == "PUT" && IsOneOfTheLast(r.Path.Value!), new Fault.Hold(new TaskCompletionSource().Task));
        var posts = Enumerable.Range(1, 30).Select(i => office.Write(i % 2 == 0 ? office.Alice : office.Bob, $"{i}: #t1 and #t10, not #t999")).ToArray();
        await office.UntilAsync(w => Told(w).Count > 0);

        await first.KillAsync();
        Assert.All(posts[25..], p => Assert.Equal(p.Message, office.World.Post(p.Id).Message));
        office.Mattermost.Faults.Clear();
        using var second = office.StartProcess();

        await office.UntilAsync(w => posts.All(p => w.Post(p.Id).Message.Contains("](", StringComparison.Ordinal)));
        foreach (var (post, number) in posts.Select((p, i) => (p, i + 1)))
            Assert.Equal($"{number}: {office.Link(1)} and {office.Link(10)}, not #t999", office.World.Post(post.Id).Message);
        await office.UntilAsync(w => Told(w).Distinct().Count() == posts.Length);
        Assert.All(posts, p => Assert.Equal(1, office.EditsOf(p)));
        Assert.Equal(posts.Select(p => p.Id).Order(), Told(office.World).Order());

        bool IsOneOfTheLast(string path) =>
            path.Split('/') is [.., var id, "patch"] && int.Parse(office.World.Post(id).Message.Split(':')[0], CultureInfo.InvariantCulture) > 25;

        // The posts whose authors have heard of them, each as often as they did: the message names it by its address.
        IReadOnlyList<string> Told(MattermostWorld world) =>
            [.. new[] { alice, bob }.SelectMany(world.PostsIn).Select(p => p.Message.Split("/pl/")[1][..26])];
    }

    [Fact]
    public async Task Killed_twice_in_the_middle_of_posts_and_a_list_it_links_and_creates_each_once()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var preview = await office.PreviewAsync(string.Join('\n', Enumerable.Range(1, 15).Select(i => $"{i}. Task {i:00} {_unique}")));
        await office.StopBridgeAsync();
        var posts = new List<MattermostPost>();

        using (var first = office.StartProcess())
        {
            await office.ListeningAsync();
            await office.UntilHeardAsync(office.HealthCallAsync, r => r.IsSuccessStatusCode);
            posts.AddRange(Enumerable.Range(1, 15).Select(i => office.Write(i % 2 == 0 ? office.Alice : office.Bob, $"{i}: #t1 and #t10")));
            await office.Mattermost.PressAs(office.Alice, office.World.Post(preview.Id), "create");
            await Look.UntilAsync(() => Tickets(office).Count >= 3, Office.Patience);
            await first.KillAsync();
        }

        posts.AddRange(Enumerable.Range(16, 15).Select(i => office.Write(office.Alice, $"{i}: #t1 and #t10")));
        using (var second = office.StartProcess())
        {
            await office.UntilAsync(w => w.Post(posts[^1].Id).Message.Contains('[', StringComparison.Ordinal));
            await second.KillAsync();
        }

        using var third = office.StartProcess();
        foreach (var post in posts)
            await office.UntilAsync(w => w.Post(post.Id).Message == $"{post.Message.Split(':')[0]}: {office.Link(1)} and {office.Link(10)}");
        // A ticket that was written down and perhaps not sent any more is looked for half a minute before it is sent again; twice here.
        await office.World.WaitAsync(w => w.Post(preview.Id).Props.GetRawText().Contains("Share here", StringComparison.Ordinal), 3 * Office.Patience);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => $"Task {i:00} {_unique}"), Tickets(office).Select(t => t.Subject).Order());
    }

    private IReadOnlyList<Sandbox.Redmine.World.RedmineIssue> Tickets(Office office) =>
        [.. office.RedmineWorld.Data.Issues.Values.Where(i => i.Subject.Contains(_unique, StringComparison.Ordinal))];
}
