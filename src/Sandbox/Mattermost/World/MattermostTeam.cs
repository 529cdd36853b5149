namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A team; its channels and members are the world's to tell.</summary>
public sealed record MattermostTeam(string Id, string Name, string DisplayName, string InviteId, long CreateAt);
