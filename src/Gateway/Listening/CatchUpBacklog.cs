using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>
/// What the catch-up has found and nobody works on yet, of all channels: each author's posts in their order, and beside them what they said
/// to the bot. So nobody waits for another author. Owned by the inbox.
/// </summary>
internal sealed class CatchUpBacklog
{
    private readonly Dictionary<(UserId Author, bool IsSaid), Queue<(SeenPost Post, ChannelRest Of)>> _waiting = [];
    private readonly Dictionary<ChannelId, ChannelRest> _channels = [];
    private readonly List<ChannelRest> _finished = [];

    /// <summary>How much waits, by <see cref="SeenPost.Size"/>.</summary>
    public long Size { get; private set; }

    public bool Holds(ChannelId channel) => _channels.ContainsKey(channel);

    /// <param name="posts">Oldest first.</param>
    public void Add(ChannelId channel, long upTo, IReadOnlyCollection<SeenPost> posts)
    {
        var rest = _channels[channel] = new(channel, upTo) { Left = posts.Count };
        foreach (var post in posts)
        {
            var line = (post.User, post.Said is not null);
            if (!_waiting.TryGetValue(line, out var queue))
                _waiting[line] = queue = new();
            queue.Enqueue((post, rest));
            Size += post.Size;
        }

        if (rest.Left == 0)
            _finished.Add(rest);
    }

    /// <summary>What was found in this channel is of no interest any more.</summary>
    public void Forget(ChannelId channel)
    {
        if (!_channels.Remove(channel))
            return;
        foreach (var (line, queue) in _waiting.ToArray())
        {
            Size -= queue.Where(w => w.Post.Place.Channel == channel).Sum(w => w.Post.Size);
            _waiting[line] = new(queue.Where(w => w.Post.Place.Channel != channel));
        }
    }

    /// <summary>Hands each author's next posts to <paramref name="take"/> for as long as it takes them.</summary>
    /// <returns>The channels of which nothing is left, each with the highest <c>update_at</c> that was read.</returns>
    public IReadOnlyList<(ChannelId Channel, long UpTo)> Offer(Func<SeenPost, bool> take)
    {
        foreach (var (line, queue) in _waiting.ToArray())
        {
            while (queue.TryPeek(out var next) && take(next.Post))
            {
                queue.Dequeue();
                Size -= next.Post.Size;
                if (--next.Of.Left == 0)
                    _finished.Add(next.Of);
            }

            if (queue.Count == 0)
                _waiting.Remove(line);
        }

        (ChannelId, long)[] finished = [.. _finished.Where(f => _channels.GetValueOrDefault(f.Channel) == f).Select(f => (f.Channel, f.UpTo))];
        foreach (var (channel, _) in finished)
            _channels.Remove(channel);
        _finished.Clear();
        return finished;
    }

    private sealed class ChannelRest(ChannelId channel, long upTo)
    {
        public ChannelId Channel { get; } = channel;

        public long UpTo { get; } = upTo;

        public int Left { get; set; }
    }
}
