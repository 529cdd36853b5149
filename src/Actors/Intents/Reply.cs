using System.Text.Json.Serialization;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Intents;

/// <summary>What a person gets back; each door renders it within its limits.</summary>
/// <param name="Language">The reader's.</param>
[JsonDerivedType(typeof(Help), "help")]
[JsonDerivedType(typeof(Tickets), "tickets")]
[JsonDerivedType(typeof(Linked), "linked")]
[JsonDerivedType(typeof(Refusal), "refusal")]
[JsonDerivedType(typeof(FormShown), "form-shown")]
[JsonDerivedType(typeof(ChoicesFound), "choices-found")]
[JsonDerivedType(typeof(Creating), "creating")]
[JsonDerivedType(typeof(Created), "created")]
[JsonDerivedType(typeof(BatchTaken), "batch-taken")]
[JsonDerivedType(typeof(BatchChecked), "batch-checked")]
[JsonDerivedType(typeof(Shared), "shared")]
[JsonDerivedType(typeof(ShareDoubted), "share-doubted")]
[JsonDerivedType(typeof(ChannelProjectSet), "channel-project-set")]
[JsonDerivedType(typeof(TalkGoesOn), "talk-goes-on")]
[JsonDerivedType(typeof(Hint), "hint")]
[JsonDerivedType(typeof(NotTaken), "not-taken")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Summary), "summary")]
[JsonDerivedType(typeof(CreatedLink), "created-link")]
[JsonDerivedType(typeof(Forgotten), "forgotten")]
[JsonDerivedType(typeof(KeyWanted), "key-wanted")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(Disconnected), "disconnected")]
public abstract record Reply(Language Language)
{
    /// <param name="Unknown">The word that was not understood; null when help was asked for.</param>
    /// <param name="Obstacle">Why nothing can be done for the reader; null when something can.</param>
    public sealed record Help(Language Language, string? Unknown, Refusal? Obstacle) : Reply(Language);

    /// <param name="Today">The person's date, for marking what is overdue.</param>
    /// <param name="Zone">The person's time zone, by its IANA name.</param>
    public sealed record Tickets(Language Language, TicketPage Page, DateOnly Today, string Zone) : Reply(Language);

    /// <param name="Unseen">References that stayed plain, since the person can't see these tickets.</param>
    public sealed record Linked(Language Language, string Text, IReadOnlyList<TicketId> Unseen) : Reply(Language);

    /// <summary>A form to fill, or one that came back with its problems.</summary>
    public sealed record FormShown(Language Language, Form Form) : Reply(Language);

    public sealed record ChoicesFound(Language Language, IReadOnlyList<FieldChoice> Choices) : Reply(Language);

    /// <summary>It is written down and will be done, whatever happens; <see cref="Created"/> follows. Doors need not show it.</summary>
    public sealed record Creating(Language Language, string RequestId) : Reply(Language);

    /// <summary>
    /// How far a creation is. The finished one is owed to the person: whoever has shown it tells the session by
    /// <see cref="Sessions.SessionDoor.Told"/>, and until then it is shown again, in the direct message.
    /// </summary>
    /// <param name="Today">The person's date, as for <see cref="Tickets"/>.</param>
    public sealed record Created(Language Language, CreationReport Report, DateOnly Today, string Zone) : Reply(Language);

    /// <summary>The list was taken; preview, progress and result are one post in the direct message with the bot.</summary>
    public sealed record BatchTaken(Language Language, string BatchId) : Reply(Language);

    /// <summary>Good and bad lines, with the choice to create or to correct. Shown in the direct message alone.</summary>
    public sealed record BatchChecked(Language Language, BatchPreview Preview) : Reply(Language);

    /// <summary>The result stands in the channel now.</summary>
    public sealed record Shared(Language Language) : Reply(Language);

    /// <summary>The project is private: is the person sure?</summary>
    public sealed record ShareDoubted(Language Language, string RequestId, string Project) : Reply(Language);

    /// <param name="Project">The name of the project that forms in this channel begin with; null for none.</param>
    /// <param name="IsChanged">False when it was only asked for.</param>
    public sealed record ChannelProjectSet(Language Language, string? Project, bool IsChanged) : Reply(Language);

    /// <summary>Nothing is stored of the person any more.</summary>
    /// <param name="IsLater">Not yet: tickets of theirs are still being created.</param>
    public sealed record Forgotten(Language Language, bool IsLater) : Reply(Language);

    /// <summary>The person's API key is to be typed, where nobody else sees it.</summary>
    /// <param name="Account">The login in Redmine that they are connected as; null for none.</param>
    public sealed record KeyWanted(Language Language, string? Account) : Reply(Language);

    /// <summary>From now on the person acts as this account.</summary>
    public sealed record Connected(Language Language, string Login, string Name) : Reply(Language);

    /// <param name="WasConnected">False where there was no key to be forgotten.</param>
    public sealed record Disconnected(Language Language, bool WasConnected) : Reply(Language);

    /// <summary>It was taken; what follows stands in the direct message.</summary>
    public sealed record TalkGoesOn(Language Language) : Reply(Language)
    {
        /// <summary>The form that it came from was not too late: something is asked there.</summary>
        public bool Asks { get; init; }
    }

    /// <param name="Details">As <see cref="TalkHint"/> says.</param>
    public sealed record Hint(Language Language, TalkHint What, IReadOnlyList<string> Details) : Reply(Language);

    /// <param name="Why">A sentence in the reader's language: what is wrong and how to mend it.</param>
    public sealed record NotTaken(Language Language, string Why) : Reply(Language);

    /// <summary>A question of a conversation. Shown in the direct message alone.</summary>
    public sealed record Asked(Language Language, DraftQuestion Question) : Reply(Language);

    /// <summary>What would be created, with the choice. Shown in the direct message alone.</summary>
    public sealed record Summary(Language Language, DraftCard Card) : Reply(Language);

    /// <summary>For a thread where a ticket was asked for: its link, and no more.</summary>
    public sealed record CreatedLink(Language Language, TicketId Ticket) : Reply(Language);

    /// <param name="Details">What the sentence needs: ids, a login, Redmine's own words.</param>
    [method: JsonConstructor]
    public sealed record Refusal(Language Language, RefusalReason Reason, IReadOnlyList<string> Details) : Reply(Language)
    {
        public Refusal(Language language, RefusalReason reason, params IEnumerable<string> details)
            : this(language, reason, (IReadOnlyList<string>)[.. details])
        {
        }
    }
}
