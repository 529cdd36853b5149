using System.Collections.Immutable;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Sessions;

/// <summary>A person, as far as their history tells. Pure: events come in, decisions come out, the clock is an argument.</summary>
internal sealed record SessionState
{
    public static readonly SessionState New = new();
    private static readonly TimeSpan Quiet = TimeSpan.FromDays(1);

    /// <summary>What the person has asked to be created.</summary>
    public CreationState Creations { get; private init; } = CreationState.New;

    /// <summary>What the person and the bot talk about.</summary>
    public ConversationState Conversation { get; private init; } = ConversationState.New;

    private ImmutableDictionary<RefusalReason, ToldReason> Told { get; init; } = ImmutableDictionary<RefusalReason, ToldReason>.Empty;

    /// <summary>The same reason reaches a person at most once a day, and again only after it was gone in between.</summary>
    public ReasonTold? Tell(RefusalReason reason, DateTimeOffset now) =>
        Told.TryGetValue(reason, out var told) && (told.StillTrue || now - told.At < Quiet) ? null : new ReasonTold(reason, now);

    /// <summary>What to write down now that this reason no longer holds; null when the person never heard of it.</summary>
    public ReasonGone? Gone(RefusalReason reason, DateTimeOffset now) =>
        Told.TryGetValue(reason, out var told) && told.StillTrue ? new ReasonGone(reason, now) : null;

    public SessionState Apply(ISessionEvent happened) => happened switch
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
        Conversation.EndedDrafts);

    public static SessionState From(SessionSnapshot stored) => new()
    {
        Told = stored.Reasons.ToImmutableDictionary(r => r.Why, r => new ToldReason(r.At, r.StillTrue)),
        Creations = CreationState.From(stored),
        Conversation = ConversationState.From(stored),
    };

    private sealed record ToldReason(DateTimeOffset At, bool StillTrue);
}
