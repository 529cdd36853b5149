using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Tests.Support;
using CatalogMessage = RedmineBridge.Actors.Redmine.Catalogs.Catalog;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A person who talks to the bot. Redmine's choices and the people are known at once; what the bot writes and ends is looked at.</summary>
public abstract class SessionConversationSpec : ActorSpec
{
    protected static readonly UserId Alice = new("alice0000000000000000000000");
    protected static readonly ChannelId Direct = new("direct000000000000000000000");

    /// <summary>Who can be named.</summary>
    protected Dictionary<string, Assignee> Named { get; } = new()
    {
        ["@alice"] = new Assignee.Known("alice", new(Choices.Alice, "alice", "Alice", false)),
        ["@bob"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob", false)),
    };

    /// <summary>Of whatever project is asked for; null for the usual ones.</summary>
    protected IReadOnlyList<Member>? Members { get; set; }

    protected SessionConversationSpec(string more = "")
        : base(more)
    {
        People = CreateTestProbe();
        Redmine = CreateTestProbe();
        Poster = CreateTestProbe();
        Inbox = CreateTestProbe();
        Parent = CreateTestProbe();
        Parent.IgnoreMessages(m => m is SessionDoor.Recovered or SessionDoor.Stops);
        People.SetAutoPilot(new Pilot(this));
        Redmine.SetAutoPilot(new Pilot(this));
        Session = Start();
    }

    protected TestProbe People { get; }

    protected TestProbe Redmine { get; }

    protected TestProbe Poster { get; }

    protected TestProbe Inbox { get; }

    protected TestProbe Parent { get; }

    private protected UnfinishedInMemory Unfinished { get; } = new();

    protected IActorRef Session { get; private set; }

    protected RedmineLogin? Login { get; set; } = new("alice.smith");

    /// <summary>Null: who says it is known.</summary>
    protected PosterFailure? Nobody { get; set; }

    protected bool RedmineIsSilent { get; set; }

    /// <summary>What can be chosen from.</summary>
    private protected RedmineCatalog Catalog { get; set; } = Choices.Catalog;

    protected void Say(string id, string text, DateTimeOffset? at = null, params int[] tickets) => Session.Tell(Post(id, text, at, tickets));

    protected LinkInbox.LinkPost Post(string id, string text, DateTimeOffset? at = null, params int[] tickets) => new(
        Alice, new(id), 0, new(Direct, null), at ?? Clock.GetUtcNow(), [.. tickets.Select(t => new Actors.Tickets.TicketId(t))], [], [])
    {
        Said = new(text, SaidIn.DirectMessage),
    };

    protected void Press(Intent intent) => Session.Tell(new SessionDoor.Command(intent, new(Door.Button, Alice, Direct, null)), TestActor);

    /// <summary>The next posts that the bot wants written, by name.</summary>
    protected Dictionary<string, (Poster.Show Show, IActorRef Asker)> Wanted(int count)
    {
        Dictionary<string, (Poster.Show, IActorRef)> all = [];
        for (var i = 0; i < count; i++)
        {
            var show = Poster.ExpectMsg<Poster.Show>();
            all.Add(show.ReplyId, (show, Poster.LastSender));
        }

        return all;
    }

    /// <summary>The same; they are written.</summary>
    protected Dictionary<string, Reply> Shown(int count)
    {
        var all = Wanted(count);
        foreach (var (show, asker) in all.Values)
            asker.Tell(new Poster.Shown(show, new("post")));
        return all.ToDictionary(a => a.Key, a => a.Value.Show.Reply);
    }

    /// <summary>One message and its one answer.</summary>
    protected Reply Answered(string id, string text, string? replyId = null)
    {
        Say(id, text);
        var (name, reply) = Assert.Single(Shown(1));
        Assert.Equal(replyId ?? $"said-{id}", name);
        Done(id);
        return reply;
    }

    protected LinkInbox.Done Done(string id)
    {
        var done = Inbox.ExpectMsg<LinkInbox.Done>();
        Assert.Equal(new PostId(id), done.Post);
        return done;
    }

    /// <summary>A draft whose summary stands: <c>post-s-1</c>, or <c>post-s-2</c> where the project was chosen.</summary>
    protected DraftCard Summary(string id = "s", string text = "Fix the tap in project Demo @bob tomorrow") =>
        Assert.IsType<Reply.Summary>(Answered(id, text, $"post-{id}-1")).Card;

    /// <summary>Redmine is asked for a ticket.</summary>
    private protected RedmineCall.CreateTicket Creation() => Assert.IsType<RedmineCall.CreateTicket>(Redmine.FishForMessage<RedmineGate.Ask>(_ => true).Call);

    protected void Quiet(TestProbe probe)
    {
        Settle();
        probe.ExpectNoMsg(TimeSpan.Zero);
    }

    protected void Settle()
    {
        // Each round lets one more answer of the others come in.
        for (var i = 0; i < 10; i++)
        {
            Session.Tell(new Identify(0), TestActor);
            FishForMessage<ActorIdentity>(_ => true);
        }
    }

    protected void Restart()
    {
        Watch(Session);
        Sys.Stop(Session);
        FishForMessage<Terminated>(_ => true);
        Session = Start();
    }

    private IActorRef Start() => 
        Parent.ChildActorOf(SessionProps.Of(Alice, new(Language.English), Clock, People, Redmine, formatter: Parent, Poster, Inbox, unfinished: Unfinished), SupervisorStrategy.DefaultStrategy);

    private TicketChoices Known(int? membersOf)
    {
        var (_, person, members) = Choices.Of(membersOf);
        return new(Catalog, person, members is not null && Members is { } others ? members with { People = others } : members);
    }

    /// <summary>Answers what has but one answer.</summary>
    private sealed class Pilot(SessionConversationSpec spec) : AutoPilot
    {
        public override AutoPilot Run(IActorRef sender, object message)
        {
            object? answer = message switch
            {
                PeopleDirectory.Resolve resolve when spec.Nobody is { } why => new PeopleDirectory.Unresolved(resolve.User, why),
                PeopleDirectory.Resolve resolve => new PeopleDirectory.Resolved(
                    new(resolve.User, "alice", Language.English, TimeZoneInfo.Utc, spec.Login, spec.Login is null ? RefusalReason.NotMapped : null)),
                PeopleDirectory.FindMapped find => new PeopleDirectory.AssigneesFound(find.Tag, spec.Named),
                PeopleDirectory.FindAssignees find => new PeopleDirectory.AssigneesFound(
                    find.Tag, find.People.ToDictionary(p => p, p => spec.Named.GetValueOrDefault(p) ?? new Assignee.Stranger(p))),
                CatalogMessage.Read read when !spec.RedmineIsSilent => new CatalogMessage.Known(read.Tag, spec.Known(read.MembersOf)),
                _ => null,
            };
            if (answer is not null)
                sender.Tell(answer);
            return AutoPilot.KeepRunning;
        }
    }
}
