using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>The ticket is made, and nobody says so.</summary>
public abstract class LostAnswerSpec(RedmineUnderTest redmine) : ClientSpec(redmine)
{
    [SkippableTheory]
    [InlineData(CutWire.End.Reset, false)]
    [InlineData(CutWire.End.Close, false)]
    [InlineData(CutWire.End.Reset, true)]
    [InlineData(CutWire.End.Close, true)]
    public async Task Creation_without_an_answer_is_unknown_and_is_found_by_its_mark(CutWire.End end, bool onAUsedConnection)
    {
        await using var wire = new CutWire(Redmine.Url);
        using var api = new RedmineApi(wire.Url, Redmine.AdminKey);
        if (onAUsedConnection)
            Assert.IsType<RedmineAnswer.KeyChecked>(await api.SendAsync(new RedmineCall.CheckKey(), CancellationToken.None));
        var (mark, asked) = await Marked();
        wire.Ending = end;

        Assert.IsType<RedmineAnswer.OutcomeUnknown>(await api.SendAsync(Create("alice", asked), CancellationToken.None));

        Assert.Equal(1, wire.Posts);
        await AssertMade(mark, asked);
    }

    [SkippableFact]
    public async Task Creation_that_is_given_up_is_found_by_its_mark()
    {
        await using var wire = new CutWire(Redmine.Url) { Ending = CutWire.End.Silence };
        using var api = new RedmineApi(wire.Url, Redmine.AdminKey);
        var (mark, asked) = await Marked();
        using var patience = new CancellationTokenSource();
        var answer = api.SendAsync(Create("alice", asked), patience.Token);
        await wire.AnswerBegan;
        await patience.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => answer);
        await AssertMade(mark, asked);
    }

    [SkippableFact]
    public async Task Creation_that_reaches_nobody_has_not_happened()
    {
        using var api = new RedmineApi(new("http://127.0.0.1:9"), Redmine.AdminKey);
        Assert.IsType<RedmineAnswer.Unreachable>(await api.SendAsync(Create("alice", new() { Project = 1, Subject = "x" }), CancellationToken.None));
        using var nowhere = new RedmineApi(new("http://redmine.invalid"), Redmine.AdminKey);
        Assert.IsType<RedmineAnswer.Unreachable>(await nowhere.SendAsync(Create("alice", new() { Project = 1, Subject = "x" }), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Reading_without_an_answer_has_changed_nothing()
    {
        await using var wire = new CutWire(Redmine.Url) { Ending = CutWire.End.Reset };
        using var api = new RedmineApi(wire.Url, Redmine.AdminKey);
        Assert.IsType<RedmineAnswer.Unreachable>(await api.SendAsync(new RedmineCall.ReadCatalog(), CancellationToken.None));
    }

    private async Task<(string Mark, NewTicket Ticket)> Marked()
    {
        var mark = Unique();
        return (mark, await Ticket("demo") with { Description = $"text\n\n{mark}" });
    }

    private async Task AssertMade(string mark, NewTicket asked)
    {
        var made = Assert.Single(await Found(new MarkSearch.InDescriptions(mark, null)));
        Assert.Equal((asked.Subject, asked.Description, await Redmine.UserId("alice")), (made.Subject, made.Description, made.Author.Id));
    }

    public sealed class OnStandIn(StandIn redmine) : LostAnswerSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : LostAnswerSpec(redmine), IClassFixture<RealRedmine>;
}
