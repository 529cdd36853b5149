using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// How far one channel has been read, as arithmetic. All times are Mattermost's <c>update_at</c> in Unix milliseconds. Owned by the inbox.
/// </summary>
internal sealed class ChannelProgress(ChannelId channel, long? cursor)
{
    private readonly Dictionary<PostId, long> _open = [];
    private long? _base = cursor;
    private long _seen;
    private bool _forgotten;

    public ChannelId Channel { get; } = channel;

    /// <summary>Something may have been missed: the catch-up has to read it. True at first.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>Something newer than the cursor went by.</summary>
    public bool HasSeenMore => _seen > (Cursor ?? 0);

    /// <summary>The highest time below which every post has ended; null while the channel has never been read.</summary>
    public long? Cursor => _base is not { } from ? null
        : IsBehind ? from
        : _open.Count > 0 ? Math.Max(from, Math.Min(_seen, _open.Values.Min() - 1))
        : Math.Max(from, _seen);

    /// <summary>A post went by, whether or not there is anything to do for it.</summary>
    public void Seen(long updateAt) => _seen = Math.Max(_seen, updateAt);

    public void Began(PostId post, long updateAt) => _open[post] = updateAt;

    public void Ended(PostId post) => _open.Remove(post);

    /// <summary>This post could not be taken: the catch-up must read it again.</summary>
    public void Forgot(long updateAt)
    {
        FallBehind();
        _forgotten = true;
        _base = _base is { } from ? Math.Min(from, updateAt - 1) : null;
    }

    /// <summary>What came while nobody listened is unknown.</summary>
    public void FallBehind()
    {
        _base = Cursor;
        IsBehind = true;
        _forgotten = true;
    }

    /// <summary>A catch-up begins: only what is forgotten from now on makes another one necessary.</summary>
    public void BeginCatchUp() => _forgotten = false;

    /// <summary>A channel that was never read begins here.</summary>
    public void Starts(long at) => _base ??= at;

    /// <summary>All that the catch-up has found is under way or done.</summary>
    /// <param name="readUpTo">The highest time it has read.</param>
    public void FinishCatchUp(long readUpTo)
    {
        _seen = Math.Max(_seen, readUpTo);
        IsBehind = _forgotten;
    }
}
