using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>Something makes a handler throw: it is ended itself, and all else goes on as if nothing had happened.</summary>
public sealed class SessionFaultsTests : SessionConversationSpec
{
    private static readonly SessionDoor.Command Poison = new(
        new Intent.OpenForm(FormKind.Ticket, ""), new(Door.SlashCommand, Alice, ChannelProjectsInMemory.Poison, null));

    private static readonly (PostId, LinkOutcome)[] Expected =
        [(new("p1"), LinkOutcome.Linked), (new("p2"), LinkOutcome.Linked), (new("x"), LinkOutcome.SetAside)];

    private readonly List<(string Name, Reply Reply)> _shown = [];

    public SessionFaultsTests() => Poster.SetAutoPilot(new Wiring((sender, message) =>
    {
        if (message is Poster.WriteLinks write)
            sender.Tell(new Poster.LinksWritten(write, LinkWriting.Edited, 7, [.. write.Visible], write.Post == new PostId("x") ? null! : []));
        if (message is not Poster.Show show)
            return;
        _shown.Add((show.ReplyId, show.Reply));
        sender.Tell(new Poster.Shown(show, new("post")));
    }));

    [Fact]
    public void A_post_on_which_it_fails_is_set_aside_the_third_time_and_the_others_are_linked()
    {
        Link("p1", 1);
        Link("x", 9);
        Link("p2", 2);
        Settle();

        EventFilter.Error(contains: "Post x is set aside").ExpectOne(() =>
        {
            SeeAll();
            Assert.Equal(Expected, new[] { Ended(), Ended(), Ended() }.OrderBy(e => e.Post.Value));
        });
        Quiet(Inbox);
    }

    [Fact]
    public void Where_several_were_looked_up_together_each_is_tried_alone()
    {
        Link("p1", 1);
        Link("x", 9);
        Link("p2", 2);

        EventFilter.Error(contains: "is set aside").ExpectOne(() =>
        {
            SeeAll(poison: 9);
            Assert.Equal(Expected, new[] { Ended(), Ended(), Ended() }.OrderBy(e => e.Post.Value));
        });
    }

    [Fact]
    public void What_was_said_and_makes_it_fail_is_answered_once_and_what_was_said_after_it_too()
    {
        RedmineIsSilent = true;
        Say("a", "new: Fix the tap");
        var read = Redmine.ExpectMsg<CatalogMessage.Read>();
        Session.Tell(Post("x", "new: Fix the door") with { Place = new(ChannelProjectsInMemory.Poison, null) });
        Say("b", "demo");
        Settle();
        RedmineIsSilent = false;

        EventFilter.Error(contains: "Post x is set aside").ExpectOne(() =>
            Session.Tell(new CatalogMessage.Known(read.Tag, Choices.Of(read.MembersOf))));

        var ended = Inbox.ReceiveN(3).Cast<LinkInbox.Done>().ToDictionary(d => d.Post.Value, d => d.Outcome);
        Assert.Equal((LinkOutcome.Nothing, LinkOutcome.SetAside, LinkOutcome.Nothing), (ended["a"], ended["x"], ended["b"]));
        var refusal = Assert.IsType<Reply.Refusal>(Assert.Single(_shown, s => s.Name == "said-x").Reply);
        Assert.Equal((RefusalReason.OurFault, "x"), (refusal.Reason, Assert.Single(refusal.Details)));
        // It answered the question that the first one had led to.
        Assert.Contains(_shown, s => s.Name == "post-a-2");
    }

    [Fact]
    public void A_command_on_which_it_fails_is_answered_and_another_one_has_its_answer()
    {
        var other = CreateTestProbe();
        Session.Tell(Command(new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20)), other);
        var before = Redmine.ExpectMsg<RedmineGate.Ask>();
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        EventFilter.Error(contains: "has failed on OpenForm").ExpectOne(() => Session.Tell(Poison, TestActor));

        var refusal = ExpectMsg<Reply.Refusal>();
        Assert.Equal(RefusalReason.OurFault, refusal.Reason);
        Assert.Single(refusal.Details);
        var again = Redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.NotEqual(before.Tag, again.Tag);
        // What was asked for before fits to nothing any more.
        Session.Tell(new RedmineGate.Answered(before.Tag, before.Call, new RedmineAnswer.Busy()));
        Session.Tell(new RedmineGate.Answered(again.Tag, again.Call, new RedmineAnswer.TicketsListed(new(TicketList.AssignedToMe, 1, 20, 0, []))));
        other.ExpectMsg<Reply.Tickets>();
        other.ExpectNoMsg(TimeSpan.Zero);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void One_that_is_not_restarted_answers_who_waits_and_gives_back_its_posts()
    {
        var door = CreateTestProbe();
        var parent = Sys.ActorOf(Props.Create(() => new StopsWhatFails(door.Ref)));
        parent.Tell(new Child(SessionProps.Of(Alice, new(Language.English), Clock, People, Redmine, formatter: Parent, Poster, Inbox)), TestActor);
        var session = ExpectMsg<IActorRef>();
        RedmineIsSilent = true;
        session.Tell(Reference("p1", 1));
        session.Tell(Post("s", "new: Fix the tap"));
        session.Tell(Command(new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20)), TestActor);
        Redmine.ReceiveN(3);

        EventFilter.Error(contains: "has failed on").ExpectOne(() => session.Tell(Poison, ActorRefs.NoSender));

        Assert.Equal(RefusalReason.OurFault, ExpectMsg<Reply.Refusal>().Reason);
        Assert.Equal(RefusalReason.OurFault, ((Reply.Refusal)Poster.ExpectMsg<Poster.Show>().Reply).Reason);
        Assert.Equal((new PostId("s"), LinkOutcome.Refused), Ended());
        Assert.Equal(RefusalReason.OurFault, door.FishForMessage<SessionDoor.Stops>(_ => true).Refusal.Reason);
        Assert.Equal(new PostId("p1"), door.ExpectMsg<LinkInbox.LinkPost>().Post);
    }

    private static SessionDoor.Command Command(Intent intent) => new(intent, new(Door.SlashCommand, Alice, new("dev00000000000000000000000"), null));

    private LinkInbox.LinkPost Reference(string id, int ticket) => Post(id, "", at: null, ticket) with { Said = null };

    private void Link(string id, int ticket) => Session.Tell(Reference(id, ticket));

    /// <summary>Redmine answers what it is asked about tickets; on one of them its answer is nothing that the code reckons with.</summary>
    private void SeeAll(int? poison = null)
    {
        var pilot = new Wiring((sender, message) =>
        {
            if (message is RedmineGate.Ask { Call: RedmineCall.SeeTickets see } ask)
                sender.Tell(new RedmineGate.Answered(ask.Tag, see, new RedmineAnswer.TicketsSeen(see.Tickets.Any(t => t.Value == poison) ? null! : see.Tickets.ToHashSet())));
        });
        Redmine.SetAutoPilot(pilot);
        foreach (var asked in Redmine.ReceiveWhile<RedmineGate.Ask>(TimeSpan.FromMilliseconds(200), m => (m as RedmineGate.Ask)!))
            pilot.Run(Redmine.LastSender, asked);
    }

    private (PostId Post, LinkOutcome Outcome) Ended()
    {
        var done = Inbox.ExpectMsg<LinkInbox.Done>();
        return (done.Post, done.Outcome);
    }

    private sealed class Wiring(Action<IActorRef, object> react) : AutoPilot
    {
        public override AutoPilot Run(IActorRef sender, object message)
        {
            react(sender, message);
            return AutoPilot.KeepRunning;
        }
    }

    private sealed record Child(Props Props) : INoSerializationVerificationNeeded;

    private sealed class StopsWhatFails : ReceiveActor
    {
        public StopsWhatFails(IActorRef seen)
        {
            Receive<Child>(child => Sender.Tell(Context.ActorOf(child.Props)));
            ReceiveAny(seen.Forward);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
    }
}
