using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// What of a channel has to be read, and how. <c>since</c> gives edits too, but an arbitrary subset when more than 1,000 posts have
/// changed; then the channel is walked from its newest post back.
/// </summary>
internal sealed class ChannelReader(IMattermostApi api, ChatUser me, TimeSpan window, TimeProvider clock)
{
    private const int SinceAnswersAtMost = 1_000;
    private const int PageSize = 200;
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task<CatchUpActor.ChannelsListed> ListAsync(CancellationToken cancellation)
    {
        var channels = new Dictionary<ChannelId, MattermostChannel>();
        foreach (var team in await api.GetTeamsAsync(cancellation))
        {
            // Direct messages appear in every team's list.
            foreach (var channel in await api.GetChannelsAsync(team.Id, cancellation))
                channels[channel.Id] = channel;
        }

        return new([.. channels.Values]);
    }

    public async Task<CatchUpActor.ChannelRead> ReadAsync(CatchUpActor.Read read, CancellationToken cancellation)
    {
        var oldest = (clock.GetUtcNow() - window).ToUnixTimeMilliseconds();
        if (read.Cursor is { } cursor)
        {
            var from = Math.Max(cursor - (long)Overlap.TotalMilliseconds, oldest);
            var changed = await api.GetPostsSinceAsync(read.Channel, from, cancellation);
            return changed.Order.Count < SinceAnswersAtMost
                ? Result(read, cursor, cursor, InOrder(changed))
                : await Walk(read, Math.Max(cursor, oldest), null, cancellation);
        }

        // Whoever writes to the bot first has opened the channel by it; anywhere else the bot begins where it was added.
        if (read.Kind is ChannelKind.Direct or ChannelKind.Group)
            return await Walk(read, oldest, null, cancellation);
        var newest = await api.GetPostsBeforeAsync(read.Channel, null, PageSize, cancellation);
        var added = InOrder(newest).FirstOrDefault(AddsMe);
        if (added is not null)
            return Result(read, added.CreateAt, added.UpdateAt, InOrder(newest).Where(p => p.CreateAt > added.CreateAt));
        var now = newest.Order.Count == 0 ? clock.GetUtcNow().ToUnixTimeMilliseconds() : InOrder(newest).Max(p => p.UpdateAt);
        return Result(read, now, now, []);
    }

    private async Task<CatchUpActor.ChannelRead> Walk(CatchUpActor.Read read, long until, PostId? before, CancellationToken cancellation)
    {
        List<MattermostPost> all = [];
        long? upTo = null;
        while (true)
        {
            var page = await api.GetPostsBeforeAsync(read.Channel, before, PageSize, cancellation);
            MattermostPost[] posts = [.. InOrder(page)];
            upTo ??= posts.Length == 0 ? until : posts.Max(p => p.UpdateAt);
            all.AddRange(posts.Where(p => p.CreateAt >= until));
            if (posts.Length < PageSize || posts[^1].CreateAt < until)
                return Result(read, until, upTo.Value, all);
            // Mattermost gives what is strictly older than this post: of those written in the same millisecond none may be left out.
            var next = posts.LastOrDefault(p => p.CreateAt > posts[^1].CreateAt)?.Id ?? posts[^1].Id;
            if (next == before)
                next = posts[^1].Id;
            before = next;
        }
    }

    private CatchUpActor.ChannelRead Result(CatchUpActor.Read read, long from, long atLeast, IEnumerable<MattermostPost> posts)
    {
        MattermostPost[] all = [.. posts];
        return new(
            read.Channel,
            from,
            all.Select(p => p.UpdateAt).Append(atLeast).Max(),
            [.. all.DistinctBy(p => p.Id).OrderBy(p => p.CreateAt).ThenBy(p => p.Id.Value, StringComparer.Ordinal).Select(p => SeenPost.Of(p, me, read.Kind)).OfType<SeenPost>()]);
    }

    private static IEnumerable<MattermostPost> InOrder(MattermostPostList list) => list.Order.Select(id => list.Posts[id]);

    private bool AddsMe(MattermostPost post) =>
        (post.Type is "system_add_to_channel" or "system_add_to_team" && post.AddedUserId == me.Id)
        || (post.Type is "system_join_channel" or "system_join_team" && post.UserId == me.Id);
}
