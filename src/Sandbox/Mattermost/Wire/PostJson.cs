using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>A post as clients get it.</summary>
internal static class PostJson
{
    /// <summary>With the number of its thread's replies, unless <paramref name="countsReplies"/> is false: lists by time have zero there.</summary>
    public static JsonObject Of(MattermostWorld world, MattermostPost post, bool countsReplies = true, Func<JsonObject, string?>? cookieOf = null)
    {
        var json = new JsonObject
        {
            ["id"] = post.Id,
            ["create_at"] = post.CreateAt,
            ["update_at"] = post.UpdateAt,
            ["edit_at"] = post.EditAt,
            ["delete_at"] = post.DeleteAt,
            ["is_pinned"] = post.IsPinned,
            ["user_id"] = post.UserId,
            ["channel_id"] = post.ChannelId,
            ["root_id"] = post.RootId,
        };
        if (!world.Settings.IsAtLeast(6, 0))
            json["parent_id"] = post.Type == MattermostPost.Ephemeral ? "" : post.RootId;
        json["original_id"] = post.OriginalId;
        json["message"] = post.DeleteAt > 0 ? "" : post.Message;
        json["type"] = post.Type;
        json["props"] = Attachments.ForClients(post.Props, cookieOf ?? (_ => null));
        json["hashtags"] = post.IsSystem ? "" : post.Hashtags;
        json["pending_post_id"] = post.PendingPostId;
        json["reply_count"] = countsReplies && post.Type != MattermostPost.Ephemeral ? world.RepliesOf(post) : 0;
        json["last_reply_at"] = 0;
        json["participants"] = null;
        json["metadata"] = post.DeleteAt == 0 && Attachments.Any(post.Props)
            ? new JsonObject { ["embeds"] = new JsonArray(new JsonObject { ["type"] = "message_attachment" }) }
            : new JsonObject();
        return json;
    }
}
