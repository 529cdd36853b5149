using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// A pressed button. Its answer can say something to the presser but show no further button; forms and questions open as dialogs. The
/// post that it stands in is changed by the session through the poster alone: an answer to the press could come after such a change
/// and undo it. Supervision: see <see cref="RequestActor"/>.
/// </summary>
internal sealed class ButtonRequestActor : RequestActor
{
    private bool _opening;

    public ButtonRequestActor(SlashCall call, IActorRef http, RequestTools tools)
        : base(call, http, tools)
    {
        Receive<Reply>(Give);
        Receive<DialogOpened>(_ =>
        {
            Tools.Metrics.DialogOpened("opened");
            End(ReplyJson.Nothing);
        });
        Receive<DialogNotOpened>(NotOpened);
        // Before the end alone: else it waits as long as Mattermost does.
        Receive<Slow>(_ =>
        {
            if (!_opening)
                End(ReplyJson.Ephemeral(Say["RestartingPressAgain"]));
        });
        Receive<GiveUp>(_ => Give(new Reply.Refusal(Language, RefusalReason.StoreAway)));
    }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(GiveUp), GiveUp.Instance, Tools.Settings.AnswerButtonWithin);
        AskSession(Call.Intent!, Call.Origin);
    }

    private void Give(Reply reply)
    {
        switch (reply)
        {
            case Reply.FormShown shown:
                Open(Dialogs.Form(shown, Call));
                break;
            case Reply.KeyWanted wanted:
                Open(Dialogs.Key(wanted, Call));
                break;
            case Reply.ShareDoubted doubted:
                Open(Dialogs.Question(doubted, Call));
                break;
            case Reply.BatchTaken or Reply.Creating or Reply.Created or Reply.TalkGoesOn:
                // The direct message shows how far it is.
                End(ReplyJson.Nothing);
                break;
            default:
                End(ReplyJson.Ephemeral(Render(reply, hasButtons: false).Text));
                break;
        }
    }

    private void Open(JsonObject dialog)
    {
        _opening = true;
        OpenDialog(dialog);
    }

    private void NotOpened(DialogNotOpened failed)
    {
        Tools.Metrics.DialogOpened(failed.IsTriggersFault ? "expired" : "failed");
        if (!failed.IsTriggersFault)
            Log.Warning("A dialog could not be opened: {Why}", failed.Why.Message);
        var sentence = failed.IsTriggersFault || failed.Why.Kind == PosterFailure.Away ? "PressAgain" : "DialogRefused";
        End(ReplyJson.Ephemeral(Say[sentence]));
    }

    private void End(JsonObject body)
    {
        AnswerHttp(body);
        Context.Stop(Self);
    }
}
