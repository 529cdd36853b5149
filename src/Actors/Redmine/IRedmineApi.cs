namespace RedmineBridge.Actors.Redmine;

/// <summary>Redmine's REST API, a call at a time.</summary>
public interface IRedmineApi
{
    /// <summary>Carries out one call. May take as long as the token lets it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing else is thrown for what a server may do.</exception>
    Task<RedmineAnswer> SendAsync(RedmineCall call, CancellationToken cancellation);
}
