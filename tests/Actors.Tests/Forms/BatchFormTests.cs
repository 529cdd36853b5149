using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Forms;

public sealed class BatchFormTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Dictionary<string, Assignee> People = new()
    {
        ["@bob"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob", false)),
        ["@carl"] = new Assignee.NotMapped("carl"),
    };

    [Fact]
    public void Every_line_is_checked_and_good_ones_become_tickets()
    {
        var context = Context("Monday:\n1. Buy sausages @bob 09.05.27\n2. Call @carl\n3. Old 01.01.2020\n4. Two @bob @carl\n5. Plain", "1");

        Assert.Empty(BatchForm.ProblemsOf(context));
        var (preview, tickets) = BatchForm.Check(context, "b1");

        Assert.Equal(["Monday:"], preview.Skipped);
        Assert.Equal([2, 6], preview.Good.Select(l => l.Number));
        Assert.Equal([3, 4, 5], preview.Bad.Select(l => l.Number));
        Assert.Equal([1, 5], tickets.Select(t => t.Number));
        Assert.Equal(("Buy sausages", Choices.Bob, new DateOnly(2027, 5, 9), Today, "bob"),
            (tickets[0].Ticket.Subject, tickets[0].Ticket.Assignee!.Value, tickets[0].Ticket.DueDate!.Value, tickets[0].Ticket.StartDate!.Value, tickets[0].Assignee));
        Assert.Equal("1. Buy sausages @bob 09.05.27", tickets[0].Source);
    }

    [Theory]
    [InlineData("", "1", "tasks")]
    [InlineData("1. Buy", "", "project")]
    [InlineData("1. Buy", "99", "project")]
    [InlineData("1. Buy", "3", "project")]
    public void What_is_wrong_with_the_whole_is_said_at_its_field(string tasks, string project, string field) =>
        Assert.Equal([field], BatchForm.ProblemsOf(Context(tasks, project)).Keys);

    [Fact]
    public void People_are_named_once() =>
        Assert.Equal(["@bob", "@carl"], BatchForm.PeopleIn(FormValues.None.With("tasks", "1. A @bob\n2. B @carl\n3. C @bob"), Today));

    private static TicketFormContext Context(string tasks, string project) => new(
        Choices.Of(Choices.Demo), FormValues.None.With("tasks", tasks).With("project", project), Language.English, Today, null, People);
}
