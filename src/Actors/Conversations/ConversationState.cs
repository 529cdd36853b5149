using System.Collections.Immutable;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Conversations;

/// <summary>What a person and the bot talk about, as far as their history tells. Pure.</summary>
internal sealed record ConversationState
{
    public static readonly ConversationState New = new();

    /// <summary>A draft that nobody has touched for so long is put aside.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Messages are sent again for minutes only, and few come in a minute.</summary>
    private const int RememberedPosts = 64;

    /// <summary>What was offered before so many drafts is far up by now, and not pressed again.</summary>
    private const int RememberedDrafts = 64;

    /// <summary>Beyond these the oldest goes.</summary>
    public const int MostAside = 10;

    public Draft? Draft { get; private init; }

    /// <summary>What was put aside, the newest last.</summary>
    public ImmutableList<Draft> Aside { get; private init; } = [];

    private ImmutableList<(PostId Post, string DraftId)> Answered { get; init; } = [];

    private ImmutableList<(string DraftId, int Number)> Ended { get; init; } = [];

    /// <summary>The draft on which this message has had its effect already; null where it had none.</summary>
    public string? AnsweredWith(PostId post) => Answered.Find(a => a.Post == post).DraftId;

    /// <summary>
    /// The last number of the draft of this id that has ended; 0 where there was none. A new one of the same id counts on from it, so that
    /// its questions get posts of their own and the old buttons mean nothing to it.
    /// </summary>
    public int LastNumber(string draftId) => Ended.Find(e => e.DraftId == draftId).Number;

    public Draft? Find(string draftId) => Draft?.Id == draftId ? Draft : Aside.Find(d => d.Id == draftId);

    /// <summary>
    /// What to write down, before the draft ends, of the message that ends it: sent again, it must not be taken for an answer to what is
    /// talked about by then.
    /// </summary>
    /// <param name="post">Null where a button was pressed.</param>
    public IReadOnlyCollection<ISessionEvent> HeardLast(PostId? post, string draftId, DateTimeOffset now) =>
        post is not null && Draft?.Id == draftId ? [new DraftKept(Draft, post, now)] : [];

    public ConversationState Apply(ISessionEvent happened) => happened switch
    {
        DraftKept kept => Remember(kept.Post, kept.Draft.Id) with { Draft = kept.Draft, Aside = Aside.RemoveAll(d => d.Id == kept.Draft.Id) },
        DraftPutAside aside when Draft?.Id == aside.DraftId => PutAside(Draft),
        DraftDropped dropped => Remember(dropped.Post, dropped.DraftId).Without(dropped.DraftId),
        CreationRequested asked => Without(asked.RequestId),
        ListTaken taken => Without(taken.BatchId),
        _ => this,
    };

    /// <summary>When the oldest draft was touched last.</summary>
    public DateTimeOffset? OldestAt => Drafts.Select(d => (DateTimeOffset?)d.TouchedAt).Min();

    private IEnumerable<Draft> Drafts => Draft is null ? Aside : Aside.Add(Draft);

    /// <summary>Without drafts that nobody has touched for long.</summary>
    public ConversationState Without(DateTimeOffset now) =>
        Drafts.Where(d => now - d.TouchedAt >= SessionState.Kept).Aggregate(this, (state, old) => state.Without(old.Id));

    public IReadOnlyList<SessionSnapshot.Answer> AnsweredPosts => [.. Answered.Select(a => new SessionSnapshot.Answer(a.Post, a.DraftId))];

    public IReadOnlyList<SessionSnapshot.End> EndedDrafts => [.. Ended.Select(e => new SessionSnapshot.End(e.DraftId, e.Number))];

    public static ConversationState From(SessionSnapshot stored) => new()
    {
        Draft = stored.Draft,
        Aside = [.. stored.Aside],
        Answered = [.. stored.Answered.Select(a => (a.Post, a.DraftId))],
        Ended = [.. stored.Ended.Select(e => (e.DraftId, e.Number))],
    };

    private ConversationState Without(string draftId) => Find(draftId) is not { } ended ? this : this with
    {
        Draft = Draft?.Id == draftId ? null : Draft,
        Aside = Aside.RemoveAll(d => d.Id == draftId),
        Ended = (Ended.RemoveAll(e => e.DraftId == draftId) is var others && others.Count < RememberedDrafts ? others : others.RemoveAt(0)).Add((draftId, ended.Number)),
    };

    private ConversationState PutAside(Draft draft)
    {
        var room = Aside.Count < MostAside ? this : Without(Aside[0].Id);
        return room with { Aside = room.Aside.Add(draft), Draft = null };
    }

    private ConversationState Remember(PostId? post, string draftId) => post is not { } id ? this
        : this with { Answered = (Answered.Count < RememberedPosts ? Answered : Answered.RemoveAt(0)).Add((id, draftId)) };
}
