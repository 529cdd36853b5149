using System.Text;
using Akka.Actor;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Serialization;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A state that was stored whole is the one that its events make.</summary>
public sealed class SessionSnapshotTests : ActorSpec
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Origin Origin = new(Door.DirectMessage, new("u1"), new("c1"), null);

    /// <summary>A history in which everything happens.</summary>
    private static readonly ISessionEvent[] History =
    [
        new ReasonTold(RefusalReason.NotMapped, Noon),
        new ReasonGone(RefusalReason.NotMapped, Noon.AddMinutes(1)),
        new ReasonTold(RefusalReason.RedmineAway, Noon.AddMinutes(2)),
        new HistoryTrimmed(Noon.AddMinutes(3), IsAll: false),
        new DraftKept(Draft("d1"), new("p1"), Noon),
        new DraftPutAside("d1", Noon),
        new DraftKept(Draft("d2") with { Asked = "assignee", AskedKind = FieldKind.Person, Number = 2, Quote = new("bob", "It drips", false) }, new("p2"), Noon),
        new DraftPutAside("d2", Noon),
        new DraftKept(Draft("d3"), null, Noon),
        new DraftDropped("d3", new("p3"), Noon),
        new DraftDropped("d2", null, Noon),
        new DraftKept(Draft("d1") with { Number = 4 }, new("p4"), Noon),
        new ListTaken("b1", FormValues.None.With("tasks", "1. Buy"), Origin, Noon),
        new ListTaken("b2", FormValues.None.With("tasks", "2. Sell"), Origin, Noon),
        Requested("b1", 1, 2, 3),
        new CreationSending("b1", 1, "m1", Noon.AddSeconds(-3), 1, Noon),
        new CreationSending("b1", 1, "m1", Noon.AddSeconds(40), 2, Noon),
        new CreationSettled("b1", 1, new(new(9), new(1, "P"), new(2, "T"), new(3, "S"), new(4, "N"), new(5, "A"), "Task 1", Noon), [], Noon),
        new CreationSending("b1", 2, "m2", Noon, 1, Noon),
        new CreationSettled("b1", 2, null, ["Redmine is gone"], Noon) { Refusal = RefusalReason.ProjectGone },
        new CreationSending("b1", 3, "m3", Noon, 1, Noon),
        Requested("d1", 1),
        new CreationSettled("b1", 3, null, ["no"], Noon),
        new CreationTold("b1", Noon),
        new CreationSending("d1", 1, "m4", Noon, 1, Noon),
    ];

    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, History.Length + 1)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_was_stored_after_any_event_comes_back_as_it_was(int events)
    {
        var state = History.Take(events).Aggregate(SessionState.New, (s, e) => s.Apply(e));
        var serializer = new BridgeSerializer((ExtendedActorSystem)Sys);
        var stored = serializer.ToBinary(state.ToSnapshot());

        var back = SessionState.From((SessionSnapshot)serializer.FromBinary(stored, "session-1"));

        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(serializer.ToBinary(back.ToSnapshot())));
        // And what happens next makes the same of both.
        var (gone, came) = (History.Skip(events).Aggregate(state, (s, e) => s.Apply(e)), History.Skip(events).Aggregate(back, (s, e) => s.Apply(e)));
        Assert.Equal(Encoding.UTF8.GetString(serializer.ToBinary(gone.ToSnapshot())), Encoding.UTF8.GetString(serializer.ToBinary(came.ToSnapshot())));
        Assert.Equal(
            (gone.Creations.Next?.Line.Sending, gone.Creations.LastProject, gone.Conversation.Draft?.Id, gone.Conversation.AnsweredWith(new("p3")), gone.Conversation.LastNumber("d2")),
            (came.Creations.Next?.Line.Sending, came.Creations.LastProject, came.Conversation.Draft?.Id, came.Conversation.AnsweredWith(new("p3")), came.Conversation.LastNumber("d2")));
    }

    private static Draft Draft(string id) => new(id, FormKind.Ticket, FormValues.None.With("subject", $"Subject of {id}"), Origin, Noon) { Wanted = ["due_date"], Answered = ["subject"] };

    private static CreationRequested Requested(string id, params int[] numbers) => new(
        id, numbers.Length > 1 ? FormKind.Batch : FormKind.Ticket, "Demo", false, 5,
        [.. numbers.Select(n => new RequestedTicket(n, $"{n}. Task", new() { Project = 1, Subject = $"Task {n}" }, null))], FormValues.None, Origin, Noon);
}
