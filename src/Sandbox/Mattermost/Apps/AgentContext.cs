using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Where somebody is, by the word of their client; or what an event is about. The plugin looks it up and does not pass it on.</summary>
internal sealed record AgentContext
{
    public string AppId { get; init; } = "";

    public string TeamId { get; init; } = "";

    public string ChannelId { get; init; } = "";

    public string PostId { get; init; } = "";

    public string RootPostId { get; init; } = "";

    /// <summary><c>webapp</c> or <c>mobile</c>.</summary>
    public string UserAgent { get; init; } = "";

    public bool TrackAsSubmit { get; init; }

    /// <summary>Whom an event is about.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Of an event.</summary>
    public string Subject { get; init; } = "";

    public static AgentContext Read(JsonObject given) => new()
    {
        AppId = AppJson.Text(given, "app_id"),
        TeamId = AppJson.Text(given, "team_id"),
        ChannelId = AppJson.Text(given, "channel_id"),
        PostId = AppJson.Text(given, "post_id"),
        RootPostId = AppJson.Text(given, "root_post_id"),
        UserAgent = AppJson.Text(given, "user_agent"),
        TrackAsSubmit = AppJson.Flag(given, "track_as_submit"),
    };
}
