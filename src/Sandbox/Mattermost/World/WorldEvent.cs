using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>
/// Something that clients hear of over their WebSockets. <paramref name="IsFor"/> tells by user id who does; it may be asked only
/// while the event is being raised, when the world stands still.
/// </summary>
internal sealed record WorldEvent(string Name, JsonObject Data, Audience To, Func<string, bool> IsFor)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The frame but for its end, which differs from client to client: <c>,"seq":17}</c>.</summary>
    public string Head { get; } = Begin(Name, Data, To);

    public static string Text(JsonNode node) => node.ToJsonString(Plain);

    private static string Begin(string name, JsonObject data, Audience to) => Text(new JsonObject
    {
        ["event"] = name,
        ["data"] = data,
        ["broadcast"] = new JsonObject { ["omit_users"] = null, ["user_id"] = to.UserId, ["channel_id"] = to.ChannelId, ["team_id"] = to.TeamId },
    })[..^1];
}
