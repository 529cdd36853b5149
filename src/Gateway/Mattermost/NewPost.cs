using System.Text.Json.Nodes;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A post to be written by the bot.</summary>
/// <param name="Mark">Sent as <c>pending_post_id</c> and kept as a prop: the same mark within half a minute is the same post.</param>
public sealed record NewPost(PostPlace Place, string Message, string Mark)
{
    /// <summary>Cards with buttons, as Mattermost's documentation describes them; null for none.</summary>
    public JsonArray? Attachments { get; init; }

    /// <summary>A digest of all that, kept as a prop; null for a post that is never written again.</summary>
    public string? Says { get; init; }
}
