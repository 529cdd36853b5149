using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What the door of commands, buttons and dialogs needs, and the props of its actors. One for the whole process.</summary>
public sealed class SlashDoor(
    SlashSettings settings,
    IMattermostApi api,
    ICommandTokens stored,
    CommandTokenBook tokens,
    Seals seals,
    IRequiredActor<Poster> poster,
    IRequiredActor<PeopleDirectory> people,
    IRequiredActor<SessionDoor> sessions,
    TimeProvider clock,
    BridgeMetrics metrics)
{
    internal Seals Seals => seals;

    internal SlashSettings Settings => settings;

    internal CommandTokenBook Tokens => tokens;

    internal TimeProvider Clock => clock;

    internal BridgeMetrics Metrics => metrics;

    /// <summary>A button or form whose time is over.</summary>
    internal void CountIfOld(DateTimeOffset until)
    {
        if (until < Clock.GetUtcNow())
            metrics.BoundReached(BoundReached.ButtonAge);
    }

    /// <summary>What a call gets that comes when too many are under way.</summary>
    internal SlashAnswer Busy(SlashCall call, SlashKnowledge knowledge)
    {
        var text = RefusalSentences.Of(new Reply.Refusal(call.Language ?? settings.Language, RefusalReason.BridgeBusy));
        return new(call.Origin.Door switch
        {
            Door.Button => ReplyJson.Ephemeral(text),
            Door.Dialog => ReplyJson.Error(text),
            Door.App => Apps.AppJson.Error(text),
            _ => ReplyJson.Private(text, knowledge.BotName),
        });
    }

    internal Props Request(SlashCall call, IActorRef http, SlashKnowledge knowledge)
    {
        var tools = new RequestTools(settings, knowledge, api, poster, people, sessions, seals, clock, metrics);
        return call.Origin.Door switch
        {
            Door.Button => Props.Create(() => new ButtonRequestActor(call, http, tools)),
            Door.Dialog => Props.Create(() => new DialogRequestActor(call, http, tools)),
            Door.App => Props.Create(() => new Apps.AppRequestActor(call, http, tools)),
            _ => Props.Create(() => new CommandRequestActor(call, http, tools)),
        };
    }

    internal Props Registrar() => Props.Create(() => new CommandRegistrarActor(settings, api, stored, tokens));
}
