using Akka.Actor;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>
/// The bot's token as it is now, and whether Mattermost refuses it: then nothing is asked with it any more until another takes its place.
/// Thread-safe.
/// </summary>
public sealed class BotToken(string token)
{
    /// <summary>What an administrator reads while it is refused.</summary>
    public const string HowToMend =
        "Mattermost refuses Mattermost__Token, so nothing is tried any more: create a new token for the bot and set it. "
        + "In appsettings.json it is picked up without a restart; in the environment or on the command line the bridge must be started anew.";

    private volatile Known _known = new(token, IsRefused: false);

    public string Current => _known.Token;

    public bool IsRefused => _known.IsRefused;

    /// <summary>Mattermost does not take this token; of no interest where another has come meanwhile.</summary>
    public void Refuse(string token)
    {
        var known = _known;
        if (known.Token == token)
            Interlocked.CompareExchange(ref _known, known with { IsRefused = true }, known);
    }

    /// <summary>False where it is the same as before: what was refused once is not tried again.</summary>
    public bool Replace(string token)
    {
        if (token == Current)
            return false;
        _known = new(token, IsRefused: false);
        return true;
    }

    private sealed record Known(string Token, bool IsRefused);

    /// <summary>Somebody was told that the token is refused; whoever relies on it asks for themselves.</summary>
    public sealed record Refused : INoSerializationVerificationNeeded
    {
        public static readonly Refused Instance = new();
    }

    /// <summary>There is another token, maybe even that of another bot.</summary>
    public sealed record Replaced : INoSerializationVerificationNeeded
    {
        public static readonly Replaced Instance = new();
    }
}
