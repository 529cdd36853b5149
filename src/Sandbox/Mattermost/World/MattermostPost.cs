using System.Text.Json;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>A post as the database has it, with what clients don't see (the contexts of buttons). Times are Unix milliseconds.</summary>
public sealed record MattermostPost(string Id, string ChannelId, string UserId, string Message)
{
    internal const string Ephemeral = "system_ephemeral";

    public long CreateAt { get; init; }

    /// <summary>Moves with every edit, and on a root with every reply.</summary>
    public long UpdateAt { get; init; }

    /// <summary>Moves only with edits of what people read.</summary>
    public long EditAt { get; init; }

    public long DeleteAt { get; init; }

    public string RootId { get; init; } = "";

    /// <summary>On the hidden copy that an edit leaves behind: the post that it is a copy of.</summary>
    public string OriginalId { get; init; } = "";

    /// <summary>Empty for what people write; <c>system_…</c> for what the server says.</summary>
    public string Type { get; init; } = "";

    /// <summary>A JSON object.</summary>
    public JsonElement Props { get; init; } = PostProps.None;

    /// <summary>In the answer to its creation and the event of it; never kept.</summary>
    public string PendingPostId { get; init; } = "";

    public bool IsPinned { get; init; }

    public string Hashtags => Hashtag.In(Message);

    internal bool IsSystem => Type.StartsWith("system_", StringComparison.Ordinal);

    internal bool IsHistory => OriginalId.Length > 0;
}
