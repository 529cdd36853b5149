using System.Net;
using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
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
    IKeySeal keys,
    IRequiredActor<Poster> poster,
    IRequiredActor<PeopleDirectory> people,
    IRequiredActor<SessionDoor> sessions,
    TimeProvider clock,
    BridgeMetrics metrics)
{
    private int _foreignHooks;

    /// <summary>What a person may ask for, after it was proved that they do.</summary>
    internal CallBudget<UserId> Calls { get; } = new(30, TimeSpan.FromSeconds(1), clock);

    /// <summary>Apart, since clients of the Apps framework ask for these by themselves, at each change of channel.</summary>
    internal CallBudget<UserId> BindingCalls { get; } = new(30, TimeSpan.FromSeconds(1), clock);

    /// <summary>Calls that proved nothing, by where they come from.</summary>
    internal CallBudget<IPAddress> Refusals { get; } = new(20, TimeSpan.FromSeconds(3), clock);

    /// <summary>What the log says of them.</summary>
    internal CallBudget<IPAddress> RefusalLines { get; } = new(1, TimeSpan.FromMinutes(1), clock);

    internal IMattermostApi Api => api;

    internal Seals Seals => seals;

    internal IKeySeal Keys => keys;

    internal SlashSettings Settings => settings;

    internal CommandTokenBook Tokens => tokens;

    internal TimeProvider Clock => clock;

    internal BridgeMetrics Metrics => metrics;

    /// <summary>A button or form whose time is over is counted.</summary>
    internal bool IsOld(SealedCall sealedCall)
    {
        var isOld = sealedCall.IsOld(clock.GetUtcNow());
        if (isOld)
            metrics.BoundReached(BoundReached.ButtonAge);
        return isOld;
    }

    /// <summary>True once.</summary>
    internal bool IsFirstForeignHook() => Interlocked.Exchange(ref _foreignHooks, 1) == 0;

    /// <summary>What a call gets that comes when too many are under way.</summary>
    internal SlashAnswer Busy(SlashCall call, SlashKnowledge knowledge) => Refuse(call, RefusalReason.BridgeBusy, knowledge);

    /// <summary>What a call gets when its person has made too many. Nobody is asked for it, so it is in the bridge's language where theirs is not known.</summary>
    internal SlashAnswer TooMany(SlashCall call)
    {
        metrics.BoundReached(BoundReached.PersonCalls);
        return Refuse(call, RefusalReason.TooManyCalls, SlashKnowledge.None);
    }

    private SlashAnswer Refuse(SlashCall call, RefusalReason reason, SlashKnowledge knowledge)
    {
        var text = RefusalSentences.Of(new Reply.Refusal(call.Language ?? settings.Language, reason));
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
