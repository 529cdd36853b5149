namespace RedmineBridge.Gateway.Listening;

/// <summary>A connection that could not be made or did not last.</summary>
/// <param name="isUnauthorized">The server refused the bot's token.</param>
/// <param name="status">The server's answer to the handshake; 0 where there was none.</param>
/// <param name="isLasting">A message exceeded our limit or makes no sense: resuming would only bring it again.</param>
public sealed class MattermostSocketException(string message, Exception? inner = null, bool isUnauthorized = false, bool isLasting = false, int status = 0)
    : Exception(message, inner)
{
    public bool IsUnauthorized { get; } = isUnauthorized;

    public bool IsLasting { get; } = isLasting;

    public int Status { get; } = status;
}
