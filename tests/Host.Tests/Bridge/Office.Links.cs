using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>What has become of a post.</summary>
public sealed partial class Office
{
    /// <summary>How this version of a post ended, once the bridge has written it down: nothing more happens to it then.</summary>
    public async Task<LinkOutcome> DoneAsync(MattermostPost post)
    {
        var ledger = Services.GetRequiredService<ILinkLedger>();
        IReadOnlyList<LedgerEntry> versions = [];
        await Look.UntilAsync(
            async () => (versions = await ledger.FindAsync([new PostId(post.Id)], default)).Any(v => v.EditAt == post.EditAt),
            Patience,
            every: 100,
            seen: () => $"{string.Join(", ", versions)} of \"{post.Message}\"");
        return versions.First(v => v.EditAt == post.EditAt).Outcome;
    }

    /// <summary>Writes with props of the author's own choice, which only the wire takes; gives the post's id.</summary>
    public async Task<string> PostWithPropsAsync(MattermostUser author, string text, JsonObject props, string channel = "dev")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Mattermost.Url, "api/v4/posts"))
        {
            Content = JsonContent.Create(new JsonObject { ["channel_id"] = World.Channel(channel).Id, ["message"] = text, ["props"] = props }),
            Headers = { Authorization = new("Bearer", World.IssueToken(author)) },
        };
        using var response = await _http.SendAsync(request);
        return (string)JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["id"]!;
    }

    /// <summary>How often the text of a post was changed, by whomever: each time Mattermost keeps a copy of what it was.</summary>
    public int EditsOf(MattermostPost post) =>
        World.AllRowsIn(World.Channels.Single(c => c.Id == post.ChannelId)).Count(r => r.OriginalId == post.Id);
}
