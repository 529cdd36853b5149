using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>One version of a person's post that has references; of its text only these are kept.</summary>
/// <param name="UpdateAt">For the cursor; Unix milliseconds like the others.</param>
internal sealed record SeenPost(
    PostId Id, UserId User, PostPlace Place, long EditAt, long WrittenAt, long UpdateAt, IReadOnlyList<TicketId> Tickets)
{
    /// <summary>Null when there is nothing to do: no reference, or not written by a person, to stay (the server, a bot, an integration).</summary>
    public static SeenPost? Of(MattermostPost post, UserId bot)
    {
        if (post.UserId == bot || post.DeleteAt > 0 || post.OriginalId is not null || post.FromBot || post.FromWebhook || !post.IsWrittenToStay)
            return null;
        var tickets = References.Tickets(post.Message);
        return tickets.Count == 0
            ? null
            : new(post.Id, post.UserId, new(post.ChannelId, post.RootId), post.EditAt, Math.Max(post.CreateAt, post.EditAt), post.UpdateAt, tickets);
    }
}
