using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A slash command on the wire.</summary>
internal static class CommandJson
{
    public static MattermostCommand Read(JsonElement command) => new(
        Wire.Required(command, "id"),
        new(Wire.Required(command, "team_id")),
        Wire.Text(command, "trigger") ?? "",
        Uri.TryCreate(Wire.Text(command, "url"), UriKind.Absolute, out var url) ? url : new Uri("about:blank"),
        Wire.Text(command, "display_name") ?? "",
        Wire.Text(command, "auto_complete_desc") ?? "",
        Wire.Text(command, "auto_complete_hint") ?? "",
        new(Wire.Text(command, "creator_id") ?? ""),
        Wire.Text(command, "token") ?? "");

    public static JsonObject Write(MattermostCommand command)
    {
        var body = new JsonObject
        {
            ["team_id"] = command.Team.Value,
            ["trigger"] = command.Trigger,
            ["method"] = "P",
            ["url"] = command.Url.AbsoluteUri,
            ["display_name"] = command.DisplayName,
            ["description"] = command.Description,
            ["auto_complete"] = true,
            ["auto_complete_desc"] = command.Description,
            ["auto_complete_hint"] = command.Hint,
        };
        if (command.Id.Length > 0)
        {
            body["id"] = command.Id;
            body["creator_id"] = command.Creator.Value;
            body["token"] = command.Token;
        }

        return body;
    }
}
