namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Whom an event is addressed to, as it says so itself.</summary>
internal sealed record Audience(string UserId = "", string ChannelId = "", string TeamId = "");
