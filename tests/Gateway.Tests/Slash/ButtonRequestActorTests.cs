using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class ButtonRequestActorTests : RequestActorSpec
{
    [Fact]
    public void Next_page_is_a_new_ephemeral_one()
    {
        Press(new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.Tickets(Language.English, new(TicketList.AssignedToMe, 2, 20, 50, []), new(2026, 11, 24), "UTC"));

        Assert.EndsWith("Next: `/redmine mine 3`", (string?)Answer()["ephemeral_text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_opens_by_the_presss_own_trigger()
    {
        var request = Press(new Intent.CorrectForm("form-1"));
        Assert.Equal(Door.Button, Session.ExpectMsg<SessionDoor.Command>().Origin.Door);
        Session.Reply(Shown(TicketForm));

        Assert.Empty(Answer());
        Assert.Equal("press-trigger", Assert.Single(Mattermost.Dialogs).Trigger);
        ExpectTerminated(request);
    }

    [Fact]
    public void Where_the_trigger_is_too_old_it_asks_for_another_press()
    {
        Mattermost.Fails = call => call == "dialog" ? Expired : null;
        Press(new Intent.CorrectForm("form-1"));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        Assert.Equal(Sentences.In(Language.Russian)["PressAgain"], (string?)Answer()["ephemeral_text"]);
    }

    [Fact]
    public void Before_the_end_it_asks_for_another_press()
    {
        var request = Press(new Intent.CorrectForm("form-1"));
        Session.ExpectMsg<SessionDoor.Command>();
        request.Tell(RequestActor.Slow.Instance);

        Assert.Equal(Sentences.In(Language.Russian)["RestartingPressAgain"], (string?)Answer()["ephemeral_text"]);
        ExpectTerminated(request);
    }

    [Fact]
    public void A_server_that_refuses_dialogs_is_a_matter_for_the_administrator()
    {
        Mattermost.Fails = call => call == "dialog" ? new MattermostException(call, PosterFailure.Rejected, 400, "api.context.invalid_body_param.app_error") : null;
        Press(new Intent.CorrectForm("form-1"));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        Assert.Equal(Sentences.In(Language.Russian)["DialogRefused"], (string?)Answer()["ephemeral_text"]);
    }

    [Fact]
    public void Sharing_what_is_private_asks_first()
    {
        Press(new Intent.ShareCreated("request", false));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.ShareDoubted(Language.English, "request", "Secret _plans_"));

        Assert.Empty(Answer());
        var dialog = Assert.Single(Mattermost.Dialogs).Dialog;
        Assert.Equal(("share", "Share the result?", "Share"), ((string?)dialog["callback_id"], (string?)dialog["title"], (string?)dialog["submit_label"]));
        Assert.StartsWith(@"Secret \_plans\_ is a private project", (string?)dialog["introduction_text"], StringComparison.Ordinal);
        Assert.Equal(new Intent.ShareCreated("request", true), Seals.Open("share", (string?)dialog["state"] ?? "")!.Intent);
    }

    [Fact]
    public void Taking_a_list_leaves_the_post_to_the_session()
    {
        Press(new Intent.CreateBatch("batch"));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.BatchTaken(Language.English, "batch"));

        Assert.Empty(Answer());
    }

    [Fact]
    public void Nobodys_answer_is_an_answer_too()
    {
        var request = Press(new Intent.CreateBatch("batch"));
        Session.ExpectMsg<SessionDoor.Command>();

        Advance(Settings.AnswerButtonWithin);

        Assert.Equal(Sentences.In(Language.Russian)["StoreAway"], (string?)Answer()["ephemeral_text"]);
        ExpectTerminated(request);
    }

    private IActorRef Press(Intent intent) => Start(new SlashCall(new(Door.Button, Alice, Dev, null), "redmine", intent)
    {
        DialogTrigger = "press-trigger",
        Language = Language.Russian,
    });
}
