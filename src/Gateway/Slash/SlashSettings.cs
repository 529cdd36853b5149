using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>How people reach the bridge by slash command.</summary>
/// <param name="Trigger">The command's word.</param>
/// <param name="PublicUrl">How Mattermost reaches us.</param>
/// <param name="Redmine">As people reach it.</param>
/// <param name="Language">Where there is no single reader, or none is known yet.</param>
/// <param name="Registers">False where an administrator registers the commands.</param>
/// <param name="GivenTokens">Tokens of commands that an administrator has registered, by team name or id.</param>
public sealed record SlashSettings(
    string Trigger, Uri PublicUrl, Uri Redmine, Language Language, bool Registers, IReadOnlyList<GivenToken> GivenTokens)
{
    /// <summary>The first version's command, registered beside ours.</summary>
    public const string FirstVersionTrigger = "integration_with_redmine";

    public const string CommandPath = "/mattermost/command";

    public const string ActionPath = "/mattermost/action";

    public const string DialogPath = "/mattermost/dialog";

    /// <summary>Mattermost shows an error when it waits much longer for an answer, and old ones forget what a dialog needs.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(1.8);

    /// <summary>A call that nobody has answered by then is answered as failed.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A button has no second chance to be answered.</summary>
    public TimeSpan AnswerButtonWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a submitted form may wait for its result; then it closes, and the result comes later.</summary>
    public TimeSpan AnswerFormWithin { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>How long buttons and dialogs can be used.</summary>
    public TimeSpan SealsLast { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Mattermost takes answers to a command by its <c>response_url</c> for half an hour.</summary>
    public TimeSpan HooksLast { get; init; } = TimeSpan.FromMinutes(29);

    /// <summary>Links to channels and posts begin with it where the server knows no address of its own; null where it isn't known either.</summary>
    public Uri? Mattermost { get; init; }

    public IReadOnlyList<string> Triggers { get; } = [.. new[] { Trigger, FirstVersionTrigger }.Distinct()];

    public Uri CommandUrl => CommandUrlAt(PublicUrl);

    public Uri ActionUrl => Below(PublicUrl, ActionPath);

    public Uri DialogUrl => Below(PublicUrl, DialogPath);

    /// <summary>Where commands come in at a bridge with this address, which may have a path.</summary>
    public static Uri CommandUrlAt(Uri bridge) => Below(bridge, CommandPath);

    /// <summary>A command is ours where the bot made it, or where it leads to our path; any other is somebody else's, and left alone.</summary>
    public static bool IsOurs(MattermostCommand command, UserId bot) =>
        command.Creator == bot || command.Url.AbsolutePath.EndsWith(CommandPath, StringComparison.Ordinal);

    /// <summary>Whether an address lies below Mattermost's as it is set.</summary>
    internal bool IsMattermost(string address) =>
        Mattermost is not null
        && Uri.TryCreate(address, UriKind.Absolute, out var named)
        && named.AbsoluteUri.StartsWith(Mattermost.AbsoluteUri.TrimEnd('/') + '/', StringComparison.Ordinal);

    private static Uri Below(Uri bridge, string path) => new(bridge.AbsoluteUri.TrimEnd('/') + path);
}
