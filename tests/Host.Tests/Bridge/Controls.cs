using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>The buttons and menus below a post.</summary>
internal static class Controls
{
    public static IEnumerable<JsonObject> Of(MattermostPost post) =>
        (JsonNode.Parse(post.Props.GetRawText())!["attachments"] as JsonArray ?? []).SelectMany(a => a!["actions"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Where presses go.</summary>
    public static IEnumerable<string> UrlsOf(MattermostPost post) => Of(post).Select(a => (string)a["integration"]!["url"]!);

    /// <summary>What names this post of the bot's; null where nothing does.</summary>
    public static string? MarkOf(MattermostPost post) => (string?)JsonNode.Parse(post.Props.GetRawText())!["redmine_bridge"];

    /// <summary>The id of the first whose name begins so; null where there is none.</summary>
    public static string? ButtonOf(MattermostPost post, string name) =>
        (string?)Of(post).FirstOrDefault(a => ((string)a["name"]!).StartsWith(name, StringComparison.Ordinal))?["id"];
}
