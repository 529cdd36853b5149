namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Where late answers to one call of a command go: in whose name, to which place, how often still.</summary>
internal sealed record ResponseUrl(string Id, MattermostCommand Command, string UserId, string ChannelId, string RootId, DateTimeOffset Until, int UsesLeft);
