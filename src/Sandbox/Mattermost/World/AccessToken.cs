namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A token of an account that is no session: it lasts until it is revoked.</summary>
public sealed record AccessToken(string Id, string Token, string UserId, string Description);
