using System.Text.Json;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>Reads what the REST API answers with.</summary>
internal static class ApiJson
{
    public static ChatUser User(JsonElement user)
    {
        var zone = user.TryGetProperty("timezone", out var found) ? found : default;
        return new(
            new(Wire.Required(user, "id")),
            Wire.Required(user, "username"),
            Wire.Text(user, "locale") ?? "",
            Wire.Text(zone, Wire.IsTrue(zone, "useAutomaticTimezone") ? "automaticTimezone" : "manualTimezone") is { Length: > 0 } name ? name : null,
            Wire.IsTrue(user, "is_bot"),
            Wire.Number(user, "delete_at") > 0)
        {
            IsGuest = (Wire.Text(user, "roles") ?? "").Split(' ').Contains("system_guest"),
            FirstName = Wire.Text(user, "first_name") ?? "",
            LastName = Wire.Text(user, "last_name") ?? "",
        };
    }

    public static MattermostChannel Channel(JsonElement channel) => new(
        new(Wire.Required(channel, "id")), MattermostChannel.KindOf(Wire.Text(channel, "type")), Wire.Number(channel, "last_post_at"));

    public static MattermostServer Server(JsonElement config) => new(
        Uri.TryCreate(Wire.Text(config, "SiteURL"), UriKind.Absolute, out var site) ? site : null,
        int.TryParse(Wire.Text(config, "MaxPostSize"), out var size) && size > 0 ? size : MattermostServer.Unknown.MaxPostSize)
    {
        Version = Version.TryParse(Wire.Text(config, "Version"), out var version) ? version : null,
    };

    public static MattermostPostList Posts(JsonElement list)
    {
        var posts = list.GetProperty("posts") is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject().Select(p => MattermostPost.Read(p.Value)).DistinctBy(p => p.Id).ToDictionary(p => p.Id)
            : [];
        PostId[] order = list.GetProperty("order") is { ValueKind: JsonValueKind.Array } ids
            ? [.. ids.EnumerateArray().Select(i => new PostId(i.GetString()!)).Where(posts.ContainsKey).Distinct()]
            : [];
        return new(order, posts);
    }
}
