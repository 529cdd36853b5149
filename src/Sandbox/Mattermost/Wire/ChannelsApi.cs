using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Channels, who is in them, and conversations of two.</summary>
internal static class ChannelsApi
{
    private const int MostCompletions = 50;

    public static ApiAnswer Get(ApiCall call)
    {
        var channel = call.RouteChannel();
        call.RequireReading(channel);
        return new(ChannelJson.Of(channel));
    }

    public static ApiAnswer ByName(ApiCall call)
    {
        var (team, name) = (call.Route("team"), call.Route("name"));
        var channel = call.World.Channels.FirstOrDefault(c => c.TeamId == team && c.Name == name)
            ?? throw new MattermostRefusalException(404, "app.channel.get_by_name.missing.app_error", "Channel does not exist.");
        call.RequireReading(channel);
        return new(ChannelJson.Of(channel));
    }

    /// <summary>Public channels of a team.</summary>
    public static ApiAnswer PublicOfTeam(ApiCall call)
    {
        call.RequireTeam(Permissions.ListTeamChannels, call.Route("team"));
        var (page, size) = Paging.Of(call);
        return ApiAnswer.List(
            call.World.Channels.Where(c => c.TeamId == call.Route("team") && c.Type == MattermostChannel.Public && c.DeleteAt == 0)
                .OrderBy(c => c.DisplayName, StringComparer.Ordinal).Skip(page * size).Take(size),
            ChannelJson.Of);
    }

    /// <summary>Public channels with these letters in the name, for somebody who types it.</summary>
    public static ApiAnswer Completions(ApiCall call)
    {
        call.RequireTeam(Permissions.ListTeamChannels, call.Route("team"));
        var typed = call.Query("name");
        return ApiAnswer.List(
            call.World.Channels.Where(c => c.TeamId == call.Route("team") && c.Type == MattermostChannel.Public && c.DeleteAt == 0)
                .Where(c => new[] { c.Name, c.DisplayName }.Any(n => n.Contains(typed, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(c => c.DisplayName, StringComparer.Ordinal).Take(MostCompletions),
            ChannelJson.Of);
    }

    public static ApiAnswer Member(ApiCall call)
    {
        var me = call.Me;
        var channel = call.RouteChannel();
        call.World.RequireInChannel(me, Permissions.ReadChannel, channel.Id);
        var user = call.RouteUser();
        var member = call.World.FindMember(channel.Id, user.Id) ?? throw new MattermostRefusalException(
            404, "app.channel.get_member.missing.app_error", "No channel member found for that user ID and channel ID.");
        return new(ChannelJson.Of(channel, member));
    }

    public static ApiAnswer Members(ApiCall call)
    {
        var me = call.Me;
        var channel = call.RouteChannel();
        call.World.RequireInChannel(me, Permissions.ReadChannel, channel.Id);
        var (page, size) = Paging.Of(call);
        return ApiAnswer.List(call.World.MembersOf(channel.Id).Skip(page * size).Take(size), m => ChannelJson.Of(channel, m));
    }

    /// <summary>Joining a public channel oneself, or adding somebody.</summary>
    public static ApiAnswer AddMember(ApiCall call)
    {
        var me = call.Me;
        var channel = call.RouteChannel();
        var user = call.World.FindUser(call.Text("user_id")) ?? throw Refusals.InvalidBody("user_id");
        if (channel.HasNoTeam)
            throw new MattermostRefusalException(400, "api.channel.add_user_to_channel.type.app_error", "Can not add user to this channel type.");
        var isNew = call.World.FindMember(channel.Id, user.Id) is null;
        if (user.Id == me.Id && channel.Type == MattermostChannel.Public && isNew)
            call.RequireTeam(Permissions.JoinPublicChannels, channel.TeamId);
        else if (user.Id != me.Id || isNew)
            call.World.RequireInChannel(me, channel.Type == MattermostChannel.Public ? Permissions.ManagePublicMembers : Permissions.ManagePrivateMembers, channel.Id);
        if (!call.World.IsInTeam(channel.TeamId, user.Id))
            throw new MattermostRefusalException(404, "app.team.get_member.missing.app_error", "No team member found for that user ID and team ID.");
        call.World.Join(channel, user, me);
        return new(ChannelJson.Of(channel, call.World.FindMember(channel.Id, user.Id)!), 201);
    }

    /// <summary>Leaving oneself, or removing somebody.</summary>
    public static ApiAnswer RemoveMember(ApiCall call)
    {
        var me = call.Me;
        var channel = call.RouteChannel();
        var user = call.RouteUser();
        if (channel.HasNoTeam)
            throw new MattermostRefusalException(400, "api.channel.remove_channel_member.type.app_error", "Unable to remove user from channel.");
        if (user.Id != me.Id)
            call.World.RequireInChannel(me, channel.Type == MattermostChannel.Public ? Permissions.ManagePublicMembers : Permissions.ManagePrivateMembers, channel.Id);
        if (channel.Name == MattermostChannel.Default)
            throw new MattermostRefusalException(400, "api.channel.remove.default.app_error", "Unable to remove user from the default channel town-square.");
        call.World.Leave(channel, user, me);
        return ApiAnswer.Ok;
    }

    public static ApiAnswer Direct(ApiCall call)
    {
        var me = call.Me;
        var ids = call.BodyList;
        if (ids.Count != 2 || ids.Any(i => i.Length != 26))
            throw Refusals.InvalidBody("user_ids");
        if (!ids.Contains(me.Id))
            call.RequireSystem(Permissions.ManageSystem);
        call.RequireSystem(Permissions.CreateDirectChannel);
        var users = ids.Select(i => call.World.FindUser(i) ?? throw Refusals.NoUser($"resource: User id: {i}")).ToList();
        return new(ChannelJson.Of(call.World.DirectChannel(users[0], users[1])), 201);
    }
}
