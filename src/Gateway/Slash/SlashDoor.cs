using Akka.Actor;
using Akka.Hosting;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
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
    IRequiredActor<PeopleDirectory> people,
    IRequiredActor<SessionDoor> sessions,
    TimeProvider clock,
    BridgeMetrics metrics)
{
    internal IDataProtector Protector { get; } = protection.CreateProtector(ButtonContext.Purpose);

    internal SlashSettings Settings => settings;

    internal CommandTokenBook Tokens => tokens;

    internal TimeProvider Clock => clock;

    internal BridgeMetrics Metrics => metrics;

    /// <summary>What a call gets that comes when too many are under way.</summary>
    internal SlashAnswer Busy(SlashCall call)
    {
        var text = RefusalSentences.Of(new Reply.Refusal(settings.Language, RefusalReason.BridgeBusy));
        return new(call.Origin.Door == Door.Button ? ReplyRenderer.Ephemeral(text) : ReplyRenderer.Private(text));
    }

    internal Props Request(SlashCall call, IActorRef http, SlashKnowledge knowledge)
    {
        var protector = Protector;
        return Props.Create(() => new RequestActor(call, http, settings, knowledge, api, poster, people, sessions, protector, clock, metrics));
    }

    internal Props Registrar() => Props.Create(() => new CommandRegistrarActor(settings, api, stored, tokens));
}
