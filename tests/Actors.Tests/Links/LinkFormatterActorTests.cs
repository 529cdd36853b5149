using Akka.Actor;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Links;

public sealed class LinkFormatterActorTests : ActorSpec
{
    [Fact]
    public void Who_waits_for_a_text_on_which_it_fails_hears_so_and_the_next_one_has_its_links()
    {
        var redmine = new Uri("https://redmine.example.org/");
        var formatter = Sys.ActorOf(Props.Create(() => new LinkFormatterActor(redmine)));
        HashSet<TicketId> visible = [new(1)];

        EventFilter.Exception<NullReferenceException>().ExpectOne(() =>
            formatter.Tell(new LinkFormatter.Format(1, "see #t1", null!, visible, 100), TestActor));
        formatter.Tell(new LinkFormatter.Format(2, "see #t1", visible, new HashSet<TicketId>(), 100), TestActor);

        Assert.Equal((1, LinkTextOutcome.Failed), ExpectMsg<LinkFormatter.Formatted>() is { } failed ? (failed.Tag, failed.Result.Outcome) : default);
        Assert.Equal((2, LinkTextOutcome.Linked), ExpectMsg<LinkFormatter.Formatted>() is { } linked ? (linked.Tag, linked.Result.Outcome) : default);
    }
}
