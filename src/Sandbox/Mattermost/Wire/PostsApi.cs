using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Posts: written, read, edited, deleted.</summary>
internal static class PostsApi
{
    public static ApiAnswer Create(ApiCall call) => new(PostJson.Of(call.World, call.World.Create(call.Me, DraftOf(call.Body))), 201);

    public static ApiAnswer Get(ApiCall call)
    {
        var post = call.RoutePost();
        call.RequireReading(call.World.FindChannel(post.ChannelId)!);
        return new(PostJson.Of(call.World, post));
    }

    public static ApiAnswer Patch(ApiCall call)
    {
        var body = call.Body;
        var patch = new PostPatch(
            body["message"] is JsonValue message && message.TryGetValue<string>(out var text) ? text : null,
            body["props"] is JsonObject props ? PostProps.From(props) : null,
            body["is_pinned"] is JsonValue pinned && pinned.TryGetValue<bool>(out var isPinned) ? isPinned : null);
        return new(PostJson.Of(call.World, call.World.Patch(call.Me, call.Route("post"), patch)));
    }

    /// <summary>What isn't sent is blanked; somebody else's post needs both permissions.</summary>
    public static ApiAnswer Update(ApiCall call)
    {
        var me = call.Me;
        var post = call.World.FindPost(call.Route("post")) ?? throw Refusals.Permission(me, Permissions.EditPost);
        if (call.Text("id") != post.Id)
            throw Refusals.InvalidBody("id");
        call.World.RequireInChannel(me, Permissions.EditPost, post.ChannelId);
        var isPinned = call.Body["is_pinned"] is JsonValue pinned && pinned.TryGetValue<bool>(out var value) && value;
        var patch = new PostPatch(call.Text("message"), PostProps.From(call.Body["props"]), isPinned);
        return new(PostJson.Of(call.World, call.World.Patch(me, post.Id, patch)));
    }

    public static ApiAnswer Delete(ApiCall call)
    {
        call.World.Delete(call.Me, call.Route("post"));
        return ApiAnswer.Ok;
    }

    public static ApiAnswer Ephemeral(ApiCall call)
    {
        var me = call.Me;
        var reader = call.World.FindUser(call.Text("user_id")) ?? throw Refusals.InvalidBody("user_id");
        var draft = DraftOf(call.Body["post"] as JsonObject ?? throw Refusals.InvalidBody("post"));
        call.World.RequireInChannel(me, Permissions.CreatePostEphemeral, draft.ChannelId);
        return new(call.World.Whisper(reader, me.Id, draft), 201);
    }

    public static PostDraft DraftOf(JsonObject body)
    {
        return new(Text("channel_id"), Text("message"))
        {
            RootId = Text("root_id"),
            Type = Text("type"),
            Props = PostProps.From(body["props"]),
            PendingPostId = Text("pending_post_id"),
        };

        string Text(string name) => body[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";
    }
}
