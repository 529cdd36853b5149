using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Somebody, as others see them and as they see themselves.</summary>
internal static class UserJson
{
    public static string MailOf(MattermostUser user) => $"{user.Username}@{(user.IsBot ? "localhost" : "example.test")}";

    /// <param name="reader">Null: what all may read.</param>
    public static JsonObject Of(MattermostUser user, MattermostUser? reader)
    {
        var json = new JsonObject
        {
            ["id"] = user.Id,
            ["create_at"] = user.CreateAt,
            ["update_at"] = user.UpdateAt,
            ["delete_at"] = user.DeleteAt,
            ["username"] = user.Username,
            ["auth_data"] = "",
            ["auth_service"] = "",
            ["email"] = MailOf(user),
            ["nickname"] = "",
            ["first_name"] = user.FirstName,
            ["last_name"] = user.LastName,
            ["position"] = "",
            ["roles"] = string.Join(' ', user.Roles),
        };
        if (user.Id == reader?.Id)
        {
            json["notify_props"] = new JsonObject
            {
                ["channel"] = "true", ["comments"] = "never", ["desktop"] = "mention", ["desktop_sound"] = "true", ["email"] = "true",
                ["first_name"] = "false", ["mention_keys"] = "", ["push"] = "mention", ["push_status"] = "away",
            };
            json["last_password_update"] = user.CreateAt;
        }

        json["locale"] = user.Locale;
        json["timezone"] = new JsonObject { ["automaticTimezone"] = user.TimeZone, ["manualTimezone"] = "", ["useAutomaticTimezone"] = "true" };
        if (user.IsBot)
        {
            json["is_bot"] = true;
            json["bot_description"] = "chat bot under test";
        }

        json["disable_welcome_email"] = false;
        return json;
    }
}
