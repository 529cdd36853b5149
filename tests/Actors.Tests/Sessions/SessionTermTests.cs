using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>What of a person's history is old when.</summary>
public sealed class SessionTermTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Origin Origin = new(Door.DirectMessage, new("u1"), new("c1"), null);

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void A_draft_is_kept_for_thirty_days_after_it_was_touched(int days, bool isKept)
    {
        var state = After(new DraftKept(Draft("d1"), null, Noon), new DraftPutAside("d1", Noon), new DraftKept(Draft("d2"), null, Noon));

        var now = state.Apply(new HistoryTrimmed(Noon.AddDays(days), IsAll: false));

        Assert.Equal((isKept ? "d2" : null, isKept ? 1 : 0), (now.Conversation.Draft?.Id, now.Conversation.Aside.Count));
        Assert.Equal(isKept, now.Conversation.OldestAt is not null);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void What_was_created_and_told_is_kept_for_three_days(int days, bool isKept)
    {
        var state = After(Requested("r1"), new CreationSettled("r1", 1, null, ["no"], Noon), new CreationTold("r1", Noon));

        Assert.Equal(isKept, state.Apply(new HistoryTrimmed(Noon.AddDays(days), IsAll: false)).Creations.Find("r1") is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_not_created_or_not_told_yet_is_kept_however_old(bool isSettled)
    {
        var state = After(Requested("r1"));
        if (isSettled)
            state = state.Apply(new CreationSettled("r1", 1, null, ["no"], Noon));

        Assert.NotNull(state.Apply(new HistoryTrimmed(Noon.AddDays(400), IsAll: false)).Creations.Find("r1"));
        // It is looked at each day.
        Assert.Equal(Noon.AddDays(401), state.NextTrim(Noon.AddDays(400)));
    }

    [Theory]
    [InlineData(89, true)]
    [InlineData(90, false)]
    public void Whoever_is_not_heard_of_for_ninety_days_is_forgotten(int days, bool isKnown)
    {
        var state = After(new ReasonTold(RefusalReason.RedmineAway, Noon), Requested("r1"), new CreationSettled("r1", 1, null, ["no"], Noon), new CreationTold("r1", Noon));

        var now = state.Apply(new HistoryTrimmed(Noon.AddDays(days), IsAll: false));

        Assert.Equal((isKnown ? 7 : null, isKnown), (now.Creations.LastProject, now.NextTrim(Noon.AddDays(days)) is not null));
        Assert.Equal(isKnown, now.Tell(RefusalReason.RedmineAway, Noon) is null);
    }

    [Fact]
    public void All_is_forgotten_where_that_is_asked_for()
    {
        var state = After(new DraftKept(Draft("d1"), new("p1"), Noon), new ListTaken("b1", FormValues.None, Origin, Noon)).Apply(new HistoryTrimmed(Noon, IsAll: true));

        Assert.Equal((null, null, 0, null), (state.Conversation.Draft, state.Creations.FindBatch("b1"), state.Conversation.AnsweredPosts.Count, state.NextTrim(Noon)));
    }

    [Fact]
    public void Looked_through_is_a_history_when_something_in_it_gets_old()
    {
        Assert.Null(SessionState.New.NextTrim(Noon));
        Assert.Equal(Noon.AddDays(90), After(new ReasonTold(RefusalReason.RedmineAway, Noon)).NextTrim(Noon));
        var drafts = After(new DraftKept(Draft("d1"), null, Noon), new DraftPutAside("d1", Noon), new DraftKept(Draft("d2") with { TouchedAt = Noon.AddDays(5) }, null, Noon.AddDays(5)));
        Assert.Equal(Noon.AddDays(30), drafts.NextTrim(Noon.AddDays(5)));
        var later = drafts.Apply(new HistoryTrimmed(Noon.AddDays(30), IsAll: false));
        Assert.Equal((Noon.AddDays(35), "d2"), (later.NextTrim(Noon.AddDays(30)), later.Conversation.Draft?.Id));
    }

    private static SessionState After(params ISessionEvent[] history) => history.Aggregate(SessionState.New, (s, e) => s.Apply(e));

    private static Draft Draft(string id) => new(id, FormKind.Ticket, FormValues.None.With("subject", id), Origin, Noon);

    private static CreationRequested Requested(string id) => new(
        id, FormKind.Ticket, "Demo", false, 5, [new RequestedTicket(1, "Task", new() { Project = 7, Subject = "Task" }, null)], FormValues.None, Origin, Noon);
}
