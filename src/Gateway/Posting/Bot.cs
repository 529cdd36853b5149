using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Posting;

/// <summary>Who the bridge is in Mattermost, and what kind of server that is.</summary>
/// <param name="Name">Its username, without the at-sign.</param>
internal sealed record Bot(UserId Id, string Name, MattermostServer Server)
{
    public static async Task<Bot> AskAsync(IMattermostApi api, CancellationToken cancellation)
    {
        var me = await api.GetMeAsync(cancellation);
        try
        {
            return new(me.Id, me.Username, await api.GetServerAsync(cancellation));
        }
        catch (MattermostException refused) when (refused.Kind is PosterFailure.Forbidden or PosterFailure.NotFound or PosterFailure.Rejected)
        {
            // A proxy may hide the settings; everything works without them, with shorter messages.
            return new(me.Id, me.Username, MattermostServer.Unknown);
        }
    }
}
