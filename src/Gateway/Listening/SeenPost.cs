using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>One version of a person's post that there is something to do for; of its text only these are kept.</summary>
/// <param name="UpdateAt">For the cursor; Unix milliseconds like the others.</param>
/// <param name="Said">What it says to the bot; null where it doesn't speak to it.</param>
internal sealed record SeenPost(
    PostId Id, UserId User, PostPlace Place, long EditAt, long WrittenAt, long UpdateAt, IReadOnlyList<TicketId> Tickets, Said? Said = null)
{
    private const int SizeWithoutWords = 200;

    /// <summary>What it takes of the room for what waits: the characters that are kept of it, and some for the rest.</summary>
    public int Size => SizeWithoutWords + (Said?.Text.Length ?? 0);

    /// <summary>The same; a post that a fault of ours keeps from being read must not keep others from it, so the fault is an outcome.</summary>
    public static (SeenPost? Seen, UnreadablePost? Unreadable) TryOf(
        MattermostPost post, ChatUser bot, ChannelKind channel, Func<string, IReadOnlyList<TicketId>> references)
    {
        try
        {
            return (Of(post, bot, channel, references), null);
        }
        catch (Exception fault)
        {
            return (null, new(post.Id, fault));
        }
    }

    /// <summary>A person wrote it to stay: not the server, a bot or an integration.</summary>
    public static bool IsAPersons(MattermostPost post, ChatUser bot) =>
        post.UserId != bot.Id && post is { DeleteAt: <= 0, OriginalId: null, FromBot: false, FromWebhook: false, IsWrittenToStay: true };

    /// <summary>Null when there is nothing to do: nothing is said to the bot and there is no reference, or it is no person's.</summary>
    private static SeenPost? Of(MattermostPost post, ChatUser bot, ChannelKind channel, Func<string, IReadOnlyList<TicketId>> references)
    {
        if (!IsAPersons(post, bot))
            return null;
        var tickets = references(post.Message);
        var said = SaidTo(bot, post.Message, channel);
        return tickets.Count == 0 && said is null
            ? null
            : new(post.Id, post.UserId, new(post.ChannelId, post.RootId), post.EditAt, Math.Max(post.CreateAt, post.EditAt), post.UpdateAt, tickets, said);
    }

    private static Said? SaidTo(ChatUser bot, string message, ChannelKind channel)
    {
        if (channel == ChannelKind.Direct)
            return new(message, SaidIn.DirectMessage);
        return Addressed.Rest(message, bot.Username) is { } rest
            ? new(rest, channel == ChannelKind.Public ? SaidIn.PublicChannel : SaidIn.PrivateChannel)
            : null;
    }
}
