namespace RedmineBridge.Gateway.Listening;

/// <summary>How much may be under way, and how long before a post that nobody answers for is sent again.</summary>
public sealed record InboxBounds
{
    /// <summary>Posts with references under way; as many again of what is said to the bot.</summary>
    public int Posts { get; init; } = 2_000;

    public int PostsPerAuthor { get; init; } = 32;

    public int SaidPerAuthor { get; init; } = 20;

    /// <summary>
    /// How much of one channel is caught up at once, and how much may wait for its turn before a further channel is read: in
    /// <see cref="SeenPost.Size"/>, so 20,000 posts with tickets, or 250 direct messages of full length.
    /// </summary>
    public int Backlog { get; init; } = 4_000_000;

    /// <summary>Posts that have ended and could not be written down yet; past these none is taken.</summary>
    public int Unsaved { get; init; } = 20_000;

    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After so many times without an answer a post is set aside.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How often cursors and ledger are written down.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the ledger is kept.</summary>
    public TimeSpan KeepLedger { get; init; } = TimeSpan.FromDays(30);
}
