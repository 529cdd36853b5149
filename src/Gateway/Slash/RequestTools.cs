using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What a <see cref="RequestActor"/> works with.</summary>
internal sealed record RequestTools(
    SlashSettings Settings,
    SlashKnowledge Knowledge,
    IMattermostApi Api,
    IRequiredActor<Poster> Poster,
    IRequiredActor<PeopleDirectory> People,
    IRequiredActor<SessionDoor> Sessions,
    Seals Seals,
    TimeProvider Clock,
    BridgeMetrics Metrics);
