using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Presses buttons and chooses from menus below posts: calls the integration, does what it answers.</summary>
internal sealed class ActionPresser(MattermostWorld world, IntegrationCaller caller)
{
    /// <summary>Who speaks: it survives an update that brings its own props, and holds for what is whispered to who pressed.</summary>
    private static readonly string[] Retained = ["from_webhook", "override_username", "override_icon_url"];

    /// <param name="cookie">Of a button on an ephemeral post, else empty.</param>
    /// <returns>The short name of the trigger.</returns>
    public async Task<string> Press(MattermostUser user, string postId, string actionId, string cookie, string selected)
    {
        var (post, action) = Find(postId, actionId, cookie);
        world.RequireInChannel(user, Permissions.ReadChannel, post.ChannelId);
        var integration = action.TryGetProperty("integration", out var given) ? given : throw NoAction;
        var (clientId, triggerId) = world.NewTrigger(user);
        var address = integration.TryGetProperty("url", out var url) ? url.GetString() ?? "" : "";
        Apply(user, post, Read(await caller.Ask(address, Request(user, post, action, integration, triggerId, selected))));
        return clientId;
    }

    private static MattermostRefusalException NoAction => new(404, "api.post.do_action.action_id.app_error", "Invalid action id.", "action=<nil>");

    private (MattermostPost Post, JsonElement Action) Find(string postId, string actionId, string cookie)
    {
        if (world.FindPost(postId) is { } post)
            return (post, Attachments.ActionOf(post.Props, actionId) ?? throw NoAction);
        if (cookie.Length == 0)
            throw Refusals.NoPost(postId);
        var hidden = world.FindHiddenAction(cookie);
        return hidden is not null && hidden.Post.Id == postId && (string?)hidden.Action["id"] == actionId
            ? (hidden.Post, JsonSerializer.SerializeToElement(hidden.Action))
            : throw IntegrationCaller.Failed("postId doesn't match");
    }

    private JsonObject Request(MattermostUser user, MattermostPost post, JsonElement action, JsonElement integration, string triggerId, string selected)
    {
        var channel = world.FindChannel(post.ChannelId)!;
        var context = integration.TryGetProperty("context", out var given) && given.ValueKind == JsonValueKind.Object ? given.ToObject().DeepClone().AsObject() : [];
        var type = action.TryGetProperty("type", out var name) ? name.GetString() ?? "" : "";
        if (type == "select")
            context["selected_option"] = selected;
        return new()
        {
            ["user_id"] = user.Id,
            ["user_name"] = user.Username,
            ["channel_id"] = post.ChannelId,
            ["channel_name"] = channel.Name,
            ["team_id"] = channel.TeamId,
            ["team_domain"] = channel.HasNoTeam ? "" : world.FindTeam(channel.TeamId)!.Name,
            ["post_id"] = post.Id,
            ["trigger_id"] = triggerId,
            ["type"] = type.Length > 0 ? type : "button",
            ["data_source"] = action.TryGetProperty("data_source", out var source) ? source.GetString() : "",
            ["context"] = context,
        };
    }

    private JsonObject Read(string body)
    {
        try
        {
            return body.Length == 0 && world.Settings.IsAtLeast(6, 0) ? [] : JsonNode.Parse(body) as JsonObject ?? throw IntegrationCaller.Failed("not an object");
        }
        catch (JsonException broken)
        {
            throw IntegrationCaller.Failed(broken.Message);
        }
    }

    private void Apply(MattermostUser user, MattermostPost post, JsonObject answer)
    {
        if (answer["update"] is JsonObject update && world.FindPost(post.Id) is { } current)
        {
            JsonElement? props = update["props"] is JsonObject given ? WithRetained(given.DeepClone().AsObject(), current) : null;
            world.Edit(current, new((string?)update["message"] ?? "", props));
        }

        if ((string?)answer["ephemeral_text"] is { Length: > 0 } text)
        {
            var isRaw = answer["skip_slack_parsing"] is JsonValue value && value.TryGetValue<bool>(out var raw) && raw;
            var shown = isRaw ? text : SlackText.Translate(world, text);
            world.Whisper(user, user.Id, new(post.ChannelId, shown) { RootId = post.RootId.Length > 0 ? post.RootId : post.Id, Props = WithRetained([], post) });
        }
    }

    private static JsonElement WithRetained(JsonObject props, MattermostPost post)
    {
        foreach (var key in Retained.Where(k => post.Props.TryGetProperty(k, out _)))
            props[key] = (JsonNode?)post.Props.GetProperty(key).GetString();
        return PostProps.From(props);
    }
}
