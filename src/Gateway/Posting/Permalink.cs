using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>The address of a post, good in every team; it tells nothing but the post's id to who may not read it.</summary>
internal static class Permalink
{
    public static string To(PostId post, MattermostServer server, Uri mattermost)
    {
        var site = server.SiteUrl is { } own && (own.Scheme == Uri.UriSchemeHttp || own.Scheme == Uri.UriSchemeHttps) ? own : mattermost;
        return $"{site.GetLeftPart(UriPartial.Path).TrimEnd('/')}/_redirect/pl/{post}";
    }
}
