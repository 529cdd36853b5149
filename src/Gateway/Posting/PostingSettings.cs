namespace RedmineBridge.Gateway.Posting;

/// <summary>How the bridge writes in Mattermost.</summary>
/// <param name="Mattermost">The server; permalinks begin with it where the server knows no address of its own.</param>
/// <param name="Redmine">As people reach it; may have a sub-path.</param>
public sealed record PostingSettings(Uri Mattermost, Uri Redmine, LinksMode Mode)
{
    /// <summary>Requests worked on at the same time.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Of these, at most so many write links or say something about them.</summary>
    public int LinksAtOnce { get; init; } = 6;

    /// <summary>Requests that wait; further ones are answered as busy.</summary>
    public int WaitingAtMost { get; init; } = 1_000;

    /// <summary>The same for links: as many as the inbox lets be under way.</summary>
    public int LinksWaitingAtMost { get; init; } = 2_000;

    /// <summary>Posts that needn't be looked for when they are written anew.</summary>
    public int PostsRemembered { get; init; } = 2_000;

    /// <summary>After this time a right that the bot did not have is tried again: an administrator may have granted it.</summary>
    public TimeSpan RightsTriedAgain { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How old the server's own settings (message size, address) may be.</summary>
    public TimeSpan ServerAskedAgain { get; init; } = TimeSpan.FromHours(1);
}
