using System.Text.Json;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A post that somebody wants to write.</summary>
internal sealed record PostDraft(string ChannelId, string Message)
{
    public string RootId { get; init; } = "";

    public string Type { get; init; } = "";

    public JsonElement Props { get; init; } = PostProps.None;

    /// <summary>The client's key against writing twice; empty: none.</summary>
    public string PendingPostId { get; init; } = "";
}
