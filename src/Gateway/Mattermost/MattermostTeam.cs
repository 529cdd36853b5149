using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Mattermost;

public sealed record MattermostTeam(TeamId Id, string Name);
