using System.Globalization;
using System.Text.Json.Nodes;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>What a server does whose rate limit is on: ten calls a second, and four more at once.</summary>
public sealed class RateLimitSpec : MattermostSpec
{
    private readonly List<int?[]> _told = [];

    [Fact]
    public async Task Switched_off_it_says_nothing()
    {
        await Ask(World.IssueToken(Alice));

        Assert.Equal([null, null, null, null], Assert.Single(_told));
    }

    [Fact]
    public async Task Each_answer_tells_what_is_left_and_when_all_is_there_again()
    {
        Server.Limit(new(PerSecond: 2, Burst: 4));
        var token = World.IssueToken(Alice);
        foreach (var _ in Enumerable.Range(0, 5))
            Assert.Equal(200, (await Ask(token)).Status);

        Assert.Equal([[5, 4, 1, null], [5, 3, 1, null], [5, 2, 2, null], [5, 1, 2, null], [5, 0, 3, null]], _told);
    }

    [Fact]
    public async Task Past_it_a_call_is_refused_in_plain_text_before_anything_is_done()
    {
        Server.Limit(new(PerSecond: 10, Burst: 4));
        var token = World.IssueToken(Alice);
        foreach (var _ in Enumerable.Range(0, 5))
            await Ask(token);

        var post = new JsonObject { ["channel_id"] = TownSquare.Id, ["message"] = "too much" };
        using var refused = await Send(token, "POST", "/api/v4/posts", post);

        Assert.Equal((429, "text/plain", "limit exceeded\n"), ((int)refused.StatusCode, refused.Content.Headers.ContentType?.MediaType, await refused.Content.ReadAsStringAsync()));
        Assert.Equal([5, 0, 1, 1], Told(refused));
        Assert.Empty(World.PostsIn(TownSquare));
        Assert.Equal(1, Server.CallsRefused);
    }

    [Fact]
    public async Task It_fills_evenly_and_a_refused_call_takes_nothing()
    {
        Server.Limit(new(PerSecond: 10, Burst: 4));
        var token = World.IssueToken(Alice);
        foreach (var _ in Enumerable.Range(0, 5))
            await Ask(token);
        Assert.Equal(429, (await Ask(token)).Status);

        Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(200, (await Ask(token)).Status);
        Assert.Equal(429, (await Ask(token)).Status);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await Ask(token);

        Assert.Equal([5, 4, 1, null], _told[^1]);
    }

    [Fact]
    public async Task Each_token_has_its_own()
    {
        Server.Limit(new(PerSecond: 10, Burst: 0));
        var (alice, bob) = (World.IssueToken(Alice), World.IssueToken(Bob));

        Assert.Equal(200, (await Ask(alice)).Status);
        Assert.Equal(429, (await Ask(alice)).Status);
        Assert.Equal(200, (await Ask(bob)).Status);
    }

    private async Task<(int Status, int?[] Told)> Ask(string token)
    {
        using var answer = await Send(token, "GET", "/api/v4/users/me");
        _told.Add(Told(answer));
        return ((int)answer.StatusCode, _told[^1]);
    }

    private static int?[] Told(HttpResponseMessage answer) =>
        [.. new[] { "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After" }.Select(name =>
            answer.Headers.TryGetValues(name, out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture) : (int?)null)];
}
