namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Somebody's place in a team or channel, with the roles it gives there.</summary>
internal sealed record MattermostMember(string UserId, IReadOnlyList<string> Roles, long JoinedAt);
