using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Addresses of posts and channels; they tell nothing but ids to who may not read these.</summary>
internal static class Permalink
{
    /// <summary>Good in every team.</summary>
    public static string To(PostId post, MattermostServer server, Uri mattermost) => To(post, Site(server, mattermost)!);

    /// <summary>The same.</summary>
    public static string To(PostId post, Uri site) => $"{Prefix(site)}/_redirect/pl/{post}";

    /// <param name="team">Its name in addresses.</param>
    public static string To(string team, ChannelId channel, Uri site) => $"{Prefix(site)}/{Uri.EscapeDataString(team)}/channels/{channel}";

    /// <summary>The address people use, else <paramref name="otherwise"/>.</summary>
    public static Uri? Site(MattermostServer server, Uri? otherwise) =>
        server.SiteUrl is { } own && (own.Scheme == Uri.UriSchemeHttp || own.Scheme == Uri.UriSchemeHttps) ? own : otherwise;

    private static string Prefix(Uri site) => site.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
