namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>What Mattermost refuses, with the status, the id and the words of its answer.</summary>
public sealed class MattermostRefusalException(int status, string id, string message, string detail = "") : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Stable over versions and languages.</summary>
    public string Id { get; } = id;

    public string Detail { get; } = detail;
}
