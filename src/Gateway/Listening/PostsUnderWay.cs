using System.Diagnostics;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The posts being worked on, within bounds; what is said to the bot never waits behind links. Owned by the inbox.</summary>
internal sealed class PostsUnderWay(InboxBounds bounds)
{
    private readonly Dictionary<PostId, Entry> _posts = [];
    private readonly Dictionary<(UserId Author, bool IsSaid), int> _byAuthor = [];
    private int _said;

    public IReadOnlyCollection<Entry> All => _posts.Values;

    public Entry? Find(PostId post) => _posts.GetValueOrDefault(post);

    public bool HasRoom(SeenPost post) => post.Said is not null
        ? _said < bounds.Posts && Of((post.User, true)) < bounds.SaidPerAuthor
        : _posts.Count - _said < bounds.Posts && Of((post.User, false)) < bounds.PostsPerAuthor;

    public Entry Add(SeenPost post)
    {
        var entry = new Entry(post);
        _posts.Add(post.Id, entry);
        _byAuthor[(post.User, entry.IsSaid)] = Of((post.User, entry.IsSaid)) + 1;
        if (entry.IsSaid)
            _said++;
        return entry;
    }

    public void Remove(Entry entry)
    {
        _posts.Remove(entry.Post.Id);
        entry.Span?.Dispose();
        if (entry.IsSaid)
            _said--;
        MakeRoom(entry);
    }

    /// <summary>It counts no longer among its author's.</summary>
    public void MakeRoom(Entry entry)
    {
        if (!entry.Counts)
            return;
        entry.Counts = false;
        var line = (entry.Post.User, entry.IsSaid);
        if ((_byAuthor[line] = Of(line) - 1) == 0)
            _byAuthor.Remove(line);
    }

    private int Of((UserId, bool) line) => _byAuthor.GetValueOrDefault(line);

    /// <summary>A post, the version in work, and perhaps the one that came meanwhile.</summary>
    internal sealed class Entry(SeenPost post)
    {
        public SeenPost Post { get; private set; } = post;

        /// <summary>All that is done for it, from now on.</summary>
        public Activity? Span { get; } = Tracing.Begin("post")?.SetTag("mattermost.post", post.Id.Value).SetTag("mattermost.channel", post.Place.Channel.Value);

        /// <summary>It was said to the bot when it was taken, and is counted as such.</summary>
        public bool IsSaid { get; } = post.Said is not null;

        /// <summary>An edit that came while this version was in work; only the newest counts.</summary>
        public SeenPost? Next { get; private set; }

        /// <summary>Among those of its author.</summary>
        public bool Counts { get; set; } = true;

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

        /// <summary>It is looked up before it is sent again.</summary>
        public void WillBeSent() => SentAt = null;

        /// <summary>Its session holds it and has a reason to.</summary>
        public void Waits(DateTimeOffset now)
        {
            if (SentAt is not null)
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
