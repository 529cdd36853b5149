namespace RedmineBridge.Gateway.Mattermost;

/// <summary>What a server says of itself.</summary>
/// <param name="SiteUrl">The address people use; null where none is set.</param>
/// <param name="MaxPostSize">The longest message, in Unicode code points.</param>
public sealed record MattermostServer(Uri? SiteUrl, int MaxPostSize)
{
    /// <summary>Until the server has been asked: what every server takes.</summary>
    public static readonly MattermostServer Unknown = new(null, 4_000);

    /// <summary>Null where it isn't told; then it is taken for an old one.</summary>
    public Version? Version { get; init; }

    /// <summary>How long after a command or a press a dialog can be opened. Old servers have it built in, newer ones make it a setting.</summary>
    public TimeSpan TriggersLast => IsAtLeast(9, 0) ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(3);

    public bool IsAtLeast(int major, int minor) => Version is { } version && version >= new Version(major, minor);
}
