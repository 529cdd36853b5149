using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class ConversationStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Origin Origin = new(Door.DirectMessage, new("alice"), new("direct"), null);

    [Fact]
    public void The_draft_that_was_kept_last_is_what_is_talked_about()
    {
        var state = After(Kept("a", "p1"), Kept("a", "p2", number: 2));

        Assert.Equal(("a", 2), (state.Draft!.Id, state.Draft.Number));
        Assert.Empty(state.Aside);
        Assert.Equal("a", state.AnsweredWith(new("p1")));
        Assert.Equal("a", state.AnsweredWith(new("p2")));
        Assert.Null(state.AnsweredWith(new("p3")));
        Assert.Equal("a-2", state.Draft.ReplyId);
    }

    [Fact]
    public void What_is_put_aside_is_found_and_taken_up_again()
    {
        var aside = After(Kept("a"), new DraftPutAside("a", Noon), Kept("b"));
        Assert.Equal("b", aside.Draft!.Id);
        Assert.Equal(["a"], aside.Aside.Select(d => d.Id));
        Assert.Equal("a", aside.Find("a")?.Id);
        Assert.Equal("b", aside.Find("b")?.Id);
        Assert.Null(aside.Find("c"));

        var again = aside.Apply(new DraftPutAside("b", Noon)).Apply(Kept("a", number: 2));
        Assert.Equal(("a", 2), (again.Draft!.Id, again.Draft.Number));
        Assert.Equal(["b"], again.Aside.Select(d => d.Id));
    }

    [Fact]
    public void What_is_not_open_cannot_be_put_aside()
    {
        var state = After(Kept("a"), new DraftPutAside("b", Noon));

        Assert.Equal("a", state.Draft!.Id);
        Assert.Empty(state.Aside);
    }

    [Theory]
    [InlineData("dropped")]
    [InlineData("requested")]
    [InlineData("taken")]
    public void A_draft_ends_wherever_it_is(string how)
    {
        var open = After(Kept("b"), new DraftPutAside("b", Noon), Kept("a"));

        var state = open.Apply(Ending(how, "a"));
        Assert.Null(state.Draft);
        Assert.Equal(["b"], state.Aside.Select(d => d.Id));
        state = open.Apply(Ending(how, "b"));
        Assert.Equal("a", state.Draft!.Id);
        Assert.Empty(state.Aside);
        Assert.Equal("a", open.Apply(Ending(how, "c")).Draft!.Id);
    }

    [Fact]
    public void The_message_that_dropped_a_draft_is_answered() =>
        Assert.Equal("a", After(Kept("a"), new DraftDropped("a", new PostId("p9"), Noon)).AnsweredWith(new("p9")));

    [Fact]
    public void A_button_answers_no_message()
    {
        var state = After(Kept("a", "p1"), Kept("a"), new DraftDropped("a", null, Noon));

        Assert.Equal("a", state.AnsweredWith(new("p1")));
    }

    [Fact]
    public void Of_the_messages_only_the_last_ones_are_remembered()
    {
        var state = After([.. Enumerable.Range(1, 65).Select(i => Kept("a", $"p{i}"))]);

        Assert.Null(state.AnsweredWith(new("p1")));
        Assert.Equal("a", state.AnsweredWith(new("p2")));
        Assert.Equal("a", state.AnsweredWith(new("p65")));
    }

    [Fact]
    public void Of_what_was_put_aside_only_the_last_ones_are_kept()
    {
        var state = After([.. Enumerable.Range(1, 12).SelectMany(i => new ISessionEvent[] { Kept($"d{i}"), new DraftPutAside($"d{i}", Noon) })]);

        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"d{i}"), state.Aside.Select(d => d.Id));
        Assert.Null(state.Draft);
    }

    [Theory]
    [InlineData("dropped")]
    [InlineData("requested")]
    [InlineData("taken")]
    public void Where_a_draft_has_ended_the_next_of_its_id_counts_on(string how)
    {
        var state = After(Kept("a", number: 4), Ending(how, "a"), Ending(how, "a"));
        Assert.Equal(4, state.LastNumber("a"));
        Assert.Equal(0, state.LastNumber("b"));

        Assert.Equal(7, state.Apply(Kept("a", number: 7)).Apply(Ending(how, "a")).LastNumber("a"));
        Assert.Equal(3, After(Kept("b", number: 3), new DraftPutAside("b", Noon), Ending(how, "b")).LastNumber("b"));
    }

    [Fact]
    public void Of_the_drafts_that_have_ended_only_the_last_ones_are_remembered()
    {
        var state = After([.. Enumerable.Range(1, 65).SelectMany(i => new[] { Kept($"d{i}"), Ending("dropped", $"d{i}") })]);

        Assert.Equal([0, 1, 1], new[] { 1, 2, 65 }.Select(i => state.LastNumber($"d{i}")));
    }

    [Fact]
    public void What_was_put_aside_too_long_ago_has_ended_too()
    {
        var state = After([.. Enumerable.Range(1, 11).SelectMany(i => new ISessionEvent[] { Kept($"d{i}", number: i + 1), new DraftPutAside($"d{i}", Noon) })]);

        Assert.Equal((2, 0), (state.LastNumber("d1"), state.LastNumber("d2")));
    }

    [Theory]
    [InlineData("p1", "a", true)]
    [InlineData(null, "a", false)]
    [InlineData("p1", "b", false)]
    public void The_message_that_ends_a_draft_is_remembered_with_it(string? post, string draftId, bool isHeard)
    {
        var state = After(Kept("a"));

        var after = state.HeardLast(post is null ? null : new PostId(post), draftId, Noon).Aggregate(state, (s, e) => s.Apply(e)).Apply(Ending("requested", draftId));

        Assert.Equal(isHeard ? "a" : null, after.AnsweredWith(new("p1")));
    }

    [Fact]
    public void Other_events_change_nothing() =>
        Assert.Same(ConversationState.New, ConversationState.New.Apply(new ReasonTold(RefusalReason.NotMapped, Noon)));

    [Fact]
    public void The_persons_state_knows_of_both()
    {
        var state = SessionState.New.Apply(Kept("a")).Apply(Ending("requested", "a"));

        Assert.Null(state.Conversation.Draft);
        Assert.NotNull(state.Creations.Find("a"));
    }

    private static ConversationState After(params ISessionEvent[] happened) => happened.Aggregate(ConversationState.New, (state, e) => state.Apply(e));

    private static DraftKept Kept(string id, string? post = null, int number = 1) =>
        new(new Draft(id, FormKind.Ticket, FormValues.None, Origin, Noon) { Number = number }, post is null ? null : new PostId(post), Noon);

    private static ISessionEvent Ending(string how, string id) => how switch
    {
        "dropped" => new DraftDropped(id, null, Noon),
        "requested" => new CreationRequested(id, FormKind.Ticket, "Demo", false, 5, [], FormValues.None, Origin, Noon),
        _ => new ListTaken(id, FormValues.None, Origin, Noon),
    };
}
