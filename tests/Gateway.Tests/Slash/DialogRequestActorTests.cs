using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class DialogRequestActorTests : RequestActorSpec
{
    private static readonly Intent.SubmitForm Submitted = new("form-1", FormKind.Ticket, FormValues.None.With("subject", "Buy sausages"));

    [Fact]
    public void The_result_closes_the_dialog_and_is_shown_where_it_was_asked_for()
    {
        var request = Send(Submitted);
        Assert.Equal(Submitted, Session.ExpectMsg<SessionDoor.Command>().Intent);
        Session.Reply(new Reply.Creating(Language.English, "form-1"));
        Http.ExpectNoMsg(TimeSpan.Zero);
        Session.Reply(Created(new(12)));

        Assert.Empty(Answer());
        Assert.Equal(new SessionDoor.Told(Alice, "form-1"), Session.ExpectMsg<SessionDoor.Told>());
        var shown = Assert.Single(Mattermost.Responses);
        Assert.StartsWith("Created: [#12: Buy sausages](https://redmine.example.org/issues/12)", (string?)shown["text"], StringComparison.Ordinal);
        Assert.Equal(new Intent.ShareCreated("form-1", false), Carried(Seals, shown["attachments"]![0]!["actions"]![0]));
        ExpectTerminated(request);
    }

    [Fact]
    public void What_is_written_down_closes_the_dialog_in_time_and_its_result_follows()
    {
        Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.Creating(Language.English, "form-1"));
        Session.LastSender.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
        Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(Answer());

        Session.Reply(Created(new(12)));

        Session.ExpectMsg<SessionDoor.Told>();
        Assert.Single(Mattermost.Responses);
    }

    [Fact]
    public void Without_a_hook_the_result_goes_to_the_direct_message_under_the_requests_name()
    {
        Send(Submitted, hookFor: null);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Created(new(12)));

        Assert.Empty(Answer());
        var show = Posting.ExpectMsg<Poster.Show>();
        Assert.Equal((Alice, "form-1"), (show.User, show.ReplyId));
        Session.ExpectNoMsg(TimeSpan.Zero);
        Posting.Reply(new Poster.Shown(show, new("p1")));
        Session.ExpectMsg<SessionDoor.Told>();
        Assert.Empty(Mattermost.Responses);
    }

    [Fact]
    public void A_hook_that_is_too_old_is_not_tried()
    {
        Send(Submitted, hookFor: TimeSpan.FromSeconds(5));
        Session.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(5));
        Session.Reply(Created(new(12)));

        Posting.ExpectMsg<Poster.Show>();
        Assert.Empty(Mattermost.Responses);
    }

    [Fact]
    public void A_result_that_reached_nobody_stays_owed()
    {
        Mattermost.Fails = call => call.StartsWith("respond", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.NotFound, 404, "") : null;
        var request = Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Created(new(12)));
        var show = Posting.ExpectMsg<Poster.Show>();

        Posting.Reply(new Poster.Failed(show, PosterFailure.Away));

        ExpectTerminated(request);
        Session.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_refused_ticket_says_why_and_how_to_correct_it()
    {
        Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Created(null, "Due date must be greater than *start* date"));

        Assert.Empty(Answer());
        Session.ExpectMsg<SessionDoor.Told>();
        var shown = Assert.Single(Mattermost.Responses);
        Assert.Contains(@"- Due date must be greater than \*start\* date", (string?)shown["text"], StringComparison.Ordinal);
        Assert.Equal(new Intent.CorrectForm("form-1"), Carried(Seals, shown["attachments"]![0]!["actions"]![0]));
    }

    [Fact]
    public void Problems_stand_on_their_fields_and_the_dialog_stays()
    {
        var request = Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm with
        {
            Problem = "Look at it again.",
            Fields = [TicketForm.Fields[0], TicketForm.Fields[1] with { Problem = "Too long: ![x](http://evil)" }],
        }));

        var answer = Answer();
        Assert.Equal("Look at it again.", (string?)answer["error"]);
        Assert.Equal(["subject"], answer["errors"]!.AsObject().Select(e => e.Key));
        Assert.DoesNotContain("](", (string?)answer["errors"]!["subject"], StringComparison.Ordinal);
        ExpectTerminated(request);
    }

    [Fact]
    public void A_further_step_takes_the_dialogs_place_where_the_server_can()
    {
        Mattermost.Version = new(11, 1, 0);
        Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        var answer = Answer();
        Assert.Equal(("form", "ticket"), ((string?)answer["type"], (string?)answer["form"]!["callback_id"]));
    }

    [Fact]
    public void A_further_step_is_a_button_where_it_can_not()
    {
        Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm with { Introduction = "The project has other trackers." }));

        Assert.Empty(Answer());
        AwaitAssert(() => Assert.Single(Mattermost.Responses));
        var shown = Mattermost.Responses[0];
        Assert.Contains("The project has other trackers.", (string?)shown["text"], StringComparison.Ordinal);
        Assert.IsType<Intent.RefreshForm>(Carried(Seals, shown["attachments"]![0]!["actions"]![0]));
    }

    [Fact]
    public void A_refusal_keeps_what_was_typed()
    {
        var request = Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Refused);

        Assert.Equal(RefusalSentences.Of((Reply.Refusal)Refused), (string?)Answer()["error"]);
        ExpectTerminated(request);
    }

    [Fact]
    public void Silence_keeps_what_was_typed_and_a_later_result_is_shown_nevertheless()
    {
        Send(Submitted);
        Session.ExpectMsg<SessionDoor.Command>();
        Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(Sentences.In(Language.English)["SendAgain"], (string?)Answer()["error"]);

        Session.Reply(Created(new(12)));

        Session.ExpectMsg<SessionDoor.Told>();
        Assert.Single(Mattermost.Responses);
    }

    [Fact]
    public void A_list_closes_the_dialog_and_points_to_the_direct_message()
    {
        var request = Send(new Intent.SubmitForm("form-1", FormKind.Batch, FormValues.None));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.BatchTaken(Language.English, "form-1"));

        Assert.Empty(Answer());
        ExpectTerminated(request);
        Assert.Contains("@redmine", (string?)Assert.Single(Mattermost.Responses)["text"], StringComparison.Ordinal);
        Posting.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_changed_field_brings_the_form_anew()
    {
        Mattermost.Version = new(11, 1, 0);
        Send(new Intent.RefreshForm("form-1", FormKind.Ticket, FormValues.None));
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Shown(TicketForm));

        Assert.Equal("form", (string?)Answer()["type"]);
    }

    [Fact]
    public void A_search_brings_choices_or_none()
    {
        var search = new Intent.FindChoices("form-1", FormKind.Ticket, FormValues.None, "project", "de");
        Send(search);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(new Reply.ChoicesFound(Language.English, [new("1", "Demo")]));
        Assert.Equal("""{"items":[{"text":"Demo","value":"1"}]}""", Answer().ToJsonString());

        Send(search);
        Session.ExpectMsg<SessionDoor.Command>();
        Session.Reply(Refused);
        Assert.Equal("""{"items":[]}""", Answer().ToJsonString());
    }

    private static Reply.Created Created(TicketId? id, params string[] errors)
    {
        var ticket = id is { } created
            ? new Ticket(created, "Demo", "Bug", "New", "Normal", "Buy sausages", "Alice", null, DateTimeOffset.UnixEpoch, null)
            : null;
        return new(Language.English, new("form-1", "Demo", false, false, [new(1, "Buy sausages", ticket, [], errors, null)]), new(2026, 11, 24), "UTC");
    }

    private IActorRef Send(Intent intent) => Send(intent, TimeSpan.FromMinutes(29));

    private IActorRef Send(Intent intent, TimeSpan? hookFor) => Start(new SlashCall(
        new(Door.Dialog, Alice, Dev, null) { Hook = hookFor is null ? null : "hook", HookUntil = Clock.GetUtcNow() + hookFor }, "redmine", intent)
    {
        Language = Language.English,
    });
}
