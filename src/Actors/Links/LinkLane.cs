using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

/// <summary>
/// One author's posts on their way to links. One look-up is under way at a time; posts that come meanwhile share the next one. Owned by
/// one session and kept in memory only: the inbox sends again what a restart forgets.
/// </summary>
internal sealed class LinkLane
{
    private readonly List<LaneEntry> _entries = [];
    private HashSet<TicketId>? _reading;

    public bool IsEmpty => _entries.Count == 0;

    public bool IsReading => _reading is not null;

    /// <summary>Posts whose tickets are still to be looked up.</summary>
    public IEnumerable<LaneEntry> ToRead => _entries.Where(e => e.Stage == LaneStage.Reading);

    /// <summary>False when this version of the post is held already.</summary>
    public bool Take(LinkInbox.LinkPost post)
    {
        if (Find(post.Post, post.EditAt) is not null)
            return false;
        _entries.Add(new(post));
        return true;
    }

    public LaneEntry? Find(Chat.PostId post, long editAt) => _entries.Find(e => e.Post.Post == post && e.Post.EditAt == editAt);

    /// <summary>Begins the next look-up: the union of what is wanted, oldest post first. Empty when there is none, or one is under way.</summary>
    public IReadOnlyList<TicketId> BeginRead(int atMost)
    {
        if (_reading is not null)
            return [];
        TicketId[] next = [.. ToRead.SelectMany(e => e.Wanted).Distinct().Take(atMost)];
        if (next.Length > 0)
            _reading = [.. next];
        return next;
    }

    public void FinishRead(IReadOnlySet<TicketId> visible)
    {
        foreach (var entry in ToRead)
            entry.LookedUp(_reading!, visible);
        _reading = null;
    }

    public void AbandonRead() => _reading = null;

    /// <summary>Posts of which all tickets are known; each is given once.</summary>
    public IReadOnlyList<LaneEntry> BeginWrites()
    {
        LaneEntry[] ready = [.. _entries.Where(e => e.Stage == LaneStage.Writing && !e.Sent)];
        foreach (var entry in ready)
            entry.Sent = true;
        return ready;
    }

    /// <summary>Posts that only wait for their author to be told, once nothing else is under way; each is given once.</summary>
    public IReadOnlyList<LaneEntry> BeginLateNotice()
    {
        if (_entries.Exists(e => e.Stage != LaneStage.Late))
            return [];
        LaneEntry[] late = [.. _entries.Where(e => !e.Sent)];
        foreach (var entry in late)
            entry.Sent = true;
        return late;
    }

    /// <summary>What was sent and not done is sent again by the next Begin….</summary>
    public void Retry(LaneEntry entry) => entry.Sent = false;

    public void Remove(LaneEntry entry) => _entries.Remove(entry);
}
