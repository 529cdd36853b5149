using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Sockets;

/// <summary>One WebSocket from its opening to its end.</summary>
internal sealed class SocketClient(MattermostWorld world, SocketHub hub, HttpContext context, WebSocket socket) : IDisposable
{
    private const int LongestRequest = 8192;
    private static readonly TimeSpan TimeToAuthenticate = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1);
    private Seat? _seat;
    private Task _telling = Task.CompletedTask;

    /// <summary>Ends when the socket does, whoever ends it.</summary>
    public async Task RunAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            var token = ApiCall.TokenOf(context.Request);
            if (world.Bearer(token) is { } user)
                await Begin(user, token, mayResume: true, ended.Token);
            await Listen(ended.Token);
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or IOException)
        {
            // The peer or the test has ended it; there is nobody left to tell.
            socket.Abort();
        }
        finally
        {
            await ended.CancelAsync();
            await _telling;
            if (_seat is not null)
                hub.Leave(_seat, socket.CloseStatus);
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task Begin(MattermostUser user, string token, bool mayResume, CancellationToken cancellation)
    {
        if (hub.Sit(context, user, token, mayResume) is not var (seat, first))
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
            return;
        }

        _seat = seat;
        foreach (var frame in first)
            await Send(frame, cancellation);
        _telling = Tell(seat, cancellation);
        world.Touch();
    }

    private async Task Tell(Seat seat, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (await seat.Queue.NextAsync(cancellation) is { } frame)
                    await Send(frame, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Listen has ended, maybe with a goodbye that is still on its way.
        }
        catch (Exception end) when (end is WebSocketException or IOException or ObjectDisposedException)
        {
            // Listen learns of it too and clears up.
            context.Abort();
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(TimeToAuthenticate, world.Time);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var text = await Receive(_seat is null ? soon.Token : cancellation);
            if (text is null)
                return;
            await Work(text, cancellation);
        }
    }

    private async Task Work(string text, CancellationToken cancellation)
    {
        var request = Parse(text);
        var seq = request["seq"] is JsonValue number && number.TryGetValue<long>(out var value) ? value : 0;
        var action = (string?)request["action"] ?? "";
        if (action == "authentication_challenge" && _seat is null)
        {
            var token = (string?)request["data"]?["token"] ?? "";
            if (world.Bearer(token) is not { } user)
            {
                context.Abort();
                return;
            }

            await Begin(user, token, mayResume: false, cancellation);
            await Reply(seq, null, cancellation);
        }
        else if (seq <= 0)
            await Refuse(seq, "bad_seq", "Invalid sequence for WebSocket message.", 400, cancellation);
        else if (_seat is null || world.Bearer(_seat.Token) is null)
            await Refuse(seq, "not_authenticated", "WebSocket connection is not authenticated. Please log in and try again.", 401, cancellation);
        else if (action == "ping")
            await Reply(seq, new() { ["node_id"] = "", ["server_time"] = world.Now, ["text"] = "pong", ["version"] = world.Settings.Version }, cancellation);
        else if (action is "user_typing" or "user_update_active_status" or "authentication_challenge")
            await Reply(seq, null, cancellation);
        else
            await Refuse(seq, "bad_action", "Unknown WebSocket action.", 500, cancellation);
    }

    private Task Reply(long seq, JsonObject? data, CancellationToken cancellation)
    {
        var reply = new JsonObject { ["status"] = "OK" };
        if (data is not null)
            reply["data"] = data;
        reply["seq_reply"] = seq;
        return Send(WorldEvent.Text(reply), cancellation);
    }

    private Task Refuse(long seq, string id, string message, int status, CancellationToken cancellation) => Send(
        WorldEvent.Text(new JsonObject
        {
            ["status"] = "FAIL",
            ["seq_reply"] = seq,
            ["error"] = new JsonObject { ["id"] = $"api.web_socket_router.{id}.app_error", ["message"] = message, ["detailed_error"] = "", ["status_code"] = status },
        }),
        cancellation);

    private async Task Send(string frame, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Null: the client takes its leave.</summary>
    private async Task<string?> Receive(CancellationToken cancellation)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, socket.CloseStatusDescription, cancellation);
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(buffer, 0, length);
            if (length == buffer.Length)
                throw new WebSocketException(WebSocketError.HeaderError);
        }
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException broken)
        {
            throw new WebSocketException(WebSocketError.InvalidMessageType, broken);
        }
    }
}
