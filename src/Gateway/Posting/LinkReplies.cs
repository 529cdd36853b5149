using System.Globalization;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Links in replies, where posts are not edited: each ticket once in a thread.</summary>
internal static partial class LinkReplies
{
    private const string MarkBegins = "links-";
    private const string Between = ", ";

    /// <summary>The replies that the thread still lacks; several only when one would exceed the message size.</summary>
    /// <param name="thread">As it is now, with what has been replied before, be it by an earlier run of the bridge.</param>
    public static IReadOnlyList<NewPost> Missing(
        MattermostPost post, IEnumerable<TicketId> tickets, MattermostPostList thread, UserId me, TicketLinks links, int maxRunes)
    {
        var there = thread.Posts.Values.Where(p => IsOurs(p, me)).SelectMany(Tickets).ToHashSet();
        var place = new PostPlace(post.ChannelId, post.RootId ?? post.Id);
        List<NewPost> replies = [];
        foreach (var ticket in tickets.Where(there.Add))
        {
            var link = $"[#t{ticket}]({links.To(ticket)})";
            if (replies.Count > 0 && replies[^1].Message.Length + Between.Length + link.Length <= maxRunes)
                replies[^1] = replies[^1] with { Message = replies[^1].Message + Between + link };
            else
                replies.Add(new(place, link, $"{MarkBegins}{post.Id}-{post.EditAt}-{ticket}"));
        }

        return replies;
    }

    private static bool IsOurs(MattermostPost post, UserId me) =>
        post.UserId == me && post.DeleteAt == 0 && post.Mark?.StartsWith(MarkBegins, StringComparison.Ordinal) == true;

    private static IEnumerable<TicketId> Tickets(MattermostPost reply) =>
        Link().Matches(reply.Message).Select(m => new TicketId(int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\[#t([0-9]{1,9})\]\(")]
    private static partial Regex Link();
}
