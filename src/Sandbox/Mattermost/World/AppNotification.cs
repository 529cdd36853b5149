namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>One attempt to tell an App of what it subscribed to; there is never a second.</summary>
/// <param name="Failure">Empty: the App took it.</param>
public sealed record AppNotification(string AppId, string Subject, string Failure);
