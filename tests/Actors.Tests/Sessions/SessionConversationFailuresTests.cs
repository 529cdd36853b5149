using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A conversation while something beside it fails, and one that begins with a mention.</summary>
public sealed class SessionConversationFailuresTests() : SessionConversationSpec(FailingJournal.Settings)
{
    private static readonly ChannelId Dev = new("dev00000000000000000000000");

    [Fact]
    public void What_can_not_be_written_down_is_refused_and_not_said_again()
    {
        Watch(Session);
        EventFilter.Error(contains: "Failed to persist").ExpectOne(() => Say("s", $"{FailingJournal.Subject} in project Demo @bob"));

        var show = Poster.ExpectMsg<Poster.Show>();
        Assert.Equal("said-s", show.ReplyId);
        Assert.Equal(RefusalReason.StoreAway, Assert.IsType<Reply.Refusal>(show.Reply).Reason);
        Assert.Equal(LinkOutcome.Refused, Done("s").Outcome);
        ExpectTerminated(Session);
        Restart();
        Assert.Equal(TalkHint.NoDraft, Assert.IsType<Reply.Hint>(Answered("b", "back")).What);
    }

    [Fact]
    public void A_summary_can_be_confirmed_until_that_is_written_down()
    {
        Summary();
        Unfinished.Fails = true;
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));
        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
        Quiet(Poster);

        Unfinished.Fails = false;
        Press(new Intent.MoveDraft("post-s", 1, DraftMove.Create));

        ExpectMsg<Reply.TalkGoesOn>();
        Assert.True(Assert.IsType<Reply.Summary>(Shown(1)["post-s-1"]).Card.IsClosed);
        Assert.Equal("Fix the tap", Creation().Ticket.Subject);
    }

    [Fact]
    public void What_waited_behind_it_is_refused_with_it_and_the_person_hears_so_once()
    {
        RedmineIsSilent = true;
        Say("s", $"{FailingJournal.Subject} in project Demo @bob");
        Say("t", "what?");
        Press(new Intent.BeginDraft("x", "y"));
        var read = Redmine.ExpectMsg<CatalogMessage.Read>();
        RedmineIsSilent = false;

        EventFilter.Error(contains: "Failed to persist").ExpectOne(() => Session.Tell(new CatalogMessage.Known(read.Tag, Choices.Of(read.MembersOf))));

        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
        Assert.Equal("said-t", Poster.ExpectMsg<Poster.Show>().ReplyId);
        Assert.Equal([LinkOutcome.Refused, LinkOutcome.Refused], [Done("s").Outcome, Done("t").Outcome]);
        Poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Who_confirms_what_can_not_be_written_down_hears_so_and_nothing_is_sent()
    {
        var values = FormValues.None.With("project", "1").With("tracker", "1").With("subject", FailingJournal.Subject);
        EventFilter.Error(contains: "Failed to persist").ExpectOne(() => Press(new Intent.SubmitForm("form-1", FormKind.Ticket, values)));

        Assert.Equal(RefusalReason.StoreAway, ExpectMsg<Reply.Refusal>().Reason);
        Assert.DoesNotContain(Redmine.ReceiveWhile<object>(TimeSpan.FromMilliseconds(100), m => m), m => m is RedmineGate.Ask { Call: RedmineCall.CreateTicket });
    }

    [Fact]
    public void A_turn_that_is_begun_anew_is_not_done_twice()
    {
        RedmineIsSilent = true;
        Say("s", "Fix the tap in project Demo @bob");
        var first = Redmine.ExpectMsg<CatalogMessage.Read>();
        // Meanwhile Mattermost doesn't say any more who it is.
        Settle();
        Clock.Advance(TimeSpan.FromMinutes(1));
        Nobody = PosterFailure.Away;
        Press(new Intent.BeginDraft("x", "y"));
        Assert.Equal(RefusalReason.MattermostAway, ExpectMsg<Reply.Refusal>().Reason);
        Nobody = null;
        Say("s", "Fix the tap in project Demo @bob");
        Inbox.ExpectMsg<LinkInbox.Waiting>();
        var second = Redmine.ExpectMsg<CatalogMessage.Read>();
        RedmineIsSilent = false;

        Session.Tell(new CatalogMessage.Known(first.Tag, Choices.Of(first.MembersOf)));
        Session.Tell(new CatalogMessage.Known(second.Tag, Choices.Of(second.MembersOf)));

        Shown(1);
        Done("s");
        Quiet(Poster);
    }

    [Fact]
    public void An_answer_that_is_overtaken_is_not_written_over_the_newer_one()
    {
        Say("n", "new: Fix the tap");
        var (asked, asker) = Wanted(1)["post-n-1"];
        asker.Tell(new Poster.Failed(asked, PosterFailure.Away));
        asker.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
        Say("a", "demo");
        var shown = Shown(2);
        Assert.NotNull(((Reply.Asked)shown["post-n-1"]).Question.Answer);

        Settle();
        Advance(TimeSpan.FromSeconds(5));

        Settle();
        Assert.DoesNotContain(
            Poster.ReceiveWhile<object>(TimeSpan.FromMilliseconds(100), m => m), m => m is Poster.Show { Reply: Reply.Asked { Question.Answer: null } });
    }

    [Fact]
    public void A_command_is_asked_once_and_its_answer_waits_for_Mattermost()
    {
        Say("m", "mine");
        var list = Redmine.ExpectMsg<RedmineGate.Ask>();
        Say("k", "thanks");
        Done("k");
        Session.Tell(new RedmineGate.Answered(list.Tag, list.Call, new RedmineAnswer.Unreachable("status 502")));
        var (show, asker) = Wanted(1)["said-m"];
        asker.Tell(new Poster.Failed(show, PosterFailure.Away));
        asker.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(RefusalReason.RedmineAway, Assert.IsType<Reply.Refusal>(Shown(1)["said-m"]).Reason);
        Done("m");
        Quiet(Redmine);
    }

    [Fact]
    public void A_mention_in_a_thread_quotes_what_the_thread_is_about()
    {
        Mention("m", "", root: "r", SaidIn.PublicChannel);
        Read("r", "bob", "The door squeaks\nbadly");

        var shown = Shown(1);
        var asked = Assert.IsType<Reply.Asked>(shown["post-m-1"]);
        Assert.Equal("project", asked.Question.Field);
        Done("m");
        Say("a", "demo");
        var card = Assert.IsType<Reply.Summary>(Shown(2)["post-m-2"]).Card;
        Assert.Equal(("The door squeaks", true, "The door squeaks\nbadly"), (card.Subject, card.IsQuoted, card.Quote));
        Done("a");

        Press(new Intent.MoveDraft("post-m", 2, DraftMove.LeaveQuote));
        Assert.False(Assert.IsType<Reply.Summary>(Shown(1)["post-m-2"]).Card.IsQuoted);
        ExpectMsg<Reply.TalkGoesOn>();
        Press(new Intent.MoveDraft("post-m", 2, DraftMove.Create));
        ExpectMsg<Reply.TalkGoesOn>();
        Assert.DoesNotContain("bob", Creation().Ticket.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_some_could_read_is_quoted_by_nobody_but_the_person()
    {
        Mention("m", "Fix the door in project Demo @bob", root: "r", SaidIn.PrivateChannel);
        Read("r", "bob", "The door squeaks");

        Assert.False(Assert.IsType<Reply.Summary>(Shown(1)["post-m-1"]).Card.IsQuoted);
        Done("m");
    }

    [Theory]
    [InlineData(PosterFailure.NotFound)]
    [InlineData(PosterFailure.Away)]
    public void A_thread_that_can_not_be_read_is_not_quoted(PosterFailure why)
    {
        Mention("m", "Fix the door in project Demo @bob", root: "r", SaidIn.PublicChannel);
        var read = Poster.ExpectMsg<Poster.ReadPost>();
        Session.Tell(new Poster.Failed(read, why));

        Assert.Null(Assert.IsType<Reply.Summary>(Shown(1)["post-m-1"]).Card.IsQuoted);
        Done("m");
    }

    [Fact]
    public void A_mention_that_says_nothing_asks_for_help()
    {
        Mention("m", "", root: null, SaidIn.PublicChannel);

        Assert.IsType<Reply.Help>(Shown(1)["said-m"]);
        Done("m");
    }

    [Fact]
    public void A_mention_does_not_answer_the_question_in_the_direct_message()
    {
        Answered("n", "new: Fix the tap", "post-n-1");
        Mention("m", "demo", root: null, SaidIn.PublicChannel);
        Read("m", "alice", "@redmine demo");

        Assert.Equal(["post-m-0-left", "post-m-1"], Shown(2).Keys.Order());
        Done("m");
    }

    private void Mention(string id, string text, string? root, SaidIn where) => Session.Tell(Post(id, text) with
    {
        Place = new(Dev, root is null ? null : new PostId(root)),
        Said = new(text, where),
    });

    private void Read(string post, string author, string text)
    {
        var read = Poster.ExpectMsg<Poster.ReadPost>();
        Assert.Equal(new PostId(post), read.Post);
        Poster.Reply(new Poster.PostRead(read, author, text, "https://chat.example.org/_redirect/pl/x"));
    }
}
