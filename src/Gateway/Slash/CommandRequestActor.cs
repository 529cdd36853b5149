using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// A slash command. A form opens as a dialog while its trigger is fresh; else the answer has a button that opens it, since a press
/// makes a trigger of its own. Supervision: see <see cref="RequestActor"/>.
/// </summary>
internal sealed class CommandRequestActor : RequestActor
{
    private readonly Intent _intent;
    private readonly Origin _origin;
    private readonly DateTimeOffset _since;
    private Reply? _reply;
    private bool _isMember = true;
    private bool _membershipKnown = true;
    private bool _opening;

    public CommandRequestActor(SlashCall call, IActorRef http, RequestTools tools)
        : base(WithLink(call, tools), http, tools)
    {
        _origin = Call.Origin;
        _since = tools.Clock.GetUtcNow();
        var max = tools.Knowledge.Server.MaxPostSize;
        _intent = call.Intent ?? CommandParser.Parse(call.Text, TableRenderer.PageSize(max), max);

        Receive<Membership>(membership =>
        {
            _membershipKnown = true;
            _isMember = membership.IsMember;
            if (_reply is not null)
                Give(_reply);
        });
        Receive<Reply>(reply =>
        {
            _reply = reply;
            if (_membershipKnown)
                Give(reply);
        });
        Receive<PeopleDirectory.Resolved>(resolved =>
        {
            Language = resolved.Person.Language;
            RefuseWhereNoChannelIs();
        });
        Receive<PeopleDirectory.Unresolved>(_ => RefuseWhereNoChannelIs());
        Receive<ChannelRights>(rights => RightsKnown(rights.IsAdmin));
        Receive<RightsUnknown>(failed => RightsNotKnown(failed.Why));
        Receive<DialogOpened>(_ => Opened());
        Receive<DialogNotOpened>(failed => NotOpened(failed));
        Receive<Slow>(_ => Acknowledge());
        Receive<GiveUp>(_ => Give(new Reply.Refusal(Language, RefusalReason.StoreAway)));
    }

    private bool IsHelp => _intent is Intent.ShowHelp or Intent.Unknown;

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(Slow), Slow.Instance, Tools.Settings.AnswerWithin);
        Timers.StartSingleTimer(nameof(GiveUp), GiveUp.Instance, Tools.Settings.GiveUpAfter);
        Tools.People.ActorRef.Tell(new PeopleDirectory.Resolve(Call.User));
        if (_intent is Intent.SetChannelProject { Project.Length: > 0 })
        {
            // Who may set it is asked first; where there is no channel, the person's language.
            if (!Call.IsConversation)
                AskRights();
        }
        else
        {
            AskSession(_intent, _origin);
        }

        if (IsHelp && !Call.IsConversation)
        {
            _membershipKnown = false;
            Ask(Tools.Api.IsMemberAsync(_origin.Channel, Stopping), isMember => new Membership(isMember), _ => new Membership(true));
        }
    }

    protected override JsonObject Answer(Reply reply)
    {
        switch (reply)
        {
            // The person's own text for all to read; what could not be linked is for them alone.
            case Reply.Linked { Text.Length: > 0 } linked:
                var body = ReplyJson.Public(linked.Text);
                if (linked.Unseen.Count > 0)
                    body["extra_responses"] = new JsonArray(Private(ReplyRenderer.Unseen(linked)));
                return body;
            case Reply.Help:
                return Private(Render(reply, invites: !_isMember).Text);
            case Reply.Refusal when _intent is Intent.OpenForm { Text.Length: > 0 } open:
                return Private(WithTyped(Render(reply).Text, open.Text));
            default:
                return base.Answer(reply);
        }
    }

    /// <summary>What was typed behind the command is to be had again, if there is room for it.</summary>
    private string WithTyped(string refusal, string typed)
    {
        var text = $"{refusal}\n\n{Say["TypedText"]}\n{MarkdownText.Code([typed])}";
        return MarkdownText.Runes(text) <= Tools.Knowledge.Server.MaxPostSize ? text : refusal;
    }

    /// <summary>Leads back to the thread or the channel, by ids alone; private conversations are never pointed at.</summary>
    private static SlashCall WithLink(SlashCall call, RequestTools tools) =>
        call.IsConversation || Permalink.Site(tools.Knowledge.Server, tools.Settings.Mattermost) is not { } site
            ? call
            : call with
            {
                Origin = call.Origin with
                {
                    Link = call.Origin.Root is { } root ? Permalink.To(root, site)
                        : call.TeamName.Length > 0 ? Permalink.To(call.TeamName, call.Origin.Channel, site)
                        : null,
                },
            };

    private void Give(Reply reply)
    {
        if (reply is Reply.FormShown or Reply.KeyWanted && CanOpen())
        {
            _opening = true;
            OpenDialog(reply is Reply.FormShown shown ? Dialogs.Form(shown, Call) : Dialogs.Key((Reply.KeyWanted)reply, Call));
            return;
        }

        GiveAsMessage(reply);
    }

    private bool CanOpen() =>
        Call.DialogTrigger.Length > 0 && Tools.Clock.GetUtcNow() - _since < Tools.Knowledge.Server.TriggersLast;

    private void GiveAsMessage(Reply reply)
    {
        if (HttpAnswered)
        {
            Deliver(reply);
            return;
        }

        AnswerHttp(Answer(reply));
        Context.Stop(Self);
    }

    private void Opened()
    {
        Tools.Metrics.DialogOpened("opened");
        AnswerHttp(Private(""));
        Context.Stop(Self);
    }

    private void NotOpened(DialogNotOpened failed)
    {
        Tools.Metrics.DialogOpened(failed.IsTriggersFault ? "expired" : "failed");
        if (!failed.IsTriggersFault)
            Log.Warning("A dialog could not be opened: {Why}", failed.Why.Message);
        _opening = false;
        GiveAsMessage(_reply!);
    }

    private JsonObject Private(string text) => ReplyJson.Private(text, Tools.Knowledge.BotName);

    /// <summary>Mattermost would show an error if it had to wait any longer.</summary>
    private void Acknowledge() => AnswerHttp(Private(_opening ? "" : Say["StillWorking"]));

    private void AskRights() => Ask(
        IsAdminAsync(Tools.Api, _origin.Channel, Call.Team, Call.User, Stopping), isAdmin => new ChannelRights(isAdmin), why => new RightsUnknown(why));

    private static async Task<bool> IsAdminAsync(IMattermostApi api, ChannelId channel, TeamId? team, UserId user, CancellationToken cancellation)
    {
        if (await api.IsChannelAdminAsync(channel, user, cancellation))
            return true;
        try
        {
            return team is { } its && await api.IsTeamAdminAsync(its, user, cancellation);
        }
        catch (MattermostException untold) when (untold.Kind is PosterFailure.Forbidden or PosterFailure.NotFound)
        {
            return false;
        }
    }

    private void RightsKnown(bool isAdmin) => AskSession(((Intent.SetChannelProject)_intent) with { MayManage = isAdmin }, _origin);

    private void RightsNotKnown(MattermostException why)
    {
        if (why.Kind is PosterFailure.Forbidden or PosterFailure.NotFound)
            Give(new Reply.Refusal(Language, RefusalReason.BotNotInChannel, Tools.Knowledge.BotName));
        else
            Give(new Reply.Refusal(Language, RefusalReason.MattermostAway));
    }

    private void RefuseWhereNoChannelIs()
    {
        if (Call.IsConversation && _intent is Intent.SetChannelProject { Project.Length: > 0 })
            Give(new Reply.Refusal(Language, RefusalReason.NoChannelHere));
    }

    private sealed record Membership(bool IsMember) : INoSerializationVerificationNeeded;

    private sealed record ChannelRights(bool IsAdmin) : INoSerializationVerificationNeeded;

    private sealed record RightsUnknown(MattermostException Why) : INoSerializationVerificationNeeded;
}
