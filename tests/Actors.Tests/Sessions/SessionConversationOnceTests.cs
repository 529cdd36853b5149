using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>What is said or pressed has its effect once, however often it comes and however late.</summary>
public sealed class SessionConversationOnceTests : SessionConversationSpec
{
    private static readonly Sentences English = Sentences.In(Language.English);

    [Fact]
    public void What_is_sent_again_while_it_is_worked_on_is_not_done_twice()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var (show, asker) = Wanted(1)["post-s-1"];
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        Assert.Equal(new PostId("s"), Inbox.ExpectMsg<LinkInbox.Waiting>().Post);
        Quiet(Poster);

        asker.Tell(new Poster.Shown(show, new("post")));
        Done("s");
        Quiet(Inbox);
    }

    [Fact]
    public void What_is_sent_again_after_its_effect_is_answered_again_by_the_same_name()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var first = Assert.IsType<Reply.Summary>(Wanted(1)["post-s-1"].Show.Reply);
        Restart();

        Assert.Equal(first.Card.Facts, Summary().Facts);
        Say("c", "cancel");
        Assert.Equal(["post-s-1", "said-c"], Shown(2).Keys.Order());
        Done("c");
        Assert.Equal(TalkHint.NoDraft, Assert.IsType<Reply.Hint>(Answered("n", "back")).What);
    }

    [Fact]
    public void An_answer_that_is_sent_again_is_not_taken_for_the_next_question()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Say("a", "1");
        Shown(2);
        Done("a");
        Say("b", "change priority");
        Shown(2);
        Done("b");
        Restart();

        Say("a", "1");

        Assert.Equal("priority", Assert.IsType<Reply.Asked>(Shown(1)["post-n-3"]).Question.Field);
        Done("a");
    }

    [Fact]
    public void Yes_creates_what_the_summary_shows_once()
    {
        Summary();
        Say("y", "yes");
        Assert.True(Assert.IsType<Reply.Summary>(Shown(1)["post-s-1"]).Card.IsClosed);
        var create = Creation();
        Assert.Equal(("Fix the tap", (int?)Choices.Bob, new DateOnly(2026, 11, 25)), (create.Ticket.Subject, create.Ticket.Assignee, create.Ticket.DueDate));
        Done("y");

        Say("y", "yes");
        Done("y");
        Quiet(Poster);
    }

    [Fact]
    public void A_yes_that_is_sent_again_creates_no_other_draft()
    {
        Summary();
        Say("y", "yes");
        Shown(1);
        Creation();
        Done("y");
        Say("t", "Wash the car in project Demo @bob");
        Shown(1);
        Done("t");
        Restart();

        // The inbox had not written down yet that it was done.
        Say("y", "yes");

        Assert.True(Assert.IsType<Reply.Summary>(Shown(1)["post-s-1"]).Card.IsClosed);
        Done("y");
        Quiet(Poster);
        Say("b", "show");
        Assert.Contains(Shown(2).Values, r => r is Reply.Summary { Card: { Subject: "Wash the car", IsClosed: false } });
    }

    [Fact]
    public void A_summary_that_still_has_buttons_after_it_was_confirmed_loses_them_when_they_are_pressed()
    {
        var card = Summary();
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        ExpectMsg<Reply.TalkGoesOn>();
        // Killed before that was written into the post.
        Wanted(1);
        Creation();
        Restart();

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        ExpectMsg<Reply.TalkGoesOn>();
        var closed = Assert.IsType<Reply.Summary>(Shown(1)["post-s-1"]).Card;
        Assert.Equal((true, card.Subject), (closed.IsClosed, closed.Subject));
        Assert.Equal(card.Facts, closed.Facts);

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Cancel));
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Quiet(Poster);
    }

    [Fact]
    public void A_question_that_nobody_has_seen_is_shown_when_an_earlier_one_is_pressed()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Press(new Intent.AnswerDraft("post-n", 1, "project", ["1"]));
        ExpectMsg<Reply.TalkGoesOn>();
        // Killed before it was posted.
        Wanted(2);
        Restart();

        Press(new Intent.AnswerDraft("post-n", 1, "project", ["1"]));

        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        var shown = Shown(2);
        Assert.IsType<Reply.Summary>(shown["post-n-2"]);
        Assert.Equal(TalkHint.AlreadyAnswered, Assert.IsType<Reply.Hint>(shown["post-n-1"]).What);
        Press(new Intent.AnswerDraft("post-n", 1, "project", ["1"]));
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Quiet(Poster);
    }

    [Fact]
    public void A_message_has_ended_when_all_that_it_led_to_stands_there()
    {
        Summary();
        Say("c", "cancel");
        var wanted = Wanted(2);
        wanted["said-c"].Asker.Tell(new Poster.Shown(wanted["said-c"].Show, new("post")));
        Quiet(Inbox);

        wanted["post-s-1"].Asker.Tell(new Poster.Shown(wanted["post-s-1"].Show, new("post")));

        Done("c");
    }

    [Fact]
    public void A_button_of_a_dropped_draft_goes_when_it_is_pressed()
    {
        Summary();
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Cancel));
        ExpectMsg<Reply.TalkGoesOn>();
        Wanted(1);
        Restart();

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));

        Assert.Equal(TalkHint.NoDraft, ExpectMsg<Reply.Hint>().What);
        Assert.Equal(TalkHint.DraftDropped, Assert.IsType<Reply.Hint>(Shown(1)["post-s-1"]).What);
    }

    [Fact]
    public void A_cancel_that_is_sent_again_is_answered_again()
    {
        Summary();
        Say("c", "cancel");
        Wanted(2);
        Restart();

        Say("c", "cancel");

        Assert.Equal(["post-s-1", "said-c"], Shown(2).Keys.Order());
        Done("c");
    }

    [Fact]
    public void What_became_of_it_is_told_at_once_after_a_restart()
    {
        Summary();
        Say("y", "yes");
        Shown(1);
        Done("y");
        var create = Redmine.FishForMessage<RedmineGate.Ask>(_ => true);
        var made = new CreatedTicket(new(77), new(1, "Demo"), new(1, "Bug"), new(1, "New"), new(4, "Normal"), new(Choices.Alice, "Alice"), "Fix the tap", Clock.GetUtcNow());
        Session.Tell(new RedmineGate.Answered(create.Tag, create.Call, new RedmineAnswer.TicketCreated(made)));
        Assert.Equal("post-s", Poster.ExpectMsg<Poster.Show>().ReplyId);

        Restart();

        Assert.Equal("post-s", Poster.ExpectMsg<Poster.Show>().ReplyId);
        Quiet(Poster);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void A_yes_that_comes_late_is_asked_for_again(int minutes, bool isLate)
    {
        Summary();
        Say("y", "yes", Clock.GetUtcNow() - TimeSpan.FromMinutes(minutes));

        if (!isLate)
        {
            Shown(1);
            Creation();
            return;
        }

        var shown = Shown(2);
        Assert.True(((Reply.Summary)shown["post-s-1"]).Card.IsClosed);
        Assert.Equal(English["ConsentIsOld"], ((Reply.Summary)shown["post-s-2"]).Card.Problem);
        Done("y");
    }

    [Fact]
    public void A_second_press_is_silent_and_an_old_one_says_so()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        var press = new Intent.AnswerDraft("post-n", 1, "project", ["1"]);
        Press(press);
        Press(press);
        Assert.Equal(["post-n-1", "post-n-2"], Shown(2).Keys.Order());
        ExpectMsg<Reply.TalkGoesOn>();
        ExpectMsg<Reply.TalkGoesOn>();
        Quiet(Poster);

        Say("b", "back");
        Assert.Equal(["post-n-2", "post-n-3"], Shown(2).Keys.Order());
        Done("b");
        Press(new Intent.MoveDraft("post-n", 2, DraftMove.Create));
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Press(new Intent.MoveDraft("gone", 2, DraftMove.Create));
        Assert.Equal(TalkHint.NoDraft, ExpectMsg<Reply.Hint>().What);
        Quiet(Poster);
    }

    [Fact]
    public void Created_by_a_button_pressed_twice_it_is_one_ticket()
    {
        Summary();
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));

        ExpectMsg<Reply.TalkGoesOn>();
        ExpectMsg<Reply.TalkGoesOn>();
        Creation();
        Quiet(Redmine);
    }

    [Fact]
    public void The_same_offer_taken_twice_is_one_draft()
    {
        Press(new Intent.BeginDraft("post-x", "Fix the tap in project Demo @bob"));
        Press(new Intent.BeginDraft("post-x", "Fix the tap in project Demo @bob"));

        Shown(1);
        ExpectMsg<Reply.TalkGoesOn>();
        ExpectMsg<Reply.TalkGoesOn>();
        Quiet(Poster);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_offer_taken_again_after_its_draft_was_dropped_writes_new_posts(bool isRestarted)
    {
        var offer = new Intent.BeginDraft("post-x", "Fix the tap in project Demo @bob");
        Press(offer);
        Assert.Equal(["post-x-1"], Shown(1).Keys);
        ExpectMsg<Reply.TalkGoesOn>();
        Say("c", "cancel");
        Assert.Equal(["post-x-1", "said-c"], Shown(2).Keys.Order());
        Done("c");
        if (isRestarted)
            Restart();

        Press(offer);

        Assert.Equal("Fix the tap", Assert.IsType<Reply.Summary>(Shown(1)["post-x-2"]).Card.Subject);
        ExpectMsg<Reply.TalkGoesOn>();
        Press(new Intent.MoveDraft("post-x", 1, DraftMove.Create));
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        // It can only have been pressed if its buttons stand there still.
        if (isRestarted)
            Assert.Equal(["post-x-1"], Shown(1).Keys);
        Quiet(Poster);
        Press(new Intent.MoveDraft("post-x", 2, DraftMove.Create));
        ExpectMsg<Reply.TalkGoesOn>();
        Creation();
    }

    [Fact]
    public void A_draft_left_for_a_day_is_put_aside_and_offered_with_the_next()
    {
        Summary();
        Settle();
        Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(TalkHint.NoDraft, Assert.IsType<Reply.Hint>(Answered("b", "back")).What);
        Say("n", "new: Wash the car");
        var shown = Shown(2);
        Assert.Equal(["post-s", "Fix the tap"], Assert.IsType<Reply.Hint>(shown["post-n-0-left"]).Details);
        Assert.Equal("project", Assert.IsType<Reply.Asked>(shown["post-n-1"]).Question.Field);
        Done("n");

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        Assert.Equal(TalkHint.UnfinishedDraft, ExpectMsg<Reply.Hint>().What);
        Press(new Intent.MoveDraft("post-s", 0, DraftMove.Resume));
        Assert.Equal("Fix the tap", Assert.IsType<Reply.Summary>(Shown(1)["post-s-2"]).Card.Subject);
        ExpectMsg<Reply.TalkGoesOn>();
        Settle();
        Say("y", "yes");
        Shown(1);
        Assert.Equal("Fix the tap", Creation().Ticket.Subject);
    }

    [Fact]
    public void A_draft_that_was_put_aside_can_be_given_up_by_its_own_button()
    {
        Summary();
        Say("n", "new: Wash the car");
        Shown(2);
        Done("n");

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Cancel));

        Assert.Equal(TalkHint.DraftDropped, Assert.IsType<Reply.Hint>(Shown(1)["post-s-1"]).What);
        ExpectMsg<Reply.TalkGoesOn>();
        Press(new Intent.MoveDraft("post-s", 0, DraftMove.Resume));
        ExpectMsg<Reply.TalkGoesOn>();
        Quiet(Poster);
        // What is talked about by now goes on.
        Say("p", "demo");
        Assert.Contains("post-n-2", Shown(2).Keys);
    }

    [Fact]
    public void A_button_of_a_draft_left_for_a_day_still_works()
    {
        Summary();
        Settle();
        Clock.Advance(TimeSpan.FromHours(30));

        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));

        ExpectMsg<Reply.TalkGoesOn>();
        Creation();
    }

    [Fact]
    public void A_list_is_checked_and_one_without_project_asks_for_it()
    {
        var checkedList = Assert.IsType<Reply.Asked>(Answered("l", "1. Buy @bob\n2. Sell", "post-l-1"));
        Assert.Equal("project", checkedList.Question.Field);
        Say("a", "demo");
        var shown = Shown(2);
        Assert.Equal("Demo", Assert.IsType<Reply.Asked>(shown["post-l-1"]).Question.Answer);
        Assert.Equal(["Buy", "Sell"], Assert.IsType<Reply.BatchChecked>(shown["post-l"]).Preview.Good.Select(g => g.Subject));
        Done("a");
        Restart();

        Say("a", "demo");

        Assert.IsType<Reply.BatchChecked>(Shown(1)["post-l"]);
        Done("a");
    }
}
