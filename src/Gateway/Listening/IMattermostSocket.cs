namespace RedmineBridge.Gateway.Listening;

/// <summary>One WebSocket connection to Mattermost.</summary>
public interface IMattermostSocket : IDisposable
{
    /// <summary>Connects; resumes when both arguments are given. Once.</summary>
    /// <exception cref="MattermostSocketException">It could not be made.</exception>
    Task ConnectAsync(string? connectionId, long? nextSeq, CancellationToken cancellation);

    /// <summary>The next whole message; null when the other side has closed. Keep one receive pending always: pings are answered only then.</summary>
    /// <exception cref="MattermostSocketException">The connection broke, or the message exceeds the limit.</exception>
    Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation);

    /// <exception cref="MattermostSocketException">The connection broke.</exception>
    Task SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation);

    /// <summary>Says goodbye and waits for the other side's, which a dead line never brings. A receive may be pending; it then ends with null.</summary>
    /// <exception cref="MattermostSocketException">The connection broke.</exception>
    Task CloseAsync(CancellationToken cancellation);
}
