using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A custom slash command.</summary>
/// <param name="Id">Empty for one that is to be created.</param>
/// <param name="Token">Given by the server.</param>
public sealed record MattermostCommand(
    string Id, TeamId Team, string Trigger, Uri Url, string DisplayName, string Description, string Hint, UserId Creator, string Token)
{
    public override string ToString() => $"/{Trigger} in {Team}";
}
