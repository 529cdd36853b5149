using System.Text.Json.Nodes;
using Akka.Actor;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// What a dialog sends: a submission, a changed field, a search for choices. A submission is held while its result may still come;
/// then the dialog closes if the request is written down, and else stays open with what was typed. Supervision: see
/// <see cref="RequestActor"/>.
/// </summary>
internal sealed class DialogRequestActor : RequestActor
{
    private readonly Intent _intent;
    private bool _isWrittenDown;

    public DialogRequestActor(SlashCall call, IActorRef http, RequestTools tools)
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

    private void Give(Reply reply)
    {
        switch (reply)
        {
            case Reply.Creating or Reply.Created { Report.IsFinished: false }:
                _isWrittenDown = true;
                break;
            case Reply.Created or Reply.Connected:
                Close(reply);
                break;
            case Reply.BatchTaken or Reply.Shared or Reply.TalkGoesOn:
                CloseWithAWord(reply);
                break;
            case Reply.FormShown shown:
                Show(shown);
                break;
            case Reply.ChoicesFound found:
                End(ReplyJson.Choices(found.Choices));
                break;
            default:
                Refuse(reply);
                break;
        }
    }

    /// <summary>The dialog closes at once; what came of it is shown where it was asked for.</summary>
    private void Close(Reply reply)
    {
        AnswerHttp(ReplyJson.Nothing);
        Deliver(reply);
    }

    /// <summary>What came of it stands elsewhere; a line where the person is points there, if there can be one.</summary>
    private void CloseWithAWord(Reply reply)
    {
        AnswerHttp(ReplyJson.Nothing);
        if (HasHook)
            Deliver(reply);
        else
            Context.Stop(Self);
    }

    private void Show(Reply.FormShown shown)
    {
        if (_intent is Intent.RefreshForm)
            End(ReplyJson.Form(Dialogs.Form(shown, Call)));
        else if (HttpAnswered && _isWrittenDown)
            // The dialog has closed; a button opens it as it was filled.
            Deliver(shown);
        else if (HttpAnswered)
            // The dialog stands open with what was typed, and has said that it should be sent again.
            Context.Stop(Self);
        else if (!shown.Form.IsChanged && DialogRenderer.Problems(shown.Form, Dialogs.Support) is { } problems)
            End(problems);
        else if (Dialogs.Support.Refreshes)
            End(ReplyJson.Form(Dialogs.Form(shown, Call)));
        else
            // A further step: this server can't turn one dialog into another, so a button opens it.
            Close(shown);
    }

    private void Refuse(Reply reply)
    {
        if (_intent is Intent.FindChoices)
            End(ReplyJson.Choices([]));
        else if (HttpAnswered && _isWrittenDown)
            Deliver(reply);
        else
            End(ReplyJson.Error(Render(reply, hasButtons: false).Text));
    }

    private void AnswerSlow()
    {
        if (_isWrittenDown)
            CloseAndGoOn();
        else if (_intent is Intent.FindChoices)
            AnswerHttp(ReplyJson.Choices([]));
        else
            AnswerHttp(ReplyJson.Error(Say["SendAgain"]));
    }

    /// <summary>Where nothing can be said in the channel any more, the session shows what comes of it, in the direct message.</summary>
    private void CloseAndGoOn()
    {
        AnswerHttp(ReplyJson.Nothing);
        if (!HasHook)
            Context.Stop(Self);
    }

    private void End(JsonObject body)
    {
        AnswerHttp(body);
        Context.Stop(Self);
    }
}
