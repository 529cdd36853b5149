using Akka.Actor;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Chat;

/// <summary>
/// What the domain asks of the actor that speaks Mattermost's REST API, and its registry key. Every request is answered once, to its
/// sender: with the answer named beside it, or with <see cref="Failed"/>. The work is bounded and paced on the other side.
/// </summary>
public sealed class Poster
{
    private Poster()
    {
    }

    public interface IRequest : INoSerializationVerificationNeeded
    {
        /// <summary>For what it is asked; see <see cref="Status.Tracing"/>.</summary>
        string? Trace => null;
    }

    /// <summary>At most 100 ids. Answered with <see cref="UsersRead"/>; unknown ids are missing there.</summary>
    public sealed record ReadUsers(IReadOnlyList<UserId> Ids) : IRequest;

    public sealed record UsersRead(ReadUsers Request, IReadOnlyList<ChatUser> Users) : INoSerializationVerificationNeeded;

    /// <summary>At most 200 usernames. Answered with <see cref="NamesRead"/>; unknown ones are missing there.</summary>
    public sealed record ReadNames(IReadOnlyList<string> Usernames) : IRequest;

    public sealed record NamesRead(ReadNames Request, IReadOnlyList<ChatUser> Users) : INoSerializationVerificationNeeded;

    /// <summary>What somebody wrote, for quoting it. Answered with <see cref="PostRead"/>.</summary>
    public sealed record ReadPost(PostId Post) : IRequest;

    /// <param name="Author">The Mattermost username; null where the account is unknown.</param>
    /// <param name="Text">Null where it is not to be quoted: deleted, a message of the server, or one that burns on reading.</param>
    /// <param name="Link">Leads to the post, and tells nothing but ids.</param>
    public sealed record PostRead(ReadPost Request, string? Author, string? Text, string Link) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Reads the post, puts in the links and writes it back; one read followed by one write. Answered with <see cref="LinksWritten"/>,
    /// or with <see cref="LinksWanting"/> when the text has meanwhile got references that nobody has looked up.
    /// </summary>
    /// <param name="Post">The post as its author wrote it.</param>
    /// <param name="Visible">Tickets that the author may see.</param>
    /// <param name="Resolved">All tickets looked up for this post, visible or not.</param>
    /// <param name="Settled">Tickets that were linked once in this post before: where they stand plain, they stay plain.</param>
    public sealed record WriteLinks(PostId Post, IReadOnlySet<TicketId> Visible, IReadOnlySet<TicketId> Resolved, IReadOnlySet<TicketId> Settled)
        : IRequest
    {
        public string? Trace { get; init; }
    }

    /// <summary>How a <see cref="WriteLinks"/> ended.</summary>
    /// <param name="EditAt">The post's <c>edit_at</c> after it, so that our own edit is known when it is heard of.</param>
    /// <param name="Linked">The tickets that are links now.</param>
    /// <param name="Plain">The tickets that the text still mentions in plain because the author can't see them.</param>
    public sealed record LinksWritten(WriteLinks Request, LinkWriting How, long EditAt, IReadOnlyList<TicketId> Linked, IReadOnlyList<TicketId> Plain) : INoSerializationVerificationNeeded;

    public sealed record LinksWanting(WriteLinks Request, IReadOnlyList<TicketId> Tickets) : INoSerializationVerificationNeeded;

    /// <summary>Says something to one person alone: under their post where the server lets us, else in their direct message.</summary>
    /// <param name="Context">Where it is about; null: in the direct message.</param>
    /// <param name="ReplyId">The same for the same answer: it is never posted twice.</param>
    public sealed record TellPerson(UserId User, PostPlace? Context, string Text, string ReplyId) : IRequest
    {
        /// <summary>
        /// Posts that the text is about: in a direct message each becomes a line with its permalink and the note. Under the post itself
        /// they are left out.
        /// </summary>
        public IReadOnlyList<PostNote> About { get; init; } = [];

        public string? Trace { get; init; }
    }

    public sealed record PostNote(PostId Post, string Note);

    public sealed record PersonTold(TellPerson Request) : INoSerializationVerificationNeeded;

    /// <summary>
    /// The post of this name in the person's direct message says this: written if there is none, edited if it says something else.
    /// Answered with <see cref="Shown"/>.
    /// </summary>
    /// <param name="ReplyId">Names the post, over restarts too.</param>
    public sealed record Show(UserId User, string ReplyId, Intents.Reply Reply) : IRequest;

    /// <summary>The same of a post for all in a channel or thread, written by the bot. Answered with <see cref="Shown"/>.</summary>
    public sealed record Share(PostPlace Place, string ReplyId, Intents.Reply Reply) : IRequest;

    public sealed record Shown(IRequest Request, PostId Post) : INoSerializationVerificationNeeded;

    /// <summary>The request was not carried out; <paramref name="Why"/> says whether trying again later makes sense.</summary>
    public sealed record Failed(IRequest Request, PosterFailure Why) : INoSerializationVerificationNeeded;
}
