using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>One frame from Mattermost's WebSocket, as far as the bridge needs it.</summary>
internal abstract record SocketFrame
{
    private SocketFrame()
    {
    }

    /// <summary>An answer to something we sent; it has no place in the sequence.</summary>
    /// <param name="IsUnauthorized">The server no longer takes the token with which the connection was made.</param>
    public sealed record Answer(bool IsUnauthorized) : SocketFrame;

    /// <summary>Something happened. <see cref="Seq"/> counts up by one; a gap means a loss.</summary>
    public abstract record Event(long Seq) : SocketFrame;

    public sealed record Hello(long Seq, string ConnectionId) : Event(Seq);

    /// <summary>A post was written or edited; of the latter it is not told in what kind of channel.</summary>
    public sealed record Post(long Seq, MattermostPost Value, ChannelKind In) : Event(Seq);

    /// <summary>The same, once it was looked through for what there is to do.</summary>
    public sealed record Glanced(long Seq, LivePost Value) : Event(Seq);

    /// <param name="User">Who was added; not always the bot.</param>
    public sealed record AddedToChannel(long Seq, ChannelId Channel, UserId User) : Event(Seq);

    public sealed record RemovedFromChannel(long Seq, ChannelId Channel, UserId User) : Event(Seq);

    /// <summary>Told to the whole team where the channel is public: the bot need not be in it.</summary>
    public sealed record ChannelArchived(long Seq, ChannelId Channel) : Event(Seq);

    /// <summary>Told to the whole team, whatever the channel is.</summary>
    public sealed record ChannelRestored(long Seq) : Event(Seq);

    public sealed record AddedToTeam(long Seq, TeamId Team, UserId User) : Event(Seq);

    public sealed record ConversationOpened(long Seq, ChannelId Channel, ChannelKind Kind) : Event(Seq);

    public sealed record UserUpdated(long Seq, UserId User) : Event(Seq);

    public sealed record Other(long Seq) : Event(Seq);

    /// <summary>Reads one frame.</summary>
    /// <exception cref="JsonException">It is not what Mattermost sends.</exception>
    public static SocketFrame Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes, Wire.Depth);
        var frame = document.RootElement;
        try
        {
            if (!frame.TryGetProperty("event", out var name))
                return new Answer(Text(frame, "status") == "FAIL" && Status(frame) == 401);
            var seq = frame.GetProperty("seq").GetInt64();
            var data = frame.GetProperty("data");
            return name.GetString() switch
            {
                "hello" => new Hello(seq, Text(data, "connection_id") ?? ""),
                "posted" or "post_edited" => ReadPost(seq, data),
                "user_added" when ChannelOf(frame) is { } channel && UserOf(data) is { } user => new AddedToChannel(seq, channel, user),
                "user_removed" => ReadRemoved(seq, frame, data),
                "channel_deleted" when Text(data, "channel_id") is { Length: > 0 } channel => new ChannelArchived(seq, new(channel)),
                "channel_restored" => new ChannelRestored(seq),
                "added_to_team" when Text(data, "team_id") is { Length: > 0 } team && UserOf(data) is { } user => new AddedToTeam(seq, new(team), user),
                "direct_added" when ChannelOf(frame) is { } channel => new ConversationOpened(seq, channel, ChannelKind.Direct),
                "group_added" when ChannelOf(frame) is { } channel => new ConversationOpened(seq, channel, ChannelKind.Group),
                "user_updated" when data.TryGetProperty("user", out var user) && Text(user, "id") is { } id => new UserUpdated(seq, new(id)),
                _ => new Other(seq),
            };
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"A frame of an unknown form: {wrong.Message}", wrong);
        }
    }

    /// <summary>The post itself is JSON inside of JSON.</summary>
    private static Event ReadPost(long seq, JsonElement data)
    {
        if (Text(data, "post") is not { } text)
            return new Other(seq);
        using var post = JsonDocument.Parse(text, Wire.Depth);
        return new Post(seq, MattermostPost.Read(post.RootElement), MattermostChannel.KindOf(Text(data, "channel_type")));
    }

    /// <summary>The one who was removed gets the channel in the data, the others get the user there and the channel in the broadcast.</summary>
    private static Event ReadRemoved(long seq, JsonElement frame, JsonElement data)
    {
        var broadcast = frame.GetProperty("broadcast");
        var channel = Text(data, "channel_id") is { Length: > 0 } own ? own : Text(broadcast, "channel_id");
        var user = Text(data, "user_id") is { Length: > 0 } other ? other : Text(broadcast, "user_id");
        return channel is { Length: > 0 } && user is { Length: > 0 } ? new RemovedFromChannel(seq, new(channel), new(user)) : new Other(seq);
    }

    private static int Status(JsonElement answer) =>
        answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("status_code", out var status) && status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var code)
            ? code
            : 0;

    private static ChannelId? ChannelOf(JsonElement frame) =>
        Text(frame.GetProperty("broadcast"), "channel_id") is { Length: > 0 } id ? new(id) : null;

    private static UserId? UserOf(JsonElement data) => Text(data, "user_id") is { Length: > 0 } id ? new(id) : null;

    private static string? Text(JsonElement from, string key) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
