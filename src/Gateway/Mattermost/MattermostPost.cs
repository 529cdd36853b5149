using System.Text.Json;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A post, as far as the bridge needs it. Times are Mattermost's, in Unix milliseconds.</summary>
/// <param name="EditAt">Moves only when the text is edited; 0 before.</param>
/// <param name="UpdateAt">Moves also when a reply comes.</param>
/// <param name="OriginalId">Set on the hidden copies that edits leave behind.</param>
/// <param name="Type">Empty for what people write, <c>system_…</c> for what the server says; see <see cref="IsWrittenToStay"/>.</param>
/// <param name="Mark">What we wrote into a post of ours, to know it again: see <see cref="PostMark"/>.</param>
/// <param name="AddedUserId">In the server's own post about an added member: who that is.</param>
public sealed record MattermostPost(
    PostId Id,
    ChannelId ChannelId,
    UserId UserId,
    PostId? RootId,
    string Message,
    long CreateAt = 0,
    long UpdateAt = 0,
    long EditAt = 0,
    long DeleteAt = 0,
    string Type = "",
    PostId? OriginalId = null,
    bool FromBot = false,
    bool FromWebhook = false,
    string? Mark = null,
    UserId? AddedUserId = null)
{
    /// <summary>The digest that <see cref="PostMark.SaysProp"/> holds; null where there is none.</summary>
    public string? Says { get; init; }

    /// <summary>
    /// Whether somebody wrote it for everybody who comes by. Nothing else is looked through for tickets, edited, answered or quoted:
    /// neither what the server (<c>system_…</c>) and plugins (<c>custom_…</c>) say, nor what burns on reading (<c>burn_on_read</c>, from
    /// Mattermost 11.2), nor any type that is yet to come.
    /// </summary>
    public bool IsWrittenToStay => Type is "" or "me";

    /// <exception cref="KeyNotFoundException">It has no id, channel or user.</exception>
    public static MattermostPost Read(JsonElement post)
    {
        var props = post.TryGetProperty("props", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new(
            new(Wire.Required(post, "id")),
            new(Wire.Required(post, "channel_id")),
            new(Wire.Required(post, "user_id")),
            Wire.Text(post, "root_id") is { Length: > 0 } root ? new PostId(root) : null,
            Wire.Text(post, "message") ?? "",
            Wire.Number(post, "create_at"),
            Wire.Number(post, "update_at"),
            Wire.Number(post, "edit_at"),
            Wire.Number(post, "delete_at"),
            Wire.Text(post, "type") ?? "",
            Wire.Text(post, "original_id") is { Length: > 0 } original ? new PostId(original) : null,
            Wire.IsTrue(props, "from_bot"),
            Wire.IsTrue(props, "from_webhook"),
            Wire.Text(props, PostMark.Prop),
            Wire.Text(props, "addedUserId") is { Length: > 0 } added ? new UserId(added) : null)
        {
            Says = Wire.Text(props, PostMark.SaysProp),
        };
    }
}
