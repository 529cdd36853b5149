using RedmineBridge.Gateway.Posting;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>More at once than the bridge takes under its wing: what it puts off, it comes back for.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task A_hundred_posts_of_one_author_at_once_are_each_linked_once()
    {
        await using var office = await Office.OpenAsync();
        var release = new TaskCompletionSource();
        using var held = office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(release.Task));

        var posts = Enumerable.Range(1, 100).Select(i => office.Write(office.Alice, $"{i}: #t1 and #t10")).ToArray();
        var other = office.Write(office.Bob, "in between #t1");
        release.SetResult();

        Assert.Equal($"in between {office.Link(1)}", await office.ChangedAsync(other));
        foreach (var (post, number) in posts.Select((p, i) => (p, i + 1)))
            Assert.Equal($"{number}: {office.Link(1)} and {office.Link(10)}", await office.ChangedAsync(post));
        Assert.All(posts, p => Assert.Equal(1, office.EditsOf(p)));
    }

    [Fact]
    public async Task In_reply_mode_ten_posts_of_one_thread_at_once_are_answered_once()
    {
        await using var office = await Office.OpenAsync(s => s with { LinksMode = LinksMode.Reply });
        var root = office.Write(office.Alice, "a thread");

        var posts = Enumerable.Range(1, 10).Select(i => office.Write(i % 2 == 0 ? office.Alice : office.Bob, $"{i}: #t1", root: root)).ToArray();
        foreach (var post in posts)
            await office.DoneAsync(post);

        Assert.Equal(office.Link(1), Assert.Single(office.World.PostsIn(office.World.Channel("dev")), p => p.UserId == office.Bot.Id).Message);
        Assert.All(posts, p => Assert.Equal(0, office.EditsOf(p)));
    }

    [Fact]
    public async Task A_hundred_posts_written_while_both_servers_were_away_are_linked_when_they_are_back()
    {
        await using var office = await Office.OpenAsync();
        await office.ChangedAsync(office.Write(office.Alice, "before #t1"));
        await office.Redmine.StopAsync();
        await office.Mattermost.StopAsync();
        var posts = Enumerable.Range(1, 100)
            .Select(i => office.Write(i % 2 == 0 ? office.Alice : office.Bob, $"{i}: #t1", i % 3 == 0 ? "council" : "dev")).ToArray();
        await office.Mattermost.StartAsync();
        await office.Redmine.StartAsync();

        foreach (var (post, number) in posts.Select((p, i) => (p, i + 1)))
            Assert.Equal($"{number}: {office.Link(1)}", await office.ChangedAsync(post));
        Assert.All(posts, p => Assert.Equal(1, office.EditsOf(p)));
    }
}
