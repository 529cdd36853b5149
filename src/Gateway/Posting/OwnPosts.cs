using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>What the bot wrote into a direct message under a name, so that it stands there once.</summary>
internal static class OwnPosts
{
    /// <summary>A day back from the newest post is looked at, and at most so many posts: whoever says more in a day may find an earlier answer repeated.</summary>
    private const int AtMost = 2_000;

    private static readonly TimeSpan Back = TimeSpan.FromDays(1);

    /// <returns>Null where it does not stand there.</returns>
    /// <exception cref="MattermostException">The server refuses, or does not answer.</exception>
    public static async Task<MattermostPost?> FindAsync(IMattermostApi api, Bot bot, ChannelId channel, string mark, CancellationToken cancellation)
    {
        long? newest = null;
        var seen = 0;
        await foreach (var page in PostPages.BackAsync(api, channel, cancellation))
        {
            if (Among(page, bot, mark) is { } found)
                return found;
            seen += page.Length;
            if (page.Length == 0 || seen >= AtMost || page[^1].CreateAt < (newest ??= page[0].CreateAt) - (long)Back.TotalMilliseconds)
                return null;
        }

        return null;
    }

    public static MattermostPost? Among(IEnumerable<MattermostPost> posts, Bot bot, string mark) =>
        posts.FirstOrDefault(p => p.UserId == bot.Id && p.Mark == mark && p.DeleteAt == 0);
}
