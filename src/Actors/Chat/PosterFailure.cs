namespace RedmineBridge.Actors.Chat;

/// <summary>Why Mattermost did not do what was asked.</summary>
public enum PosterFailure
{
    /// <summary>No answer, a 5xx or too many requests: later it may work.</summary>
    Away,

    /// <summary>The bot's token is no longer valid; an administrator must act.</summary>
    Unauthorized,

    /// <summary>The bot may not do this here.</summary>
    Forbidden,

    /// <summary>There is no such thing any more.</summary>
    NotFound,

    /// <summary>The server refused the request as wrong; repeating it would not help.</summary>
    Rejected,

    /// <summary>Too much is waiting already; nothing was sent.</summary>
    Busy,
}
