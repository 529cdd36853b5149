using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// How far one channel has been read, as arithmetic. All times are Mattermost's <c>update_at</c> in Unix milliseconds. Owned by the inbox.
/// </summary>
internal sealed class ChannelProgress(ChannelId channel, long? cursor)
{
    private readonly Dictionary<PostId, long> _open = [];
    private long? _start = cursor;
    private long? _read = cursor;
    private long _seen;
    private long? _firstSeen;
    private bool _missed;
    private long _missedFrom = long.MaxValue;

    public ChannelId Channel { get; } = channel;

    /// <summary>Something may have been missed: the catch-up has to read it. True at first.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>Something newer than the cursor went by.</summary>
    public bool HasSeenMore => _seen > (Cursor ?? 0);

    /// <summary>The highest time below which every post has ended; null while the channel has never been read.</summary>
    public long? Cursor => Known is not { } known ? null
        : _open.Count > 0 ? Math.Max(_start!.Value, Math.Min(known, _open.Values.Min() - 1))
        : known;

    /// <summary>Where the next catch-up begins: what went by before has ended or is under way. Null like <see cref="Cursor"/>.</summary>
    public long? ReadFrom => Known;

    /// <summary>Before the first post that went by; null for none. A channel that was never read begins here at the latest.</summary>
    public long? HeardSince => _firstSeen - 1;

    private long? Known => IsBehind || _read is not { } read ? _read : Math.Max(read, _seen);

    /// <summary>A post went by, whether or not there is anything to do for it.</summary>
    public void Seen(long updateAt)
    {
        _seen = Math.Max(_seen, updateAt);
        _firstSeen = Math.Min(_firstSeen ?? long.MaxValue, updateAt);
    }

    public void Began(PostId post, long updateAt) => _open[post] = updateAt;

    public void Ended(PostId post) => _open.Remove(post);

    /// <summary>This post could not be taken: the catch-up must read it again.</summary>
    public void Forgot(long updateAt)
    {
        FallBehind();
        _missedFrom = Math.Min(_missedFrom, updateAt);
        _read = _read is { } read ? Math.Min(read, updateAt - 1) : null;
    }

    /// <summary>What came while nobody listened is unknown; it is newer than all that a catch-up that is under way will read.</summary>
    public void FallBehind()
    {
        _read = Known;
        IsBehind = _missed = true;
    }

    /// <summary>A catch-up begins: only what is missed from now on makes another one necessary.</summary>
    public void BeginCatchUp()
    {
        _missed = false;
        _missedFrom = long.MaxValue;
    }

    /// <summary>A channel that was never read begins here.</summary>
    public void Starts(long at)
    {
        _start ??= at;
        _read ??= at;
    }

    /// <summary>All that the catch-up has found is under way or done; another one goes on where this one ended.</summary>
    /// <param name="readUpTo">The highest time it has read.</param>
    public void FinishCatchUp(long readUpTo)
    {
        var read = Math.Min(readUpTo, _missedFrom - 1);
        _read = _read is { } before ? Math.Max(before, read) : read;
        IsBehind = _missed;
    }
}
