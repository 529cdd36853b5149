using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Listening;

/// <summary>The real connection. The token goes as a header on the handshake: only so can a connection be resumed.</summary>
/// <param name="trust">Decides on the server's certificate; null for this machine's own rules.</param>
public sealed class MattermostSocket(Uri mattermost, BotToken token, RemoteCertificateValidationCallback? trust = null) : IMattermostSocket
{
    /// <summary>A post's text may have 64 KB and its props some 3 MB.</summary>
    public const int MaxMessageBytes = 8 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _message = new(16 * 1024);

    public async Task ConnectAsync(string? connectionId, long? nextSeq, CancellationToken cancellation)
    {
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {token.Current}");
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.RemoteCertificateValidationCallback = trust;
        // Mattermost pings every 60 s; our own JSON ping notices a line that is dead in one direction.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            await _socket.ConnectAsync(Address(mattermost, connectionId, nextSeq), cancellation);
        }
        catch (WebSocketException failure)
        {
            var status = _socket.HttpStatusCode;
            throw new MattermostSocketException(
                status == 0 ? (failure.InnerException ?? failure).Message : $"status {(int)status}",
                failure,
                isUnauthorized: status is HttpStatusCode.Unauthorized,
                status: (int)status);
        }
    }

    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        _message.ResetWrittenCount();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_message.GetMemory(16 * 1024), cancellation);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                _message.Advance(part.Count);
                if (_message.WrittenCount > MaxMessageBytes)
                    throw new MattermostSocketException($"a message of more than {MaxMessageBytes} bytes", isLasting: true);
                if (part.EndOfMessage)
                    return _message.WrittenMemory;
            }
        }
        catch (WebSocketException failure)
        {
            throw new MattermostSocketException((failure.InnerException ?? failure).Message, failure);
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        try
        {
            await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        catch (WebSocketException failure)
        {
            throw new MattermostSocketException((failure.InnerException ?? failure).Message, failure);
        }
    }

    public async Task CloseAsync(CancellationToken cancellation)
    {
        try
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
        catch (WebSocketException failure)
        {
            throw new MattermostSocketException((failure.InnerException ?? failure).Message, failure);
        }
    }

    public void Dispose() => _socket.Dispose();

    internal static Uri Address(Uri mattermost, string? connectionId, long? nextSeq)
    {
        var address = new UriBuilder(mattermost)
        {
            Scheme = mattermost.Scheme == Uri.UriSchemeHttps ? "wss" : "ws",
            Port = mattermost.Port,
            Path = mattermost.AbsolutePath.TrimEnd('/') + "/api/v4/websocket",
            Query = connectionId is null ? "" : $"connection_id={connectionId}&sequence_number={nextSeq}",
        };
        return address.Uri;
    }
}
