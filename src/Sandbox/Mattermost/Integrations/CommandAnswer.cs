using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>What the client of somebody who ran a command is told; posts that came of it are the world's to show.</summary>
public sealed record CommandAnswer(JsonObject Json)
{
    /// <summary>Empty means the same as <c>ephemeral</c>; else <c>in_channel</c>.</summary>
    public string ResponseType => (string?)Json["response_type"] ?? "";

    public string Text => (string?)Json["text"] ?? "";

    public string GotoLocation => (string?)Json["goto_location"] ?? "";
}
