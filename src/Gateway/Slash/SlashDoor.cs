using Akka.Actor;
using Akka.Hosting;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What the slash command door needs, and the props of its actors. One for the whole process.</summary>
public sealed class SlashDoor(
    SlashSettings settings,
    IMattermostApi api,
    ICommandTokens stored,
    CommandTokenBook tokens,
    IDataProtectionProvider protection,
    IRequiredActor<Poster> poster,
    IRequiredActor<SessionDoor> sessions,
    TimeProvider clock,
    BridgeMetrics metrics)
{
    internal IDataProtector Protector { get; } = protection.CreateProtector(ButtonContext.Purpose);

    internal SlashSettings Settings => settings;

    internal CommandTokenBook Tokens => tokens;

    internal TimeProvider Clock => clock;

    internal BridgeMetrics Metrics => metrics;

    internal Props Request(SlashCall call, IActorRef http, SlashKnowledge knowledge)
    {
        var protector = Protector;
        return Props.Create(() => new RequestActor(call, http, settings, knowledge, api, poster, sessions, protector, clock, metrics));
    }

    internal Props Registrar() => Props.Create(() => new CommandRegistrarActor(settings, api, stored, tokens));
}
