using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A Mattermost that takes no more than so many calls a second.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Five_hundred_channels_are_caught_up_within_it_and_a_command_is_answered_meanwhile()
    {
        const int count = 500;
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        await office.StopBridgeAsync();
        var channels = Enumerable.Range(0, count)
            .Select(i => office.World.AddChannel(office.World.Teams[0], $"c{i:000}", MattermostChannel.Public, office.Alice, office.Bot)).ToArray();
        var posts = channels.Where((_, i) => i % 50 == 49).Select(c => office.World.PostAs(office.Alice, c, "see #t1")).ToArray();
        office.Mattermost.Requests.Clear();
        office.Mattermost.Limit(new(PerSecond: 100, Burst: 49));
        await office.StartBridgeAsync();
        await ReadAsync(office, atLeast: 50);

        Assert.Contains(office.RedmineUrl!.AbsoluteUri + "issues/", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
        Assert.True(ChannelsRead(office) < count, "The command waited for the catch-up.");

        foreach (var post in posts)
            Assert.Equal($"see {office.Link(1)}", await office.ChangedAsync(post));
        await ReadAsync(office, atLeast: count);
        Assert.InRange(office.Mattermost.CallsRefused, 0, 3);
    }

    private static int ChannelsRead(Office office) =>
        office.Mattermost.Requests.All.Where(r => r.Path.EndsWith("/posts", StringComparison.Ordinal) && r.Path.Contains("/channels/", StringComparison.Ordinal)).Select(r => r.Path).Distinct().Count();

    /// <summary>The log of requests tells nobody of news, so it is read again and again.</summary>
    private static Task ReadAsync(Office office, int atLeast) =>
        Look.UntilAsync(() => ChannelsRead(office) >= atLeast, Office.Patience, every: 20, seen: () => $"{ChannelsRead(office)} of {atLeast}");
}
