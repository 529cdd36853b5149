using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>Nothing is created for an assignee who is known by name alone before the person has seen for whom they are taken.</summary>
public sealed class SessionByNameTests : SessionConversationSpec
{
    private const string Asked = "Is @bob Bob Fisher in Redmine?";
    private const int Other = 30;

    private static readonly FormValues Form =
        FormValues.None.With("project", "1").With("tracker", "1").With("subject", "Fix the tap").With("assignee", "@bob").With("description", "It leaks");

    public SessionByNameTests()
    {
        Named["@bob"] = new Assignee.NotConnected("bob", FullName.Of("Bob", "Fisher"));
        BobIs(Choices.Bob);
    }

    [Fact]
    public void A_form_goes_on_in_the_direct_message_where_it_is_asked()
    {
        Press(new Intent.SubmitForm("f1", FormKind.Ticket, Form));
        Assert.True(ExpectMsg<Reply.TalkGoesOn>().Asks);
        var card = Assert.IsType<Reply.Summary>(Shown(1)["f1-1"]).Card;
        Assert.StartsWith(Asked, card.ByName, StringComparison.Ordinal);
        Assert.Contains(card.Facts, f => f.Text == "It leaks");
        // Sent twice it is the same draft.
        Press(new Intent.SubmitForm("f1", FormKind.Ticket, Form));
        ExpectMsg<Reply.TalkGoesOn>();
        Quiet(Poster);

        Press(new Intent.MoveDraft("f1", 1, DraftMove.Create));

        Assert.False(ExpectMsg<Reply.TalkGoesOn>().Asks);
        Assert.Equal((Choices.Bob, "Fix the tap"), (Creation().Ticket.Assignee, "Fix the tap"));
    }

    [Fact]
    public void A_form_that_Redmine_refused_is_asked_about_once_more()
    {
        Press(new Intent.SubmitForm("f1", FormKind.Ticket, Form));
        Shown(1);
        Press(new Intent.MoveDraft("f1", 1, DraftMove.Create));
        var ask = (RedmineGate.Ask)Redmine.FishForMessage<RedmineGate.Ask>(a => a.Call is RedmineCall.CreateTicket);
        Session.Tell(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.Invalid(["Subject is not to Redmine's taste"])), TestActor);
        Poster.FishForMessage<Actors.Chat.Poster.Show>(s => s.Reply is Reply.Created);

        Press(new Intent.SubmitForm("f1", FormKind.Ticket, Form.With("subject", "Mend the tap")));

        var card = Assert.IsType<Reply.Summary>(Poster.FishForMessage<Actors.Chat.Poster.Show>(s => s.Reply is Reply.Summary { Card.IsClosed: false }).Reply).Card;
        Assert.Equal(("Mend the tap", 2), (card.Subject, card.Number));
        Assert.StartsWith(Asked, card.ByName, StringComparison.Ordinal);
    }

    [Fact]
    public void When_somebody_else_bears_the_name_by_now_a_yes_is_no_consent()
    {
        Assert.StartsWith(Asked, Summary().ByName, StringComparison.Ordinal);
        BobIs(Other);

        Say("y", "yes");

        Assert.Equal(["post-s-1", "post-s-2"], Shown(2).Keys.Order());
        Done("y");
        Say("y2", "yes");
        Assert.Equal(Other, Creation().Ticket.Assignee);
    }

    [Fact]
    public void What_was_shown_is_remembered_through_a_restart_and_for_no_other_ticket()
    {
        Summary();
        Restart();
        Say("y", "yes");
        Assert.Equal(Choices.Bob, Creation().Ticket.Assignee);
        Poster.ReceiveWhile<object>(TimeSpan.FromMilliseconds(50), m => m);

        Say("s2", "Fix the lamp in project Demo @bob tomorrow");

        Assert.StartsWith(Asked, Assert.IsType<Reply.Summary>(Wanted(1)["post-s2-1"].Show.Reply).Card.ByName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_preview_of_a_list_asks_and_asks_again_when_it_is_another(bool isForm)
    {
        const string Tasks = "1. Buy @bob\n2. Sell";
        var id = isForm ? "b1" : "post-l";
        if (isForm)
            Press(new Intent.SubmitForm("b1", FormKind.Batch, FormValues.None.With("project", "1").With("tasks", Tasks)));
        else
            Say("l", Tasks + " in project Demo");
        if (!isForm)
        {
            // A list names no project; it is asked for.
            Shown(1);
            Done("l");
            Say("p", "Demo");
        }

        Assert.Equal(["Bob Fisher", null], Preview());
        BobIs(Other);
        Press(new Intent.CreateBatch(id));
        Assert.Equal(["Bob Fisher", null], Preview());
        Assert.False(Redmine.HasMessages && Redmine.ReceiveWhile<object>(TimeSpan.FromMilliseconds(50), m => m).OfType<RedmineGate.Ask>().Any());
        Press(new Intent.CreateBatch(id));
        Assert.Equal(Other, Creation().Ticket.Assignee);

        IEnumerable<string?> Preview()
        {
            var show = Poster.FishForMessage<Actors.Chat.Poster.Show>(s => s.Reply is Reply.BatchChecked);
            Assert.Equal(id, show.ReplyId);
            Poster.Reply(new Actors.Chat.Poster.Shown(show, new("post")));
            Settle();
            return ((Reply.BatchChecked)show.Reply).Preview.Lines.Select(l => l.ByName);
        }
    }

    private void BobIs(int id) => Members = [new(Choices.Alice, "Alice Morgan", [3]), new(id, "Bob Fisher", [3])];
}
