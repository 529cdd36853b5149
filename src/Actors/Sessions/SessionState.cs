using System.Collections.Immutable;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>A person, as far as their history tells. Pure: events come in, decisions come out, the clock is an argument.</summary>
internal sealed record SessionState
{
    public static readonly SessionState New = new();

    /// <summary>So long what a person has said or asked for is kept after it came to an end.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Whoever has not been heard of for so long is forgotten altogether.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromDays(90);

    private static readonly TimeSpan Quiet = TimeSpan.FromDays(1);

    /// <summary>What the person has asked to be created.</summary>
    public CreationState Creations { get; private init; } = CreationState.New;

    /// <summary>What the person and the bot talk about.</summary>
    public ConversationState Conversation { get; private init; } = ConversationState.New;

    /// <summary>When something happened last; null where nothing is remembered.</summary>
    private DateTimeOffset? LastAt { get; init; }

    private ImmutableDictionary<RefusalReason, ToldReason> Told { get; init; } = ImmutableDictionary<RefusalReason, ToldReason>.Empty;

    /// <summary>The same reason reaches a person at most once a day, and again only after it was gone in between.</summary>
    public ReasonTold? Tell(RefusalReason reason, DateTimeOffset now) =>
        Told.TryGetValue(reason, out var told) && (told.StillTrue || now - told.At < Quiet) ? null : new ReasonTold(reason, now);

    /// <summary>What to write down now that this reason no longer holds; null when the person never heard of it.</summary>
    public ReasonGone? Gone(RefusalReason reason, DateTimeOffset now) =>
        Told.TryGetValue(reason, out var told) && told.StillTrue ? new ReasonGone(reason, now) : null;

    public SessionState Apply(ISessionEvent happened) => happened is HistoryTrimmed trimmed ? Trim(trimmed) : Change(happened) with { LastAt = happened.At };

    /// <summary>When there is something to throw away next, but not before tomorrow; null where nothing is remembered.</summary>
    public DateTimeOffset? NextTrim(DateTimeOffset now)
    {
        if (LastAt is not { } last)
            return null;
        var next = new[] { Creations.OldestAt, Conversation.OldestAt }.Min() is { } oldest && oldest + Kept < last + Known ? oldest + Kept : last + Known;
        return next < now.AddDays(1) ? now.AddDays(1) : next;
    }

    private SessionState Trim(HistoryTrimmed trimmed) =>
        trimmed.IsAll || (Creations.IsIdle && trimmed.At - (LastAt ?? trimmed.At) >= Known) ? New
        : this with { Creations = Creations.Without(trimmed.At), Conversation = Conversation.Without(trimmed.At), LastAt = LastAt ?? trimmed.At };

    private SessionState Change(ISessionEvent happened) => happened switch
    {
        ReasonTold told => this with { Told = Told.SetItem(told.Reason, new(told.At, StillTrue: true)) },
        ReasonGone gone => this with { Told = Told.SetItem(gone.Reason, Told[gone.Reason] with { StillTrue = false }) },
        DraftKept or DraftPutAside or DraftDropped => this with { Conversation = Conversation.Apply(happened) },
        _ => this with { Creations = Creations.Apply(happened), Conversation = Conversation.Apply(happened) },
    };

    public SessionSnapshot ToSnapshot() => new(
        [.. Told.Select(t => new SessionSnapshot.Reason(t.Key, t.Value.At, t.Value.StillTrue))],
        Creations.ToSnapshot(),
        [.. Creations.Lists],
        Creations.LastProject,
        Conversation.Draft,
        Conversation.Aside,
        Conversation.AnsweredPosts,
        Conversation.EndedDrafts)
    {
        LastAt = LastAt,
    };

    public static SessionState From(SessionSnapshot stored) => new()
    {
        Told = stored.Reasons.ToImmutableDictionary(r => r.Why, r => new ToldReason(r.At, r.StillTrue)),
        Creations = CreationState.From(stored),
        Conversation = ConversationState.From(stored),
        LastAt = stored.LastAt,
    };

    private sealed record ToldReason(DateTimeOffset At, bool StillTrue);
}
