using Akka.Actor;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>Two devices of one person answer in the same moment: the first counts, and the second hears that it came too late.</summary>
public sealed class SessionConversationRacesTests : SessionConversationSpec
{
    private static readonly Intent Demo = new Intent.AnswerDraft("post-n", 1, "project", ["1"]);
    private static readonly Intent Secret = new Intent.AnswerDraft("post-n", 1, "project", ["2"]);

    [Fact]
    public void Two_buttons()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Press(Demo);
        Press(Secret);

        ExpectMsg<Reply.TalkGoesOn>();
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Assert.Equal("Demo", Assert.IsType<Reply.Asked>(Shown(2)["post-n-1"]).Question.Answer);
    }

    [Fact]
    public void A_word_then_a_button()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Say("a", "demo");
        Press(Secret);

        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Assert.Equal("Demo", Assert.IsType<Reply.Asked>(Shown(2)["post-n-1"]).Question.Answer);
        Done("a");
    }

    [Fact]
    public void A_button_that_is_worked_on_then_a_word()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        AskedOfRedmine();
        RedmineIsSilent = true;
        Press(Demo);
        var read = Redmine.FishForMessage<CatalogMessage.Read>(_ => true);
        Say("a", "2");
        Settle();
        RedmineIsSilent = false;
        Session.Tell(new CatalogMessage.Known(read.Tag, Choices.Of(read.MembersOf)));

        var shown = Shown(3);
        Assert.Equal(TalkHint.AlreadyAnswered, Assert.IsType<Reply.Hint>(shown["said-a"]).What);
        Assert.Equal("Demo", Assert.IsType<Reply.Asked>(shown["post-n-1"]).Question.Answer);
        Done("a");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Yes_and_the_button_are_one_ticket(bool isSaidFirst)
    {
        Summary();
        if (isSaidFirst)
            Say("y", "yes");
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        if (!isSaidFirst)
            Say("y", "yes");

        ExpectMsg<Reply.TalkGoesOn>();
        Shown(1);
        Done("y");
        Creation();
        Quiet(Redmine);
    }

    [Fact]
    public void Cancel_after_create_hears_that_it_is_too_late()
    {
        Summary();
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Cancel));

        ExpectMsg<Reply.TalkGoesOn>();
        Assert.Equal(TalkHint.AlreadyAnswered, ExpectMsg<Reply.Hint>().What);
        Creation();
    }

    [Fact]
    public void Create_after_cancel_hears_that_the_draft_is_gone()
    {
        Summary();
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Cancel));
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));

        ExpectMsg<Reply.TalkGoesOn>();
        Assert.Equal(TalkHint.NoDraft, ExpectMsg<Reply.Hint>().What);
        Assert.DoesNotContain(AskedOfRedmine(), m => m is RedmineGate.Ask);
    }

    private List<object> AskedOfRedmine()
    {
        Settle();
        List<object> all = [];
        while (Redmine.HasMessages)
            all.Add(Redmine.ReceiveOne(TimeSpan.Zero));
        return all;
    }
}
