using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>Finds the public channels of the bot's teams in which it was never seen.</summary>
internal sealed class PublicChannels(IMattermostApi api, IJoinedChannels joined)
{
    /// <summary>More of them are found when these are joined.</summary>
    public const int AtMost = 1_000;

    private const int PagesAtMost = 100;

    /// <exception cref="MattermostException">Mattermost is away, or refuses the bot as such.</exception>
    public async Task<Found> FindAsync(CancellationToken cancellation)
    {
        var me = await api.GetMeAsync(cancellation);
        var known = (await joined.LoadAsync(cancellation)).ToHashSet();
        List<Channel> unknown = [];
        List<string> problems = [];
        foreach (var team in await api.GetTeamsAsync(cancellation))
        {
            try
            {
                var own = (await api.GetChannelsAsync(team.Id, cancellation)).Select(c => c.Id).Where(known.Add).ToArray();
                if (own.Length > 0)
                    await joined.AddAsync(own, cancellation);
                for (var page = 0; page < PagesAtMost && unknown.Count < AtMost; page++)
                {
                    var channels = await api.GetPublicChannelsAsync(team.Id, page, cancellation);
                    unknown.AddRange(channels
                        .Where(c => c.Kind == ChannelKind.Public && known.Add(c.Id)).Select(c => new Channel(c.Id, team)).Take(AtMost - unknown.Count));
                    if (channels.Count < IMattermostApi.ChannelsInPage)
                        break;
                }
            }
            catch (MattermostException refused) when (refused.Kind == PosterFailure.Forbidden)
            {
                problems.Add($"@{me.Username} may not see the public channels of the team {team.Name}: grant list_team_channels to its role there "
                    + "(mmctl permissions add team_user list_team_channels), or set Links__Join to invited.");
            }
        }

        return new(me, unknown, problems);
    }

    /// <param name="Problems">A sentence for an administrator about each team that could not be looked at.</param>
    internal sealed record Found(ChatUser Me, IReadOnlyList<Channel> Channels, IReadOnlyList<string> Problems);

    internal sealed record Channel(ChannelId Id, MattermostTeam Team);
}
