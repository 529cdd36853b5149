using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>What the catch-up has found in one channel and nobody works on yet: each author's posts in their order. Owned by the inbox.</summary>
internal sealed class CatchUpBacklog(ChannelId channel, long upTo, IEnumerable<SeenPost> posts)
{
    private readonly Dictionary<UserId, Queue<SeenPost>> _byAuthor =
        posts.GroupBy(p => p.User).ToDictionary(g => g.Key, g => new Queue<SeenPost>(g));

    public ChannelId Channel { get; } = channel;

    public long UpTo { get; } = upTo;

    public bool IsEmpty => _byAuthor.Count == 0;

    /// <summary>Hands each author's next posts to <paramref name="take"/> for as long as it takes them.</summary>
    public void Offer(Func<SeenPost, bool> take)
    {
        foreach (var (author, waiting) in _byAuthor.ToArray())
        {
            while (waiting.TryPeek(out var post) && take(post))
                waiting.Dequeue();
            if (waiting.Count == 0)
                _byAuthor.Remove(author);
        }
    }
}
