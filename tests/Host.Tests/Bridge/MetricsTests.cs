using System.Net;
using System.Text.RegularExpressions;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>What an administrator's monitoring reads.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Each_bridge_counts_its_own_posts()
    {
        await using var busy = await Office.OpenAsync();
        await using var quiet = await Office.OpenAsync();
        foreach (var post in Enumerable.Range(1, 3).Select(i => busy.Write(busy.Alice, $"{i}: #t1")).ToArray())
            await busy.DoneAsync(post);
        await quiet.DoneAsync(quiet.Write(quiet.Alice, "see #t10"));

        Assert.Equal((3, 1), (await LinkedAsync(busy), await LinkedAsync(quiet)));
    }

    [Fact]
    public async Task A_bound_that_is_reached_is_counted_by_its_name()
    {
        await using var office = await Office.OpenAsync();
        using var tooLong = await office.PostAsync("mattermost/action", $"{{\"x\":\"{new string('x', 70_000)}\"}}");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, true), (tooLong.StatusCode, tooLong.Headers.ConnectionClose));
        office.World.PostAs(office.Alice, office.Direct(office.Alice), string.Join('\n', Enumerable.Range(1, 201).Select(n => $"{n}. Task {n}")));

        await office.UntilHeardAsync(
            () => office.GetAsync("metrics"),
            async answer => await answer.Content.ReadAsStringAsync() is var metrics
                && metrics.Contains("redminebridge_bridge_bounds_reached{bound=\"http_body\"} 1", StringComparison.Ordinal)
                && metrics.Contains("redminebridge_bridge_bounds_reached{bound=\"list_of_tasks\"} 1", StringComparison.Ordinal));
    }

    private static async Task<int> LinkedAsync(Office office)
    {
        using var answer = await office.GetAsync("metrics");
        var linked = Linked().Match(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return linked.Success ? int.Parse(linked.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex("""^redminebridge_bridge_posts_done\{outcome="Linked"\} ([0-9]+)""", RegexOptions.Multiline)]
    private static partial Regex Linked();
}
