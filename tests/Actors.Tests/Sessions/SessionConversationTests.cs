using Akka.Actor;
using Akka.Cluster.Sharding;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Tickets;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

public sealed class SessionConversationTests : SessionConversationSpec
{
    [Fact]
    public void What_one_answer_is_checked_against_is_looked_up_once()
    {
        Summary();
        while (People.HasMessages)
            People.ReceiveOne();

        Say("c", "change due in 5 days");
        Shown(2);
        Done("c");

        List<object> asked = [];
        while (People.HasMessages)
            asked.Add(People.ReceiveOne());
        Assert.Equal(["@bob"], Assert.Single(asked.OfType<PeopleDirectory.FindAssignees>()).People);
    }

    [Fact]
    public void A_message_has_ended_when_its_answer_stands()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var (show, asker) = Wanted(1)["post-s-1"];
        Quiet(Inbox);

        asker.Tell(new Poster.Shown(show, new("post")));

        Assert.Equal(LinkOutcome.Nothing, Done("s").Outcome);
    }

    [Fact]
    public void References_in_what_was_said_become_links_afterwards()
    {
        Say("p1", "what?", null, 7);
        Shown(1);

        Assert.Equal([new TicketId(7)], Assert.IsType<RedmineCall.SeeTickets>(Redmine.FishForMessage<RedmineGate.Ask>(_ => true).Call).Tickets);
        Quiet(Inbox);
    }

    [Fact]
    public void While_Mattermost_is_away_the_answer_waits_for_it()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        foreach (var why in new[] { PosterFailure.Away, PosterFailure.Busy, PosterFailure.Unauthorized })
        {
            var (show, asker) = Wanted(1)["post-s-1"];
            asker.Tell(new Poster.Failed(show, why));
            asker.Tell(new Identify(1), TestActor);
            FishForMessage<ActorIdentity>(_ => true);
            Poster.ExpectNoMsg(TimeSpan.Zero);
            Quiet(Inbox);
            Advance(TimeSpan.FromSeconds(20));
        }

        Shown(1);
        Done("s");
    }

    [Fact]
    public void What_Mattermost_refuses_for_good_ends_too()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var (show, asker) = Wanted(1)["post-s-1"];

        EventFilter.Warning(contains: "can't be answered").ExpectOne(() => asker.Tell(new Poster.Failed(show, PosterFailure.Forbidden)));

        Done("s");
    }

    [Fact]
    public void In_the_middle_of_a_question_the_session_may_leave_and_come_back()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Session.Tell(ReceiveTimeout.Instance);
        var passivate = Parent.FishForMessage<Passivate>(_ => true);
        Watch(Session);
        Session.Tell(passivate.StopMessage);
        FishForMessage<Terminated>(_ => true);
        Restart();

        Say("a", "dem");

        var shown = Shown(2);
        Assert.Equal("Demo", Assert.IsType<Reply.Asked>(shown["post-n-1"]).Question.Answer);
        Assert.IsType<Reply.Summary>(shown["post-n-2"]);
        Done("a");
    }

    [Fact]
    public void A_session_that_owes_an_answer_does_not_leave()
    {
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var (show, asker) = Wanted(1)["post-s-1"];
        Session.Tell(ReceiveTimeout.Instance);
        Quiet(Parent);

        asker.Tell(new Poster.Shown(show, new("post")));
        Done("s");
        Session.Tell(ReceiveTimeout.Instance);
        Parent.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Past_the_bound_what_is_said_is_left_to_the_inbox_and_presses_are_refused()
    {
        RedmineIsSilent = true;
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        var read = Redmine.ExpectMsg<CatalogMessage.Read>();
        for (var i = 0; i < 41; i++)
            Say($"p{i}", "thanks");
        Press(new Intent.BeginDraft("x", "y"));
        Assert.Equal(RefusalReason.BridgeBusy, ExpectMsg<Reply.Refusal>().Reason);

        RedmineIsSilent = false;
        Session.Tell(new CatalogMessage.Failed(read.Tag, new RedmineAnswer.Unreachable("gone")));

        Assert.Equal(RefusalReason.RedmineAway, Assert.IsType<Reply.Refusal>(Shown(1)["said-s"]).Reason);
        var done = Inbox.ReceiveN(41).Cast<LinkInbox.Done>().Select(d => d.Post.Value).ToArray();
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"p{i}").Append("s").Order(), done.Order());
        Say("p40", "thanks");
        Done("p40");
    }

    [Fact]
    public void Who_has_no_account_hears_how_to_get_one_but_help_is_for_all()
    {
        Login = null;

        Assert.Equal(RefusalReason.NotMapped, Assert.IsType<Reply.Refusal>(Answered("s", "Fix the tap @bob")).Reason);
        Assert.Equal(RefusalReason.NotMapped, Assert.IsType<Reply.Refusal>(Answered("o", "what?")).Reason);
        Assert.Equal(RefusalReason.NotMapped, Assert.IsType<Reply.Help>(Answered("h", "help")).Obstacle?.Reason);
        Press(new Intent.BeginDraft("x", "y"));
        Assert.Equal(RefusalReason.NotMapped, ExpectMsg<Reply.Refusal>().Reason);
        Say("k", "thanks");
        Done("k");
        Quiet(Poster);
    }

    [Fact]
    public void Whom_Mattermost_does_not_know_is_not_answered()
    {
        Nobody = PosterFailure.NotFound;
        Say("s", "Fix the tap @bob");

        Assert.Equal(LinkOutcome.Nothing, Done("s").Outcome);
        Quiet(Poster);
    }

    [Fact]
    public void While_Mattermost_does_not_say_who_it_is_what_was_said_is_held()
    {
        Nobody = PosterFailure.Away;
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        Press(new Intent.BeginDraft("x", "y"));
        Assert.Equal(RefusalReason.MattermostAway, ExpectMsg<Reply.Refusal>().Reason);
        Quiet(Inbox);

        Nobody = null;
        Say("s", "Fix the tap in project Demo @bob tomorrow");
        Inbox.ExpectMsg<LinkInbox.Waiting>();
        Shown(1);
        Done("s");
    }

    [Fact]
    public void To_be_rescheduled_without_a_day_asks_for_one()
    {
        Summary();
        Say("r", "reschedule");

        var shown = Shown(2);
        Assert.Equal("due_date", Assert.IsType<Reply.Asked>(shown["post-s-2"]).Question.Field);
        Done("r");
    }

    [Theory]
    [InlineData("new")]
    [InlineData("New!")]
    public void A_choice_may_be_named_like_a_command(string typed)
    {
        Summary();
        Say("c", "change status");
        Shown(2);
        Done("c");

        Say("n", typed);

        var shown = Shown(2);
        Assert.Contains(Assert.IsType<Reply.Summary>(shown["post-s-3"]).Card.Facts, f => f.Text == "New");
        Done("n");
    }

    [Theory]
    [InlineData("project", "project")]
    [InlineData("проект", "project")]
    [InlineData("status", "status")]
    public void The_field_to_change_may_be_named_like_a_command(string typed, string field)
    {
        Summary();
        Say("c", "change");
        Shown(2);
        Done("c");

        Say("n", typed);

        Assert.Equal(field, Assert.IsType<Reply.Asked>(Shown(2)["post-s-3"]).Question.Field);
        Done("n");
    }

    [Fact]
    public void A_command_that_names_no_choice_is_one()
    {
        Summary();
        Say("c", "change status");
        Shown(2);
        Done("c");

        Assert.IsType<Reply.Help>(Answered("h", "help"));
        Say("n", "new: Wash the car");
        Assert.Equal(["post-n-0-left", "post-n-1"], Shown(2).Keys.Order());
        Done("n");
    }

    [Theory]
    [InlineData("Good", "Good")]
    [InlineData("отлично!", "Отлично")]
    public void A_choice_may_be_named_like_a_kindness(string typed, string chosen)
    {
        Catalog = Choices.Catalog with { Priorities = [.. Choices.Catalog.Priorities, new(5, "Good", false, true), new(6, "Отлично", false, true), new(7, "High", false, true)] };
        Summary();
        Say("c", "change priority");
        Shown(2);
        Done("c");

        Say("n", typed);

        Assert.Contains(Assert.IsType<Reply.Summary>(Shown(2)["post-s-3"]).Card.Facts, f => f.Text == chosen);
        Done("n");
    }

    [Fact]
    public void A_dash_says_that_it_is_nobody()
    {
        Assert.Contains(Summary().Facts, f => f.Text == "@bob");
        Say("c", "change assignee");
        Shown(2);
        Done("c");

        Say("n", "-");

        Assert.DoesNotContain(Assert.IsType<Reply.Summary>(Shown(2)["post-s-3"]).Card.Facts, f => f.Text == "@bob");
        Done("n");
    }

    [Theory]
    [InlineData("change priority", "hi")]
    [InlineData("change priority", "thanks!")]
    [InlineData("change assignee", ":+1:")]
    [InlineData("change assignee", "hello bot")]
    [InlineData("change due date", "-")]
    [InlineData("change", "great")]
    public void A_kindness_that_is_no_answer_stays_unanswered(string command, string typed)
    {
        Catalog = Choices.Catalog with { Priorities = [.. Choices.Catalog.Priorities, new(7, "High", false, true)] };
        Summary();
        Say("c", command);
        Shown(2);
        Done("c");

        Say("k", typed);

        Done("k");
        Quiet(Poster);
    }
}
