using System.Runtime.CompilerServices;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A channel from its newest post back, page by page, however long its posts are.</summary>
internal static class PostPages
{
    /// <summary>So many posts at once, as many as Mattermost gives.</summary>
    public const int Size = 200;

    /// <summary>Each page newest first; the last one may be empty. A post may come twice.</summary>
    public static async IAsyncEnumerable<MattermostPost[]> BackAsync(IMattermostApi api, ChannelId channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        PostId? before = null;
        var size = Size;
        while (true)
        {
            var last = before;
            var page = await UnlessTooLarge(() => api.GetPostsBeforeAsync(channel, last, size, cancellation), isRetried: size > IMattermostApi.PostsInSmallestPage);
            if (page is null)
            {
                size = Math.Max(size / 4, IMattermostApi.PostsInSmallestPage);
                continue;
            }

            MattermostPost[] posts = [.. page.InOrder];
            yield return posts;
            if (posts.Length < size)
                yield break;
            // Mattermost gives what is strictly older than this post: of those written in the same millisecond none may be left out.
            var next = posts.LastOrDefault(p => p.CreateAt > posts[^1].CreateAt)?.Id ?? posts[^1].Id;
            if (next == before)
                next = posts[^1].Id;
            before = next;
        }
    }

    /// <summary>Null where the answer would be larger than can be taken in: posts may be long.</summary>
    public static async Task<MattermostPostList?> UnlessTooLarge(Func<Task<MattermostPostList>> read, bool isRetried = true)
    {
        try
        {
            return await read();
        }
        catch (MattermostException refused) when (isRetried && refused.ErrorId == MattermostException.TooLarge)
        {
            return null;
        }
    }
}
