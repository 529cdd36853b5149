using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Links;

namespace RedmineBridge.Gateway.Tests.Listening;

/// <summary>What is said to the bot where links are switched off.</summary>
public sealed class InboxTalkWithoutLinksTests() : InboxSpec(takesReferences: false)
{
    [Fact]
    public void With_links_switched_off_what_is_said_is_still_heard()
    {
        Listening();
        Live(Post("p1", 1_100, "see #t1"));
        Live(Post("p2", 1_200, "@redmine see #t1"));

        var sent = Sessions.ExpectMsg<LinkInbox.LinkPost>();
        Assert.Equal((new PostId("p2"), "see #t1"), (sent.Post, sent.Said?.Text));
        Assert.Empty(sent.Tickets);
        Inbox.Tell(new LinkInbox.Done(sent.Post, 0, LinkOutcome.Nothing, 0, [], []));
        Save();
        Assert.Equal(1_200, Store.Cursors[Dev]);
    }
}
