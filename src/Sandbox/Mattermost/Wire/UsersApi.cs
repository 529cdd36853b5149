using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>People, one by one and in bulk, and the teams and channels that each is in.</summary>
internal static class UsersApi
{
    public static ApiAnswer Get(ApiCall call) => new(UserJson.Of(call.RouteUser(), call.Me));

    public static ApiAnswer ByName(ApiCall call)
    {
        var name = call.Route("name").ToLowerInvariant();
        var user = call.World.FindUserByName(name) ?? throw new MattermostRefusalException(
            404,
            "app.user.get_by_username.app_error",
            "Unable to find an existing account matching your username for this team. This team may require an invite from the team owner to join.",
            $"resource: User id: username={name}");
        return new(UserJson.Of(user, call.Me));
    }

    public static ApiAnswer ByIds(ApiCall call) => Many(call, call.World.FindUser);

    public static ApiAnswer ByNames(ApiCall call) => Many(call, call.World.FindUserByName);

    public static ApiAnswer Teams(ApiCall call)
    {
        var user = Own(call, Permissions.ManageSystem);
        return ApiAnswer.List(call.World.TeamsOf(user.Id), TeamJson.Of);
    }

    public static ApiAnswer ChannelsInTeam(ApiCall call)
    {
        var user = Own(call, Permissions.EditOtherUsers);
        var team = call.World.FindTeam(call.Route("team"))?.Id ?? "";
        call.RequireTeam(Permissions.ViewTeam, team);
        return Channels(call, user, team);
    }

    /// <summary>Of all teams; since 6.1.</summary>
    public static ApiAnswer AllChannels(ApiCall call) =>
        call.World.Settings.IsAtLeast(6, 1) ? Channels(call, Own(call, Permissions.EditOtherUsers), null) : throw SystemApi.NoPage;

    private static ApiAnswer Channels(ApiCall call, MattermostUser user, string? team)
    {
        var channels = call.World.ChannelsOf(user.Id, team, withArchived: call.Query("include_deleted") == "true");
        return channels.Count == 0
            ? throw new MattermostRefusalException(404, "app.channel.get_channels.not_found.app_error", "No channels were found.")
            : ApiAnswer.List(channels, c => ChannelJson.Of(c));
    }

    private static ApiAnswer Many(ApiCall call, Func<string, MattermostUser?> find)
    {
        var me = call.Me;
        if (call.BodyList.Count == 0)
            throw Refusals.InvalidBody("user_ids");
        return ApiAnswer.List(
            call.BodyList.Distinct().Select(find).OfType<MattermostUser>().OrderBy(u => u.Username, StringComparer.Ordinal),
            u => UserJson.Of(u, me));
    }

    private static MattermostUser Own(ApiCall call, string permissionForOthers)
    {
        var user = call.RouteUser();
        if (user.Id != call.Me.Id)
            call.RequireSystem(permissionForOthers);
        return user;
    }
}
