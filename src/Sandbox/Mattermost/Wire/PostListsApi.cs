using System.Globalization;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Posts in lists, with all the traps of the real ones.</summary>
internal static class PostListsApi
{
    /// <summary>No more changed posts than this come back by <c>since</c>; which of them is left to chance.</summary>
    public const int MostSince = 1000;

    public static ApiAnswer OfChannel(ApiCall call)
    {
        var me = call.Me;
        var channel = call.World.FindChannel(call.Route("channel"));
        if (channel is null || !call.World.MayInChannel(me, Permissions.ReadChannel, channel.Id))
            throw Refusals.Permission(me, Permissions.ReadChannel);
        var rows = call.World.AllRowsIn(channel);
        if (call.Query("since") is { Length: > 0 } since)
        {
            return long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                ? Since(call.World, rows, time)
                : throw Refusals.InvalidUrl("since");
        }

        return Page(call, NewestFirst(rows).Where(p => p.DeleteAt == 0).ToList(), rows);
    }

    /// <summary>The post that was asked for stands in <c>order</c> twice: once before all others.</summary>
    public static ApiAnswer Thread(ApiCall call)
    {
        var post = call.RoutePost();
        var channel = call.World.FindChannel(post.ChannelId)!;
        call.RequireReading(channel);
        var rootId = post.RootId.Length > 0 ? post.RootId : post.Id;
        var thread = NewestFirst(call.World.AllRowsIn(channel)).Where(p => p.DeleteAt == 0 && (p.Id == rootId || p.RootId == rootId)).ToList();
        return List(call.World, thread.Select(p => p.Id).Prepend(post.Id), thread);
    }

    private static ApiAnswer Since(MattermostWorld world, IReadOnlyList<MattermostPost> rows, long since)
    {
        // By id: as good as at random, and yet the same each time.
        var changed = rows.Where(p => p.UpdateAt > since).OrderBy(p => p.Id, StringComparer.Ordinal).Take(MostSince).ToList();
        var wanted = changed.SelectMany(p => new[] { p.Id, p.RootId }).ToHashSet();
        var all = NewestFirst(rows).Where(p => wanted.Contains(p.Id)).ToList();
        return List(world, all.Where(p => p.UpdateAt > since).Select(p => p.Id), all, countsReplies: false);
    }

    /// <summary>Around a post, times are compared strictly: what was written in the same millisecond as that post is not shown.</summary>
    private static ApiAnswer Page(ApiCall call, List<MattermostPost> newestFirst, IReadOnlyList<MattermostPost> rows)
    {
        var (page, size) = Paging.Of(call);
        var (before, after) = (call.Query("before"), call.Query("after"));
        var anchor = rows.FirstOrDefault(p => p.Id == (before.Length > 0 ? before : after))?.CreateAt;
        var shown = before.Length > 0 ? newestFirst.Where(p => p.CreateAt < anchor).Skip(page * size).Take(size).ToList()
            : after.Length > 0 ? Enumerable.Reverse(newestFirst).Where(p => p.CreateAt > anchor).Skip(page * size).Take(size).Reverse().ToList()
            : newestFirst.Skip(page * size).Take(size).ToList();
        var isShort = shown.Count < size;
        var next = before.Length > 0 && page == 0 ? before : after.Length > 0 && isShort ? "" : Neighbour(0, -1);
        var previous = after.Length > 0 && before.Length == 0 && page == 0 ? after : before.Length > 0 && isShort ? "" : Neighbour(^1, +1);
        var roots = shown.Select(p => p.RootId).ToHashSet();
        var ids = shown.Select(p => p.Id).ToHashSet();
        return List(call.World, shown.Select(p => p.Id), [.. shown, .. rows.Where(p => roots.Contains(p.Id) && !ids.Contains(p.Id))], next, previous);

        string Neighbour(Index of, int step) => shown.Count == 0 ? "" : newestFirst.ElementAtOrDefault(newestFirst.IndexOf(shown[of]) + step)?.Id ?? "";
    }

    private static IEnumerable<MattermostPost> NewestFirst(IReadOnlyList<MattermostPost> rows) => rows.Reverse().OrderByDescending(p => p.CreateAt);

    private static ApiAnswer List(
        MattermostWorld world, IEnumerable<string> order, IEnumerable<MattermostPost> posts, string next = "", string previous = "", bool countsReplies = true)
    {
        var byId = new JsonObject();
        foreach (var post in posts)
            byId[post.Id] = PostJson.Of(world, post, countsReplies);
        return new(new JsonObject
        {
            ["order"] = new JsonArray([.. order.Select(id => (JsonNode)id)]),
            ["posts"] = byId,
            ["next_post_id"] = next,
            ["prev_post_id"] = previous,
        });
    }
}
