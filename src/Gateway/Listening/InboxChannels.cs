using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The channels of the bot: how far each is done, of what kind it is, and which is to be read next. Owned by the inbox.</summary>
internal sealed class InboxChannels
{
    private readonly Dictionary<ChannelId, ChannelProgress> _progress = [];
    private readonly Dictionary<ChannelId, MattermostChannel> _listed = [];
    private readonly Dictionary<ChannelId, ChannelKind> _kinds = [];
    private readonly Dictionary<ChannelId, long> _saved = [];

    /// <summary>First seen since the channels were asked for: the list may have been made before.</summary>
    private readonly HashSet<ChannelId> _new = [];

    /// <summary>False while nobody has told yet which channels there are, and of what kind.</summary>
    private bool _isListed;

    /// <summary>Behind, but not to be read just now.</summary>
    private readonly HashSet<ChannelId> _skipped = [];

    /// <summary>The cursors that are not written down as they are.</summary>
    public ChannelCursor[] Moved =>
    [
        .. _progress.Values
            .Where(c => c.Cursor is { } at && (!_saved.TryGetValue(c.Channel, out var before) || before != at))
            .Select(c => new ChannelCursor(c.Channel, c.Cursor!.Value)),
    ];

    /// <summary>How many have something to be caught up.</summary>
    public int Behind => _progress.Values.Count(c => c.IsBehind);

    public ChannelKind KindOf(ChannelId channel) => _kinds.GetValueOrDefault(channel);

    public ChannelProgress? Find(ChannelId channel) => _progress.GetValueOrDefault(channel);

    /// <summary>A channel of which nothing was known begins where it was left, if it was read at all.</summary>
    public ChannelProgress Of(ChannelId channel, ChannelKind kind = ChannelKind.Unknown)
    {
        if (kind != ChannelKind.Unknown)
            _kinds[channel] = kind;
        if (!_progress.TryGetValue(channel, out var progress))
        {
            _progress[channel] = progress = new(channel, _saved.TryGetValue(channel, out var cursor) ? cursor : null);
            _new.Add(channel);
        }

        return progress;
    }

    public void Load(IEnumerable<ChannelCursor> cursors)
    {
        foreach (var cursor in cursors)
        {
            _progress[cursor.Channel] = new(cursor.Channel, cursor.UpdateAt);
            _saved[cursor.Channel] = cursor.UpdateAt;
        }
    }

    public void Saved(IEnumerable<ChannelCursor> cursors)
    {
        foreach (var cursor in cursors)
            _saved[cursor.Channel] = cursor.UpdateAt;
    }

    /// <summary>Anything may have happened unheard; the channels are to be listed anew.</summary>
    public void FallBehind()
    {
        foreach (var channel in _progress.Values)
            channel.FallBehind();
        _isListed = false;
        _listed.Clear();
        _skipped.Clear();
        _new.Clear();
    }

    /// <returns>The channels that the bot is in no longer.</returns>
    public IReadOnlyList<ChannelId> Listed(IEnumerable<MattermostChannel> channels)
    {
        _isListed = true;
        foreach (var channel in channels)
        {
            _listed[channel.Id] = channel;
            Of(channel.Id, channel.Kind);
        }

        return [.. _progress.Keys.Where(c => !_listed.ContainsKey(c) && !_new.Contains(c))];
    }

    public void Joined(ChannelId channel, ChannelKind kind)
    {
        Of(channel, kind).FallBehind();
        _new.Add(channel);
    }

    public void Forget(ChannelId channel)
    {
        _progress.Remove(channel);
        _new.Remove(channel);
    }

    /// <summary>It can't be read: the others have their turn.</summary>
    public void Skip(ChannelId channel) => _skipped.Add(channel);

    public void SkipNoLonger(ChannelId channel) => _skipped.Remove(channel);

    /// <summary>
    /// Those with new posts first, and where somebody waits for an answer before all others. One of an unknown kind waits for the list: in a
    /// direct message all that is written speaks to the bot, anywhere else it is talk.
    /// </summary>
    /// <param name="isBusy">True for channels of which something that was read still waits.</param>
    public ChannelProgress? Next(Func<ChannelId, bool> isBusy) => _progress.Values
        .Where(c => c.IsBehind && (_isListed || KindOf(c.Channel) != ChannelKind.Unknown) && !_skipped.Contains(c.Channel) && !isBusy(c.Channel))
        .MaxBy(c => !HasNews(c) ? 0 : KindOf(c.Channel) == ChannelKind.Direct ? 2 : 1);

    private bool HasNews(ChannelProgress channel) =>
        channel.HasSeenMore || !_listed.TryGetValue(channel.Channel, out var listed) || listed.LastPostAt > (channel.Cursor ?? 0);
}
