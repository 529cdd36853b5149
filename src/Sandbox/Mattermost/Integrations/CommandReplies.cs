using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>What an integration says to a command, at once or later: read, and put where people see it.</summary>
internal static class CommandReplies
{
    /// <summary>Anything that doesn't say it is JSON is plain text.</summary>
    /// <exception cref="JsonException">It says it is, and isn't.</exception>
    public static JsonObject Read(string? contentType, string body)
    {
        var given = contentType == "application/json" ? JsonNode.Parse(body) as JsonObject ?? throw new JsonException("Not an object.") : new JsonObject { ["text"] = body };
        return Complete(given);
    }

    /// <summary>To the place of the call, or another channel of the same person, which the answer may name.</summary>
    public static void Publish(MattermostWorld world, MattermostCommand command, string userId, string channelId, string rootId, JsonObject reply)
    {
        Show(world, command, userId, channelId, rootId, reply);
        foreach (var extra in (reply["extra_responses"] as JsonArray ?? []).OfType<JsonObject>())
            Show(world, command, userId, channelId, rootId, extra);
    }

    private static void Show(MattermostWorld world, MattermostCommand command, string userId, string channelId, string rootId, JsonObject reply)
    {
        var other = Text(reply, "channel_id");
        if (other.Length > 0 && world.FindMember(other, userId) is null)
            throw new MattermostRefusalException(403, "api.command.command_post.forbidden.app_error", "Specified user is not a member of specified channel.", $"user_id={userId}");
        if (Text(reply, "type").StartsWith("system_", StringComparison.Ordinal))
            throw new MattermostRefusalException(400, "api.context.invalid_param.app_error", "Invalid post.type parameter.");
        var text = Text(reply, "text");
        var attachments = reply["attachments"] as JsonArray;
        var draft = new PostDraft(other.Length > 0 ? other : channelId, IsRaw(reply) ? text : SlackText.Translate(world, text))
        {
            RootId = other.Length > 0 && other != channelId ? "" : rootId,
            Type = attachments is null ? Text(reply, "type") : "slack_attachment",
            Props = PropsOf(command, reply, attachments),
        };
        var user = world.FindUser(userId)!;
        if (Text(reply, "response_type") == "in_channel")
            world.Store(user, draft);
        else if (text.Length > 0 || attachments is not null)
            world.Whisper(user, userId, draft);
    }

    /// <summary>Those that say who speaks are the server's own to set.</summary>
    private static JsonElement PropsOf(MattermostCommand command, JsonObject reply, JsonArray? attachments)
    {
        var props = new JsonObject();
        foreach (var (key, value) in reply["props"] as JsonObject ?? [])
        {
            if (!key.StartsWith("from_", StringComparison.Ordinal) && !key.StartsWith("override_", StringComparison.Ordinal)
                && key is not ("webhook_display_name" or "attachments" or "card" or "force_notification"))
                props[key] = value?.DeepClone();
        }

        props["from_webhook"] = "true";
        props["override_icon_url"] = command.IconUrl.Length > 0 ? command.IconUrl : Text(reply, "icon_url");
        var name = command.Username.Length > 0 ? command.Username : Text(reply, "username");
        if (name.Length > 0)
            props["override_username"] = name;
        if (attachments is not null)
            props["attachments"] = attachments.DeepClone();
        return PostProps.From(props);
    }

    /// <summary>All members that a client is given, in the server's order.</summary>
    private static JsonObject Complete(JsonObject given) => new()
    {
        ["response_type"] = Text(given, "response_type"),
        ["text"] = Text(given, "text"),
        ["username"] = Text(given, "username"),
        ["channel_id"] = Text(given, "channel_id"),
        ["icon_url"] = Text(given, "icon_url"),
        ["type"] = Text(given, "type"),
        ["props"] = given["props"]?.DeepClone(),
        ["goto_location"] = Text(given, "goto_location"),
        ["trigger_id"] = "",
        ["skip_slack_parsing"] = IsRaw(given),
        ["attachments"] = given["attachments"]?.DeepClone(),
        ["extra_responses"] = given["extra_responses"] is JsonArray extra ? new JsonArray([.. extra.OfType<JsonObject>().Select(Complete)]) : null,
    };

    private static bool IsRaw(JsonObject reply) => reply["skip_slack_parsing"] is JsonValue value && value.TryGetValue<bool>(out var isRaw) && isRaw;

    private static string Text(JsonObject reply, string name) => reply[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
