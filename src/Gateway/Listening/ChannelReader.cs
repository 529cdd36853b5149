using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// What of a channel has to be read, and how. <c>since</c> gives edits too, but an arbitrary subset when more than 1,000 posts have
/// changed; then the channel is walked from its newest post back.
/// </summary>
internal sealed class ChannelReader(IMattermostApi api, ChatUser me, ListenerOptions options, TimeProvider clock)
{
    private const int SinceAnswersAtMost = 1_000;
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    public async Task<CatchUpActor.ChannelsListed> ListAsync(CancellationToken cancellation)
    {
        var teams = await api.GetTeamsAsync(cancellation);
        // A bot that is in no team has direct messages nevertheless.
        if (teams.Count == 0)
            return new(await api.GetChannelsAsync(cancellation));
        var channels = new Dictionary<ChannelId, MattermostChannel>();
        foreach (var team in teams)
        {
            // Direct messages appear in every team's list.
            foreach (var channel in await api.GetChannelsAsync(team.Id, cancellation))
                channels[channel.Id] = channel;
        }

        return new([.. channels.Values]);
    }

    public async Task<CatchUpActor.ChannelRead> ReadAsync(CatchUpActor.Read read, CancellationToken cancellation)
    {
        var oldest = (clock.GetUtcNow() - options.Window).ToUnixTimeMilliseconds();
        if (read.Cursor is { } cursor)
        {
            var from = Math.Max(cursor - (long)Overlap.TotalMilliseconds, oldest);
            var changed = await PostPages.UnlessTooLarge(() => api.GetPostsSinceAsync(read.Channel, from, cancellation));
            if (changed is null || changed.Order.Count >= SinceAnswersAtMost)
                return await Walk(read, Math.Max(cursor, oldest), cancellation);
            var upTo = changed.InOrder.Select(p => p.UpdateAt).Append(cursor).Max();
            var some = Since(from);
            // Where the overlap alone is too much, the next reading goes on without it, or it would never end.
            return some.HasMore && some.UpTo <= cursor ? Since(cursor) : some;

            // A reaction or a reply brings the post back on which it was made, however old that is.
            CatchUpActor.ChannelRead Since(long at)
            {
                Found found = new(read, me, options);
                found.Add(changed.InOrder.Where(p => Math.Max(p.CreateAt, p.EditAt) >= at));
                return found.Result(cursor, upTo);
            }
        }

        // Whoever writes to the bot first has opened the channel by it; anywhere else the bot begins where it was added.
        if (read.Kind is ChannelKind.Direct or ChannelKind.Group)
            return await Walk(read, oldest, cancellation);
        var newest = await api.GetPostsBeforeAsync(read.Channel, null, PostPages.Size, cancellation);
        Found since = new(read, me, options);
        if (newest.InOrder.FirstOrDefault(AddsMe) is { } added)
        {
            // What was written in the same millisecond may have been written later.
            since.Add(newest.InOrder.Where(p => p.CreateAt >= Math.Max(added.CreateAt, oldest)));
            return since.Result(added.CreateAt, newest.InOrder.Max(p => p.UpdateAt));
        }

        // What went by live may have been left to the catch-up.
        if (read.HeardSince is { } heard && newest.InOrder.Any(p => p.UpdateAt > heard))
            return await Walk(read, Math.Max(heard, oldest), cancellation);
        var now = newest.Order.Count == 0 ? clock.GetUtcNow().ToUnixTimeMilliseconds() : newest.InOrder.Max(p => p.UpdateAt);
        return since.Result(now, now);
    }

    private async Task<CatchUpActor.ChannelRead> Walk(CatchUpActor.Read read, long until, CancellationToken cancellation)
    {
        Found found = new(read, me, options);
        long? upTo = null;
        await foreach (var posts in PostPages.BackAsync(api, read.Channel, cancellation))
        {
            upTo ??= posts.Length == 0 ? until : posts.Max(p => p.UpdateAt);
            found.Add(posts.Where(p => p.CreateAt >= until));
            if (posts.Length == 0 || posts[^1].CreateAt < until)
                break;
        }

        return found.Result(until, upTo ?? until);
    }

    private bool AddsMe(MattermostPost post) =>
        (post.Type is "system_add_to_channel" or "system_add_to_team" && post.AddedUserId == me.Id)
        || (post.Type is "system_join_channel" or "system_join_team" && post.UserId == me.Id);

    /// <summary>What there is to do of the posts that were read; nothing else is kept of them, since a channel may have many.</summary>
    private sealed class Found(CatchUpActor.Read read, ChatUser me, ListenerOptions options)
    {
        private readonly Dictionary<PostId, UnreadablePost> _unreadable = [];
        private readonly HashSet<PostId> _known = [];

        /// <summary>The newest first: it is the first to be left out.</summary>
        private readonly PriorityQueue<SeenPost, (long At, string Id)> _posts = new(Comparer<(long At, string Id)>.Create(
            (a, b) => a.At != b.At ? b.At.CompareTo(a.At) : string.CompareOrdinal(b.Id, a.Id)));
        private long _room = options.Bounds.Backlog;
        private long? _leftOut;

        public void Add(IEnumerable<MattermostPost> posts)
        {
            foreach (var post in posts.Where(p => _known.Add(p.Id)))
            {
                var (seen, unreadable) = SeenPost.TryOf(post, me, read.Kind, options.References);
                if (unreadable is not null)
                    _unreadable.TryAdd(post.Id, unreadable);
                if (seen is not null)
                    Keep(post.CreateAt, seen);
            }
        }

        /// <param name="upTo">The highest <c>update_at</c> that was read, when all of it is kept.</param>
        public CatchUpActor.ChannelRead Result(long from, long upTo)
        {
            var posts = new SeenPost[_posts.Count];
            for (var last = posts.Length - 1; last >= 0; last--)
                posts[last] = _posts.Dequeue();
            return new(read.Channel, from, _leftOut is { } next ? Math.Min(upTo, next - 1) : upTo, posts)
            {
                Unreadable = [.. _unreadable.Values],
                HasMore = _leftOut is not null,
            };
        }

        /// <summary>What is newest is read again later, when there is too much for once.</summary>
        private void Keep(long createAt, SeenPost seen)
        {
            _posts.Enqueue(seen, (createAt, seen.Id.Value));
            _room -= seen.Size;
            while (_room < 0 && _posts.Count > 1 && _posts.TryDequeue(out var newest, out var at))
            {
                _room += newest.Size;
                _leftOut = at.At;
            }
        }
    }
}
