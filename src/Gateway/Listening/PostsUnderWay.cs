using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The posts being worked on, within bounds. Owned by the inbox.</summary>
internal sealed class PostsUnderWay(InboxBounds bounds)
{
    private readonly Dictionary<PostId, Entry> _posts = [];
    private readonly Dictionary<UserId, int> _byAuthor = [];

    public IReadOnlyCollection<Entry> All => _posts.Values;

    public Entry? Find(PostId post) => _posts.GetValueOrDefault(post);

    public bool HasRoom(UserId author) =>
        _posts.Count < bounds.Posts && _byAuthor.GetValueOrDefault(author) < bounds.PostsPerAuthor;

    public Entry Add(SeenPost post)
    {
        var entry = new Entry(post);
        _posts.Add(post.Id, entry);
        _byAuthor[post.User] = _byAuthor.GetValueOrDefault(post.User) + 1;
        return entry;
    }

    public void Remove(Entry entry)
    {
        _posts.Remove(entry.Post.Id);
        var left = _byAuthor[entry.Post.User] - 1;
        if (left == 0)
            _byAuthor.Remove(entry.Post.User);
        else
            _byAuthor[entry.Post.User] = left;
    }

    /// <summary>A post, the version in work, and perhaps the one that came meanwhile.</summary>
    internal sealed class Entry(SeenPost post)
    {
        public SeenPost Post { get; private set; } = post;

        /// <summary>An edit that came while this version was in work; only the newest counts.</summary>
        public SeenPost? Next { get; private set; }

        /// <summary>Null until it has been sent to its author's session.</summary>
        public DateTimeOffset? SentAt { get; private set; }

        public int Attempts { get; private set; }

        public void Edited(SeenPost newer)
        {
            if (newer.EditAt > (Next ?? Post).EditAt)
                Next = newer;
        }

        public void Sent(DateTimeOffset now)
        {
            SentAt = now;
            Attempts++;
        }

        /// <summary>It is on its way to being sent again.</summary>
        public void WillBeSent(DateTimeOffset now) => SentAt = now;

        /// <summary>Its session holds it and has a reason to.</summary>
        public void Waits(DateTimeOffset now)
        {
            SentAt = now;
            Attempts = 1;
        }

        public void TakeNext()
        {
            Post = Next!;
            Next = null;
            SentAt = null;
            Attempts = 0;
        }
    }
}
