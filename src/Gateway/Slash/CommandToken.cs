using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Slash;

/// <summary>The secret that proves that a call of one slash command comes from our Mattermost.</summary>
/// <param name="Trigger">The command's word, without the slash.</param>
public sealed record CommandToken(TeamId Team, string Trigger, string Token)
{
    public override string ToString() => $"{Team}/{Trigger}";
}
