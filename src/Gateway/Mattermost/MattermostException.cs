using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>Mattermost did not do what was asked. The message is for the log: it has neither the token nor what people wrote.</summary>
/// <param name="status">0 when no answer came: then it is unknown whether the work was done.</param>
/// <param name="errorId">Mattermost's own stable name of the error; empty where it gave none.</param>
/// <param name="retryAfter">How long the server asks us to wait; null where it doesn't.</param>
public sealed class MattermostException(string call, PosterFailure kind, int status, string errorId, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception($"{call}: {(status == 0 ? inner?.Message ?? "no answer" : $"{status} {errorId}".TrimEnd())}", inner)
{
    /// <summary>The <see cref="ErrorId"/> of an answer that is larger than the bridge takes in; not Mattermost's own.</summary>
    public const string TooLarge = "bridge.answer_too_large";

    /// <summary>The <see cref="ErrorId"/> of a call that was not sent, since the token is known to be refused; not Mattermost's own.</summary>
    public const string TokenRefused = "bridge.token_refused";

    public PosterFailure Kind { get; } = kind;

    public int Status { get; } = status;

    public string ErrorId { get; } = errorId;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
