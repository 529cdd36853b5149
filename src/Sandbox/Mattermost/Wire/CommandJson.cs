using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

internal static class CommandJson
{
    public static JsonNode Of(MattermostCommand command) => new JsonObject
    {
        ["id"] = command.Id,
        ["token"] = command.Token,
        ["create_at"] = command.CreateAt,
        ["update_at"] = command.UpdateAt,
        ["delete_at"] = 0,
        ["creator_id"] = command.CreatorId,
        ["team_id"] = command.TeamId,
        ["trigger"] = command.Trigger,
        ["method"] = command.Method,
        ["username"] = command.Username,
        ["icon_url"] = command.IconUrl,
        ["auto_complete"] = command.AutoComplete,
        ["auto_complete_desc"] = command.AutoCompleteDesc,
        ["auto_complete_hint"] = command.AutoCompleteHint,
        ["display_name"] = command.DisplayName,
        ["description"] = command.Description,
        ["url"] = command.Url,
        ["plugin_id"] = "",
    };

    /// <summary>As anybody of the team may know it, to complete what they type.</summary>
    public static JsonNode ForEverybody(MattermostCommand command) => Of(command with { Token = "", CreatorId = "", Method = "", Url = "", Username = "", IconUrl = "" });

    public static MattermostCommand Read(MattermostCommand onto, ApiCall call) => onto with
    {
        Trigger = call.Text("trigger"),
        Method = call.Text("method") is { Length: > 0 } method ? method : "P",
        Username = call.Text("username"),
        IconUrl = call.Text("icon_url"),
        AutoComplete = call.Body["auto_complete"] is JsonValue value && value.TryGetValue<bool>(out var completes) && completes,
        AutoCompleteDesc = call.Text("auto_complete_desc"),
        AutoCompleteHint = call.Text("auto_complete_hint"),
        DisplayName = call.Text("display_name"),
        Description = call.Text("description"),
        Url = call.Text("url"),
    };
}
