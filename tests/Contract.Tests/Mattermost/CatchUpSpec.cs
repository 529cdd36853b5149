using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>The lists that a client reads after it was away, with the traps that the real server lays there.</summary>
public sealed class CatchUpSpec : MattermostSpec
{
    [Fact]
    public async Task Since_gives_edits_deletions_hidden_copies_and_roots_that_a_reply_has_touched()
    {
        var root = World.PostAs(Alice, TownSquare, "root");
        var edited = World.PostAs(Alice, TownSquare, "before");
        var deleted = World.PostAs(Alice, TownSquare, "soon gone");
        var untouched = World.PostAs(Alice, TownSquare, "old");
        var since = Now;
        Tick();
        var reply = World.PostAs(Bob, TownSquare, "reply", root);
        World.EditAs(Alice, edited, "after");
        World.DeleteAs(Alice, deleted);

        var list = await List($"since={since}");
        var posts = list["posts"]!.AsObject();
        var copy = posts.Single(p => (string?)p.Value!["original_id"] == edited.Id).Value!;

        Assert.Equal(new[] { root.Id, edited.Id, deleted.Id, reply.Id, (string)copy["id"]! }.Order(StringComparer.Ordinal), Order(list).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(untouched.Id, Order(list));
        Assert.Equal(("", Now), ((string?)copy["message"], (long)copy["delete_at"]!));
        Assert.Equal(("", Now), ((string?)posts[deleted.Id]!["message"], (long)posts[deleted.Id]!["delete_at"]!));
        Assert.Equal((0L, Now), ((long)posts[root.Id]!["edit_at"]!, (long)posts[root.Id]!["update_at"]!));
        Assert.Equal(reply.Id, Order(list)[0]);
    }

    [Fact]
    public async Task Since_is_strict_so_the_same_millisecond_is_missed()
    {
        var post = World.PostAs(Alice, TownSquare, "x");

        Assert.Empty(Order(await List($"since={post.UpdateAt}")));
        Assert.Contains(post.Id, Order(await List($"since={post.UpdateAt - 1}")));
    }

    [Fact]
    public async Task Since_gives_roots_that_did_not_change_beside_the_order()
    {
        var root = World.PostAs(Alice, TownSquare, "root");
        var reply = World.PostAs(Bob, TownSquare, "reply", root);
        Tick();
        var since = Now - 1;
        World.EditAs(Bob, reply, "edited reply");

        var list = await List($"since={since}");

        Assert.DoesNotContain(root.Id, Order(list));
        Assert.NotNull(list["posts"]![root.Id]);
    }

    [Fact]
    public async Task Since_gives_no_more_than_a_thousand_and_not_the_newest_ones()
    {
        var since = Now;
        var written = new List<string>();
        for (var i = 0; i < 1100; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            written.Add(World.PostAs(Alice, TownSquare, $"{i}").Id);
        }

        var order = Order(await List($"since={since}&per_page=200&page=1"));

        Assert.Equal(1000, order.Count);
        Assert.NotEqual(Enumerable.Reverse(written).Take(1000), order);
        Assert.Equal(order.OrderByDescending(id => World.Post(id).CreateAt), order);
    }

    [Fact]
    public async Task Walking_back_by_before_finds_all_that_still_stands()
    {
        var written = new List<MattermostPost>();
        for (var i = 0; i < 450; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            written.Add(World.PostAs(Alice, TownSquare, $"{i}"));
        }

        World.DeleteAs(Alice, written[100]);
        var found = new List<string>();
        var list = await List("per_page=1000");
        while (Order(list).Count > 0)
        {
            found.AddRange(Order(list));
            list = await List($"per_page=200&before={found[^1]}");
        }

        Assert.Equal(written.Where((_, i) => i != 100).Select(p => p.Id).Reverse(), found.Where(id => !World.Post(id).Type.StartsWith("system_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Around_a_post_its_own_millisecond_is_missed()
    {
        World.PostAs(Alice, TownSquare, "a twin");
        var other = World.PostAs(Alice, TownSquare, "another");

        Assert.DoesNotContain("a twin", (await List($"before={other.Id}")).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(Order(await List($"after={other.Id}")));
    }

    [Fact]
    public async Task Pages_name_their_neighbours()
    {
        var posts = new List<MattermostPost>();
        for (var i = 0; i < 5; i++)
        {
            Tick();
            posts.Add(World.PostAs(Alice, TownSquare, $"{i}"));
        }

        var page = await List("page=1&per_page=2");
        Assert.Equal([posts[2].Id, posts[1].Id], Order(page));
        Assert.Equal((posts[3].Id, posts[0].Id), ((string?)page["next_post_id"], (string?)page["prev_post_id"]));
        var after = await List($"after={posts[1].Id}&per_page=2");
        Assert.Equal([posts[3].Id, posts[2].Id], Order(after));
        Assert.Equal((posts[4].Id, posts[1].Id), ((string?)after["next_post_id"], (string?)after["prev_post_id"]));
    }

    private long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static List<string> Order(JsonNode list) => [.. list["order"]!.AsArray().Select(id => (string)id!)];

    private async Task<JsonNode> List(string query)
    {
        var (status, body) = await Call(Bot, "GET", $"/channels/{TownSquare.Id}/posts?{query}");
        Assert.Equal(200, status);
        return body!;
    }
}
