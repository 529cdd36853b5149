using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>The sandbox's own list of who one can be, with the keys: it has no log-in page. Nothing like it exists on a real server.</summary>
internal static class People
{
    public static JsonArray Of(MattermostWorld world) =>
    [
        .. world.Users.Where(u => u is { IsBot: false, DeleteAt: 0 } && world.TeamsOf(u.Id).Count > 0).Select(u => new JsonObject
        {
            ["id"] = u.Id,
            ["username"] = u.Username,
            ["name"] = $"{u.FirstName} {u.LastName}".Trim(),
            ["locale"] = u.Locale,
            ["token"] = world.IssueToken(u),
        }),
    ];
}
