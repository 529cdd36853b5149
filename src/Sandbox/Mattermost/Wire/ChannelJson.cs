using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

internal static class ChannelJson
{
    public static JsonNode Of(MattermostChannel channel) => new JsonObject
    {
        ["id"] = channel.Id,
        ["create_at"] = channel.CreateAt,
        ["update_at"] = channel.UpdateAt,
        ["delete_at"] = channel.DeleteAt,
        ["team_id"] = channel.TeamId,
        ["type"] = channel.Type,
        ["display_name"] = channel.DisplayName,
        ["name"] = channel.Name,
        ["header"] = "",
        ["purpose"] = "",
        ["last_post_at"] = channel.LastPostAt,
        ["total_msg_count"] = channel.TotalMessages,
        ["extra_update_at"] = 0,
        ["creator_id"] = channel.CreatorId,
        ["scheme_id"] = null,
        ["props"] = null,
        ["group_constrained"] = null,
        ["shared"] = channel.HasNoTeam ? false : null,
        ["total_msg_count_root"] = channel.TotalRootMessages,
        ["policy_id"] = null,
    };

    public static JsonNode Of(MattermostChannel channel, MattermostMember member) => new JsonObject
    {
        ["channel_id"] = channel.Id,
        ["user_id"] = member.UserId,
        ["roles"] = string.Join(' ', member.Roles),
        ["last_viewed_at"] = 0,
        ["msg_count"] = 0,
        ["mention_count"] = 0,
        ["mention_count_root"] = 0,
        ["msg_count_root"] = 0,
        ["notify_props"] = new JsonObject
        {
            ["desktop"] = "default", ["email"] = "default", ["ignore_channel_mentions"] = "default", ["mark_unread"] = "all", ["push"] = "default",
        },
        ["last_update_at"] = member.JoinedAt,
        ["scheme_guest"] = false,
        ["scheme_user"] = true,
        ["scheme_admin"] = member.Roles.Contains("channel_admin"),
        ["explicit_roles"] = "",
    };
}
