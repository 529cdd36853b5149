namespace RedmineBridge.Host.Setup;

/// <summary>A role, and all that it permits.</summary>
internal sealed record MattermostRole(string Id, string Name, IReadOnlyList<string> Permissions);
