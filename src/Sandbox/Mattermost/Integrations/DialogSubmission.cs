using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>What a client says about a dialog; all of it is the client's word, and the server believes it.</summary>
internal sealed record DialogSubmission(string Url)
{
    /// <summary>Only <c>refresh</c> has a meaning.</summary>
    public string Type { get; init; } = "";

    public string CallbackId { get; init; } = "";

    public string State { get; init; } = "";

    public string ChannelId { get; init; } = "";

    public string TeamId { get; init; } = "";

    public JsonObject? Values { get; init; }

    public bool IsCancelled { get; init; }
}
