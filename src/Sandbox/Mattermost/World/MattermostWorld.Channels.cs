using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Teams and channels, and who is in them.</summary>
public sealed partial class MattermostWorld
{
    private readonly Dictionary<string, MattermostTeam> _teams = [];
    private readonly Dictionary<string, Dictionary<string, MattermostMember>> _teamMembers = [];
    private readonly Dictionary<string, MattermostChannel> _channels = [];
    private readonly Dictionary<string, Dictionary<string, MattermostMember>> _channelMembers = [];

    public IReadOnlyList<MattermostTeam> Teams => Read(() => _teams.Values.ToList());

    public IReadOnlyList<MattermostChannel> Channels => Read(() => _channels.Values.ToList());

    /// <summary>With its town-square.</summary>
    public MattermostTeam AddTeam(string name, string displayName = "") => Change(() =>
    {
        var team = new MattermostTeam(_ids.Next(), name, displayName.Length > 0 ? displayName : name, _ids.Next(), Now);
        _teams.Add(team.Id, team);
        _teamMembers.Add(team.Id, []);
        Add(new(_ids.Next(), team.Id, MattermostChannel.Public, MattermostChannel.Default, "Town Square"));
        return team;
    });

    /// <summary>The members join it, one after the other; they should be in the team.</summary>
    public MattermostChannel AddChannel(MattermostTeam team, string name, string type = MattermostChannel.Public, params MattermostUser[] members) => Change(() =>
    {
        var display = char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
        var channel = Add(new(_ids.Next(), team.Id, type, name, display) { CreatorId = members.FirstOrDefault()?.Id ?? "" });
        if (members.Length > 0)
            Tell("channel_created", new() { ["channel_id"] = channel.Id, ["team_id"] = team.Id }, new(UserId: members[0].Id), id => id == members[0].Id);
        foreach (var member in members)
            Join(channel, member);
        return channel;
    });

    /// <exception cref="KeyNotFoundException">No channel is called that.</exception>
    public MattermostChannel Channel(string name) =>
        Read(() => _channels.Values.FirstOrDefault(c => c.Name == name) ?? throw new KeyNotFoundException(name));

    /// <summary>The one conversation of two people, begun if need be by <paramref name="one"/>.</summary>
    public MattermostChannel DirectChannel(MattermostUser one, MattermostUser other) => Change(() =>
    {
        var name = string.Join("__", new[] { one.Id, other.Id }.Order(StringComparer.Ordinal));
        if (_channels.Values.FirstOrDefault(c => c.Name == name) is { } known)
            return known;
        var channel = Add(new(_ids.Next(), "", MattermostChannel.Direct, name, "") { CreatorId = one.Id });
        var members = _channelMembers[channel.Id];
        foreach (var id in new[] { one.Id, other.Id }.Distinct())
            members.Add(id, new(id, ["channel_user"], Now));
        Tell("direct_added", new() { ["creator_id"] = one.Id, ["teammate_id"] = other.Id }, new(ChannelId: channel.Id), members.ContainsKey);
        return channel;
    });

    /// <summary>A conversation of three to eight.</summary>
    public MattermostChannel GroupChannel(params MattermostUser[] members) => Change(() =>
    {
        var display = string.Join(", ", members.Select(m => m.Username));
        var channel = Add(new(_ids.Next(), "", MattermostChannel.Group, _ids.Next() + _ids.Next()[..14], display));
        foreach (var member in members)
            _channelMembers[channel.Id].Add(member.Id, new(member.Id, ["channel_user"], Now));
        var ids = WorldEvent.Text(new JsonArray([.. members.Select(m => (JsonNode)m.Id)]));
        Tell("group_added", new() { ["teammate_ids"] = ids }, new(ChannelId: channel.Id), _channelMembers[channel.Id].ContainsKey);
        return channel;
    });

    /// <summary>Into the team and its town-square.</summary>
    public void Join(MattermostTeam team, MattermostUser user, bool asAdmin = false) => Change(() =>
    {
        _teamMembers[team.Id][user.Id] = new(user.Id, asAdmin ? ["team_user", "team_admin"] : ["team_user"], Now);
        Tell("added_to_team", new() { ["team_id"] = team.Id, ["user_id"] = user.Id }, new(UserId: user.Id), id => id == user.Id);
        Join(_channels.Values.First(c => c.TeamId == team.Id && c.Name == MattermostChannel.Default), user);
        return 0;
    });

    /// <summary>Out of the team and all its channels.</summary>
    public void Leave(MattermostTeam team, MattermostUser user) => Change(() =>
    {
        foreach (var channel in _channels.Values.Where(c => c.TeamId == team.Id).ToList())
            Leave(channel, user);
        Tell("leave_team", new() { ["team_id"] = team.Id, ["user_id"] = user.Id }, new(TeamId: team.Id), _teamMembers[team.Id].ContainsKey);
        _teamMembers[team.Id].Remove(user.Id);
        return 0;
    });

    /// <summary>With the line in the channel that tells of it. Joining twice is once.</summary>
    public void Join(MattermostChannel channel, MattermostUser user, MattermostUser? addedBy = null) => Change(() =>
    {
        if (!_channelMembers[channel.Id].TryAdd(user.Id, new(user.Id, ["channel_user"], Now)))
            return 0;
        Tell("user_added", new() { ["user_id"] = user.Id, ["team_id"] = channel.TeamId }, new(ChannelId: channel.Id), _channelMembers[channel.Id].ContainsKey);
        if (addedBy is null || addedBy.Id == user.Id)
            SystemPost(channel.Id, user.Id, "system_join_channel", $"{user.Username} joined the channel.", new() { ["username"] = user.Username });
        else
            SystemPost(channel.Id, addedBy.Id, "system_add_to_channel", $"{user.Username} added to the channel by {addedBy.Username}.", new()
            {
                ["userId"] = addedBy.Id,
                ["username"] = addedBy.Username,
                ["addedUserId"] = user.Id,
                ["addedUsername"] = user.Username,
            });
        return 0;
    });

    /// <summary>On one's own, or removed by somebody.</summary>
    public void Leave(MattermostChannel channel, MattermostUser user, MattermostUser? removedBy = null) => Change(() =>
    {
        if (!_channelMembers[channel.Id].Remove(user.Id))
            return 0;
        var remover = (removedBy ?? user).Id;
        Tell("user_removed", new() { ["user_id"] = user.Id, ["remover_id"] = remover }, new(ChannelId: channel.Id), _channelMembers[channel.Id].ContainsKey);
        Tell("user_removed", new() { ["channel_id"] = channel.Id, ["remover_id"] = remover }, new(UserId: user.Id), id => id == user.Id);
        if (removedBy is null || removedBy.Id == user.Id)
            SystemPost(channel.Id, user.Id, "system_leave_channel", $"{user.Username} left the channel.", new() { ["username"] = user.Username });
        else
            SystemPost(channel.Id, removedBy.Id, "system_remove_from_channel", $"{user.Username} was removed from the channel.", new()
            {
                ["removedUserId"] = user.Id,
                ["removedUsername"] = user.Username,
            });
        return 0;
    });

    public void Archive(MattermostChannel channel, MattermostUser by) => Change(() =>
    {
        SystemPost(channel.Id, by.Id, "system_channel_deleted", $"{by.Username} archived the channel.", new() { ["username"] = by.Username });
        var archived = _channels[channel.Id] with { DeleteAt = Now, UpdateAt = Now };
        _channels[channel.Id] = archived;
        Tell(
            "channel_deleted",
            new() { ["channel_id"] = channel.Id, ["delete_at"] = archived.DeleteAt },
            channel.Type == MattermostChannel.Public ? new(TeamId: channel.TeamId) : new(ChannelId: channel.Id),
            channel.Type == MattermostChannel.Public ? _teamMembers[channel.TeamId].ContainsKey : _channelMembers[channel.Id].ContainsKey);
        return 0;
    });

    /// <summary>The whole team is told, in whatever kind of channel it is.</summary>
    public void Restore(MattermostChannel channel, MattermostUser by) => Change(() =>
    {
        _channels[channel.Id] = _channels[channel.Id] with { DeleteAt = 0, UpdateAt = Now };
        Tell("channel_restored", new() { ["channel_id"] = channel.Id }, new(TeamId: channel.TeamId), _teamMembers[channel.TeamId].ContainsKey);
        SystemPost(channel.Id, by.Id, "system_channel_restored", $"{by.Username} unarchived the channel.", new() { ["username"] = by.Username });
        return 0;
    });

    /// <summary>As an administrator promotes a member of the channel.</summary>
    public void MakeChannelAdmin(MattermostChannel channel, MattermostUser user) => Change(() =>
        _channelMembers[channel.Id][user.Id] = _channelMembers[channel.Id][user.Id] with { Roles = ["channel_user", "channel_admin"] });

    public bool IsMember(MattermostChannel channel, MattermostUser user) => Read(() => _channelMembers[channel.Id].ContainsKey(user.Id));

    internal MattermostTeam? FindTeam(string id) => Read(() => _teams.GetValueOrDefault(id));

    internal MattermostChannel? FindChannel(string id) => Read(() => _channels.GetValueOrDefault(id));

    /// <summary>Those that this account is in.</summary>
    public IReadOnlyList<MattermostTeam> TeamsOf(string userId) => Read(() => _teams.Values.Where(t => _teamMembers[t.Id].ContainsKey(userId)).ToList());

    internal bool IsInTeam(string teamId, string userId) => Read(() => _teamMembers.GetValueOrDefault(teamId)?.ContainsKey(userId) == true);

    /// <summary>Of that team and of none; of all teams where <paramref name="teamId"/> is null.</summary>
    internal IReadOnlyList<MattermostChannel> ChannelsOf(string userId, string? teamId, bool withArchived) => Read(() => _channels.Values
        .Where(c => _channelMembers[c.Id].ContainsKey(userId) && (c.HasNoTeam || teamId is null || c.TeamId == teamId) && (withArchived || c.DeleteAt == 0))
        .OrderBy(c => c.DisplayName, StringComparer.Ordinal)
        .ToList());

    internal MattermostMember? FindMember(string channelId, string userId) => Read(() => _channelMembers.GetValueOrDefault(channelId)?.GetValueOrDefault(userId));

    internal MattermostMember? FindTeamMember(string teamId, string userId) => Read(() => _teamMembers.GetValueOrDefault(teamId)?.GetValueOrDefault(userId));

    internal IReadOnlyList<MattermostMember> MembersOf(string channelId) => Read(() => _channelMembers[channelId].Values.ToList());

    private MattermostChannel Add(MattermostChannel channel)
    {
        channel = channel with { CreateAt = Now, UpdateAt = Now };
        _channels.Add(channel.Id, channel);
        _channelMembers.Add(channel.Id, []);
        _postIds.Add(channel.Id, []);
        return channel;
    }
}
