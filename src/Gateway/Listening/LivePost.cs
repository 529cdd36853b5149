using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// A version of a post that went by just now, whoever wrote it. Of its text only what there is to do is kept, so that a flood of long posts
/// fills no memory while it waits.
/// </summary>
/// <param name="Kind">Unknown for an edited one: the server doesn't tell.</param>
internal sealed record LivePost(PostId Id, ChannelId Channel, ChannelKind Kind, long EditAt, long UpdateAt, SeenPost? Seen, UnreadablePost? Unreadable)
{
    /// <summary>A person wrote it in a channel of an unknown kind: if that is a direct message it speaks to the bot.</summary>
    public bool MayBeSaid { get; init; }

    public static LivePost Of(MattermostPost post, ChannelKind kind, ChatUser bot, Func<string, IReadOnlyList<TicketId>> references)
    {
        var (seen, unreadable) = SeenPost.TryOf(post, bot, kind, references);
        return new(post.Id, post.ChannelId, kind, post.EditAt, post.UpdateAt, seen, unreadable)
        {
            MayBeSaid = kind == ChannelKind.Unknown && unreadable is null && SeenPost.IsAPersons(post, bot),
        };
    }
}
