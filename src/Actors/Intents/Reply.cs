using System.Text.Json.Serialization;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Intents;

/// <summary>What a person gets back; each door renders it within its limits.</summary>
/// <param name="Language">The reader's.</param>
[JsonDerivedType(typeof(Help), "help")]
[JsonDerivedType(typeof(Tickets), "tickets")]
[JsonDerivedType(typeof(Linked), "linked")]
[JsonDerivedType(typeof(Refusal), "refusal")]
public abstract record Reply(Language Language)
{
    /// <param name="Username">The reader's Mattermost login.</param>
    /// <param name="Unknown">The word that was not understood; null when help was asked for.</param>
    public sealed record Help(Language Language, string? Unknown, string Username, bool IsMapped) : Reply(Language);

    /// <param name="Today">The person's date, for marking what is overdue.</param>
    /// <param name="Zone">The person's time zone, by its IANA name.</param>
    public sealed record Tickets(Language Language, TicketPage Page, DateOnly Today, string Zone) : Reply(Language);

    /// <param name="Unseen">References that stayed plain, since the person can't see these tickets.</param>
    public sealed record Linked(Language Language, string Text, IReadOnlyList<TicketId> Unseen) : Reply(Language);

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
