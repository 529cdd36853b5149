using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>A client that does nothing by itself.</summary>
public sealed class SocketPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ClientWebSocket _socket = new();

    public static async Task<SocketPeer> ConnectAsync(StandInMattermost server, string? token, string query = "")
    {
        var peer = new SocketPeer();
        if (token is not null)
            peer._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        var address = new UriBuilder(server.Url) { Scheme = "ws", Path = "/api/v4/websocket", Query = query };
        await peer._socket.ConnectAsync(address.Uri, CancellationToken.None);
        return peer;
    }

    public Task Send(JsonObject request) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next frame; null once the line is closed or cut.</summary>
    public async Task<JsonObject?> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(buffer, patience.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonNode.Parse(message.ToArray())!.AsObject();
        }
    }

    /// <summary>The next event of that name; others are passed over.</summary>
    public async Task<JsonObject> Next(string name)
    {
        while (true)
        {
            var frame = await Next() ?? throw new InvalidOperationException($"The line closed before {name} came.");
            if ((string?)frame["event"] == name)
                return frame;
        }
    }

    /// <summary>Takes its leave with a close frame, and waits for the server's.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Dispose() => _socket.Dispose();
}
