namespace RedmineBridge.Gateway.Mattermost;

/// <summary>What a server says of itself.</summary>
/// <param name="SiteUrl">The address people use; null where none is set.</param>
/// <param name="MaxPostSize">The longest message, in Unicode code points.</param>
public sealed record MattermostServer(Uri? SiteUrl, int MaxPostSize)
{
    /// <summary>Until the server has been asked: what every server takes.</summary>
    public static readonly MattermostServer Unknown = new(null, 4_000);
}
