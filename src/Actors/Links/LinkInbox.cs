using System.Text.Json.Serialization;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>The conversation between the inbox, which owns every post until it is done, and the sessions; and the inbox' registry key.</summary>
public sealed class LinkInbox
{
    /// <summary>A post on which a session's handlers have failed so often is set aside.</summary>
    internal const int TriesAtMost = 3;

    private LinkInbox()
    {
    }

    /// <summary>
    /// A post with references, or one that speaks to the bot, on its way to its author's session. Each ends in exactly one
    /// <see cref="Done"/>; until then it is sent again from time to time, so the session drops what it already holds. What one person
    /// says to the bot in one place comes in its order.
    /// </summary>
    /// <param name="EditAt">Mattermost's <c>edit_at</c>, 0 for a post never edited: with the id it names this version.</param>
    /// <param name="Settled">Linked in this post before.</param>
    /// <param name="Told">The author has heard already that they can't see these.</param>
    public sealed record LinkPost(
        UserId User,
        PostId Post,
        long EditAt,
        PostPlace Place,
        DateTimeOffset WrittenAt,
        IReadOnlyList<TicketId> Tickets,
        IReadOnlyList<TicketId> Settled,
        IReadOnlyList<TicketId> Told) : ISessionMessage
    {
        /// <summary>What the post says to the bot; null where it doesn't speak to it, and for a version of a post that has been answered before.</summary>
        public Said? Said { get; init; }

        /// <summary>See <see cref="Status.Tracing"/>.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Trace { get; init; }

        /// <summary>How often a handler of the session has failed on it, or on several posts of which it was one. Counted by the sessions.</summary>
        public int Faults { get; init; }

        /// <summary>It would fail again.</summary>
        internal bool IsPoison => Faults >= TriesAtMost;

        /// <summary>It ends without a link.</summary>
        internal Done Ended(LinkOutcome outcome) => new(Post, EditAt, outcome, EditAt, [], Told);
    }

    /// <param name="NewEditAt">The <c>edit_at</c> of our own edit; the given one where there was none.</param>
    public sealed record Done(
        PostId Post,
        long EditAt,
        LinkOutcome Outcome,
        long NewEditAt,
        IReadOnlyList<TicketId> Linked,
        IReadOnlyList<TicketId> Told);

    /// <summary>Still held, and rightly so: Redmine or Mattermost is away. Asks for patience.</summary>
    public sealed record Waiting(PostId Post, long EditAt)
    {
        /// <summary>Its text is done; its author is still to be told of it, together with others of theirs, which may be begun meanwhile.</summary>
        public bool IsWritten { get; init; }
    }
}
