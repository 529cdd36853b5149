using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.Wire;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Ephemeral posts: one person's clients are told of them, and nobody can ever read them again.</summary>
public sealed partial class MattermostWorld
{
    private const int WhispersKept = 5_000;
    private readonly Queue<(string UserId, MattermostPost Post)> _whispers = new();
    private readonly Dictionary<string, HiddenAction> _hiddenActions = [];

    /// <summary>What was shown to this person alone, oldest first; only the last few thousand of all are remembered.</summary>
    public IReadOnlyList<MattermostPost> EphemeralsFor(MattermostUser user) =>
        Read(() => _whispers.Where(w => w.UserId == user.Id).Select(w => w.Post).ToList());

    /// <summary>Returns the post as clients get it.</summary>
    internal JsonObject Whisper(MattermostUser reader, string authorId, PostDraft draft) => Change(() =>
    {
        var post = EphemeralPost(authorId, draft);
        _whispers.Enqueue((reader.Id, post));
        if (_whispers.Count > WhispersKept)
            _whispers.Dequeue();
        var json = PostJson.Of(this, post, cookieOf: action => Hide(post, action));
        Tell("ephemeral_message", new() { ["post"] = WorldEvent.Text(json) }, new(reader.Id, post.ChannelId), id => id == reader.Id);
        return json;
    });

    internal HiddenAction? FindHiddenAction(string cookie) => Read(() => _hiddenActions.GetValueOrDefault(cookie));

    /// <summary>Empty for a button on an ordinary post.</summary>
    internal string CookieOf(MattermostPost post, string actionId) =>
        Read(() => _hiddenActions.Where(h => h.Value.Post.Id == post.Id && (string?)h.Value.Action["id"] == actionId).Select(h => h.Key).FirstOrDefault() ?? "");

    /// <summary>A real server encrypts all this into the cookie; to clients it is as opaque as an id.</summary>
    private string? Hide(MattermostPost post, JsonObject action)
    {
        if (action["integration"] is null)
            return null;
        var cookie = _ids.Next() + _ids.Next();
        _hiddenActions.Add(cookie, new(post, action.DeepClone().AsObject()));
        return cookie;
    }
}
