using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

internal static class TeamJson
{
    public static JsonNode Of(MattermostTeam team) => new JsonObject
    {
        ["id"] = team.Id,
        ["create_at"] = team.CreateAt,
        ["update_at"] = team.CreateAt,
        ["delete_at"] = 0,
        ["display_name"] = team.DisplayName,
        ["name"] = team.Name,
        ["description"] = "",
        ["email"] = "admin@example.test",
        ["type"] = "O",
        ["company_name"] = "",
        ["allowed_domains"] = "",
        ["invite_id"] = team.InviteId,
        ["allow_open_invite"] = false,
        ["scheme_id"] = null,
        ["group_constrained"] = null,
        ["policy_id"] = null,
    };

    public static JsonNode Of(string teamId, MattermostMember member) => new JsonObject
    {
        ["team_id"] = teamId,
        ["user_id"] = member.UserId,
        ["roles"] = string.Join(' ', member.Roles),
        ["delete_at"] = 0,
        ["scheme_guest"] = false,
        ["scheme_user"] = true,
        ["scheme_admin"] = member.Roles.Contains("team_admin"),
        ["explicit_roles"] = "",
    };
}
