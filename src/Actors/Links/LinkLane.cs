using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>
/// One author's posts on their way to links. One look-up is under way at a time; posts that come meanwhile share the next one. Owned by
/// one session and kept in memory only: the inbox sends again what a restart forgets.
/// </summary>
internal sealed class LinkLane
{
    private readonly List<LaneEntry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    public bool IsReading { get; private set; }

    /// <summary>What the look-up under way is for, when it is for one post alone.</summary>
    public LaneEntry? Alone { get; private set; }

    public bool OnlyLateAreLeft => _entries.Count > 0 && _entries.TrueForAll(e => e.Stage == LaneStage.Late);

    public IEnumerable<LaneEntry> All => _entries;

    /// <summary>Posts whose tickets are still to be looked up.</summary>
    public IEnumerable<LaneEntry> ToRead => _entries.Where(e => e.Stage == LaneStage.Reading);

    public IEnumerable<LaneEntry> Writing => _entries.Where(e => e.Stage == LaneStage.Writing);

    /// <summary>Posts whose author is being told something.</summary>
    public IEnumerable<LaneEntry> Telling => _entries.Where(e => e.Stage is LaneStage.Telling or LaneStage.Late);

    /// <summary>False when this version of the post is held already.</summary>
    public bool Take(LinkInbox.LinkPost post)
    {
        if (Find(post.Post, post.EditAt) is not null)
            return false;
        _entries.Add(new(post));
        return true;
    }

    public LaneEntry? Find(Chat.PostId post, long editAt) => _entries.Find(e => e.Post.Post == post && e.Post.EditAt == editAt);

    /// <summary>
    /// Begins the next look-up: the union of what is wanted, oldest post first. Empty when there is none, or one is under way. A post on
    /// which the session may have failed is looked up alone, so that only the one that made it fail does so again.
    /// </summary>
    public IReadOnlyList<TicketId> BeginRead(int atMost)
    {
        if (IsReading)
            return [];
        Alone = ToRead.FirstOrDefault(e => e.Post.Faults > 0);
        TicketId[] next = [.. (Alone is null ? ToRead : [Alone]).SelectMany(e => e.Wanted).Distinct().Take(atMost)];
        IsReading = next.Length > 0;
        return next;
    }

    /// <summary>The posts that the look-up was for; it is over.</summary>
    public IReadOnlyList<LaneEntry> FinishRead()
    {
        LaneEntry[] all = Alone is null ? [.. ToRead] : [Alone];
        AbandonRead();
        return all;
    }

    public void AbandonRead() => (IsReading, Alone) = (false, null);

    /// <summary>Posts of which all tickets are known; each is given once, and versions of one post one after the other.</summary>
    public IReadOnlyList<LaneEntry> BeginWrites()
    {
        List<LaneEntry> begun = [];
        foreach (var entry in Writing.Where(e => !e.Sent))
        {
            if (Writing.Any(e => e.Sent && e.Post.Post == entry.Post.Post))
                continue;
            entry.Sent = true;
            begun.Add(entry);
        }

        return begun;
    }

    /// <summary>Posts that only wait for their author to be told, once nothing else is under way; each is given once.</summary>
    public IReadOnlyList<LaneEntry> BeginLateNotice()
    {
        if (!OnlyLateAreLeft)
            return [];
        LaneEntry[] late = [.. _entries.Where(e => !e.Sent)];
        foreach (var entry in late)
            entry.Sent = true;
        return late;
    }

    public void Remove(LaneEntry entry) => _entries.Remove(entry);
}
