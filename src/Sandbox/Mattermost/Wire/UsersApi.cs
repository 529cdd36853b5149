using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>People, one by one and in bulk, and the teams and channels that each is in.</summary>
internal static class UsersApi
{
    private const int MostCompletions = 100;

    public static ApiAnswer Get(ApiCall call) => new(UserJson.Of(call.RouteUser(), call.Me));

    /// <summary>Of a team, of a channel, or of the whole server.</summary>
    public static ApiAnswer List(ApiCall call)
    {
        var me = call.Me;
        var (page, size) = Paging.Of(call);
        return ApiAnswer.List(People(call).OrderBy(u => u.Username, StringComparer.Ordinal).Skip(page * size).Take(size), u => UserJson.Of(u, me));
    }

    /// <summary>People whose names begin with what somebody types.</summary>
    public static ApiAnswer Completions(ApiCall call)
    {
        var me = call.Me;
        var typed = call.Query("name").TrimStart('@');
        var found = People(call)
            .Where(u => u.DeleteAt == 0 && new[] { u.Username, u.FirstName, u.LastName }.Any(n => n.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase)))
            .OrderBy(u => u.Username, StringComparer.Ordinal)
            .Take(MostCompletions);
        return new(new JsonObject { ["users"] = new JsonArray([.. found.Select(u => UserJson.Of(u, me))]) });
    }

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

    public static ApiAnswer SetRoles(ApiCall call)
    {
        var roles = call.Text("roles").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (roles.Length == 0 || !roles.All(r => call.World.Roles.Any(known => known.Name == r)))
            throw Refusals.InvalidBody("roles");
        call.RequireSystem(Permissions.ManageRoles);
        call.World.ChangeUser(call.RouteUser(), u => u with { Roles = roles });
        return ApiAnswer.Ok;
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

    private static IEnumerable<MattermostUser> People(ApiCall call)
    {
        var (team, channel) = (call.Query("in_team"), call.Query("in_channel"));
        if (channel.Length > 0)
            call.World.RequireInChannel(call.Me, Permissions.ReadChannel, channel);
        if (team.Length > 0)
            call.RequireTeam(Permissions.ViewTeam, team);
        var (role, isActive) = (call.Query("role"), call.Query("active") == "true");
        return call.World.Users.Where(u =>
            // A part of the name is enough, as in the server's database: system_post_all finds system_post_all_public too.
            string.Join(' ', u.Roles).Contains(role, StringComparison.Ordinal)
            && (!isActive || u.DeleteAt == 0)
            && (team.Length == 0 || call.World.IsInTeam(team, u.Id))
            && (channel.Length == 0 || call.World.FindMember(channel, u.Id) is not null));
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
