using System.Text;
using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Gateway.Tests.Fuzz;

/// <summary>What comes from Mattermost, by the WebSocket and in answers, is read or refused in the ways that whoever reads it expects.</summary>
public sealed class MattermostFuzz(ITestOutputHelper output)
{
    private static readonly ChatUser Bot = new(new("wx1hxk5f3pdk3k8jfsnm4nxrse"), "redmine", "en", null, IsBot: true, IsDeactivated: false);

    private static readonly Dictionary<string, Func<JsonElement, object>> Readers = new()
    {
        ["posts"] = ApiJson.Posts,
        ["user"] = ApiJson.User,
        ["channel"] = ApiJson.Channel,
        ["config"] = ApiJson.Server,
        ["command"] = CommandJson.Read,
    };

    [Fact]
    public Task Frames_of_any_kind_are_read_or_end_the_connection() => Fuzzer.JsonAsync(output, "frames", json =>
    {
        // The second has bytes that are no UTF-8, where there is anything but ASCII.
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(json), Encoding.Latin1.GetBytes(json) })
        {
            if (Read(bytes) is not { } frame)
                continue;
            NoNulls.Check(frame);
            if (frame is not SocketFrame.Post post)
                continue;
            var live = LivePost.Of(post.Value, post.In, Bot, References.Tickets);
            Assert.Null(live.Unreadable);
            NoNulls.Check(live);
            Assert.True(live.Seen is null || SeenPost.IsAPersons(post.Value, Bot));
        }
    });

    [Fact]
    public Task Answers_of_any_kind_are_read_or_refused() => Fuzzer.JsonAsync(output, "answers", json =>
    {
        try
        {
            using var answer = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Wire.Depth);
            foreach (var part in answer.RootElement.EnumerateObject().Where(p => Readers.ContainsKey(p.Name)))
                NoNulls.Check(Readers[part.Name](part.Value));
        }
        catch (Exception odd) when (odd is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // MattermostExchange makes of these what the caller gets.
        }
    });

    private static SocketFrame? Read(byte[] bytes)
    {
        try
        {
            return SocketFrame.Read(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
