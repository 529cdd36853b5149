using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Teams, and who is in them.</summary>
internal static class TeamsApi
{
    /// <summary>No team of this world is open to everybody: whoever may not list private ones sees none.</summary>
    public static ApiAnswer List(ApiCall call)
    {
        var (page, size) = Paging.Of(call);
        var all = call.World.MayInSystem(call.Me, Permissions.ListPrivateTeams) ? call.World.Teams : [];
        return ApiAnswer.List(all.OrderBy(t => t.DisplayName, StringComparer.Ordinal).Skip(page * size).Take(size), TeamJson.Of);
    }

    public static ApiAnswer Member(ApiCall call)
    {
        var team = RouteTeam(call);
        call.RequireTeam(Permissions.ViewTeam, team.Id);
        return new(TeamJson.Of(team.Id, Member(call, team, call.RouteUser())));
    }

    public static ApiAnswer AddMember(ApiCall call)
    {
        var team = RouteTeam(call);
        if (call.Text("team_id") != team.Id)
            throw Refusals.InvalidBody("team_id");
        var user = call.World.FindUser(call.Text("user_id")) ?? throw Refusals.InvalidBody("user_id");
        call.RequireTeam(Permissions.AddUserToTeam, team.Id);
        if (!call.World.IsInTeam(team.Id, user.Id))
            call.World.Join(team, user);
        return new(TeamJson.Of(team.Id, Member(call, team, user)), 201);
    }

    public static ApiAnswer RemoveMember(ApiCall call)
    {
        var (team, user) = (RouteTeam(call), call.RouteUser());
        if (user.Id != call.Me.Id)
            call.RequireTeam(Permissions.RemoveUserFromTeam, team.Id);
        Member(call, team, user);
        call.World.Leave(team, user);
        return ApiAnswer.Ok;
    }

    private static MattermostMember Member(ApiCall call, MattermostTeam team, MattermostUser user) =>
        call.World.FindTeamMember(team.Id, user.Id)
        ?? throw new MattermostRefusalException(404, "app.team.get_member.missing.app_error", "No team member found for that user ID and team ID.");

    private static MattermostTeam RouteTeam(ApiCall call) => call.World.FindTeam(call.Route("team")) ?? throw Refusals.NoTeam(call.Route("team"));
}
