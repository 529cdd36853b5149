using System.Text.Json.Nodes;
using Akka.Actor;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Apps;

/// <summary>
/// A call of the Apps framework. What was created is shown in the person's direct message with the bot, and where they typed there is a
/// short word of it. Supervision: see <see cref="RequestActor"/>.
/// </summary>
internal sealed class AppRequestActor : RequestActor
{
    private readonly Intent _intent;
    private bool _isWrittenDown;

    public AppRequestActor(SlashCall call, IActorRef http, RequestTools tools)
        : base(call, http, tools)
    {
        _intent = call.Intent!;
        Receive<Reply>(Give);
        Receive<Slow>(_ => AnswerSlow());
        Receive<GiveUp>(_ => Context.Stop(Self));
    }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(Slow), Slow.Instance, Tools.Settings.AnswerFormWithin);
        Timers.StartSingleTimer(nameof(GiveUp), GiveUp.Instance, Tools.Settings.GiveUpAfter);
        AskSession(_intent, Call.Origin);
    }

    /// <summary>The form closes if the request is written down, and its session shows what comes of it; else it stays open as it was filled.</summary>
    private void AnswerSlow()
    {
        if (_isWrittenDown)
            End(AppJson.Ok(Say["CreatingNow"]));
        else
            AnswerHttp(AppJson.Error(Say["SendAgain"]));
    }

    private void Give(Reply reply)
    {
        switch (reply)
        {
            case Reply.Creating or Reply.Created { Report.IsFinished: false }:
                _isWrittenDown = true;
                break;
            case Reply.Created:
                AnswerHttp(AppJson.Ok(Say["AppDone"]));
                Deliver(reply);
                break;
            case Reply.FormShown { Form: { HasProblems: true, IsChanged: false } } shown when _intent is Intent.SubmitForm:
                End(AppForms.Problems(shown.Form, Say["AppFormProblems"]));
                break;
            case Reply.FormShown shown:
                End(new JsonObject { ["type"] = "form", ["form"] = Form(shown) });
                break;
            case Reply.ChoicesFound found:
                End(AppJson.Items(found.Choices));
                break;
            case Reply.Refusal:
                End(AppJson.Error(Render(reply, hasButtons: false).Text));
                break;
            default:
                End(AppJson.Ok(Render(reply, hasButtons: false).Text));
                break;
        }
    }

    private JsonObject Form(Reply.FormShown shown)
    {
        var form = shown.Form;
        var sealedCall = new SealedCall(
            Call.Origin, new Intent.SubmitForm(form.Id, form.Kind, FormValues.None), Call.Trigger, shown.Language, Tools.Clock.GetUtcNow() + Tools.Settings.SealsLast);
        return AppForms.Write(
            form,
            form.Kind == FormKind.Batch ? AppPaths.BatchSubmit : AppPaths.TicketSubmit,
            new JsonObject { ["sealed"] = Tools.Seals.Seal(Seals.App, sealedCall) });
    }

    private void End(JsonObject body)
    {
        AnswerHttp(body);
        Context.Stop(Self);
    }
}
