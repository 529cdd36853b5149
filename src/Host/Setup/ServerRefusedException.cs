namespace RedmineBridge.Host.Setup;

/// <summary>A server did not do what an administrator asked. The message is for people: it has no secrets.</summary>
/// <param name="status">0 when no answer came.</param>
/// <param name="errorId">Mattermost's own name of the error; empty where there is none.</param>
internal sealed class ServerRefusedException(string message, int status, string errorId = "", Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public string ErrorId { get; } = errorId;
}
