using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Tickets;

public sealed class TicketDifferenceTests
{
    private static readonly NewTicket Asked = new()
    {
        Project = 1,
        Tracker = 2,
        Status = 3,
        Priority = 4,
        Subject = "subject",
        Description = "text",
        Assignee = 5,
        StartDate = new(2026, 11, 24),
        DueDate = new(2026, 12, 24),
        EstimatedHours = 1.5m,
        DoneRatio = 10,
        CustomFields = [new(1, ["a", "b"]), new(2, ["c"])],
    };

    private static readonly CreatedTicket Made = new(
        new(7), new(1, "Demo"), new(2, "Feature"), new(3, "New"), new(4, "High"), new(9, "Alice"), "subject", new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero))
    {
        Assignee = new(5, "Bob"),
        Description = "text",
        StartDate = new(2026, 11, 24),
        DueDate = new(2026, 12, 24),
        EstimatedHours = 1.5m,
        DoneRatio = 10,
        CustomFields = [new(1, ["b", "a"]), new(2, ["c"]), new(3, ["default"])],
    };

    public static TheoryData<NewTicket, CreatedTicket, TicketDifference> Otherwise => new()
    {
        { Asked, Made with { Project = new(8, "Other") }, new TicketDifference.OfChoice(TicketField.Project, 1, new(8, "Other")) },
        { Asked, Made with { Tracker = new(1, "Bug") }, new TicketDifference.OfChoice(TicketField.Tracker, 2, new(1, "Bug")) },
        { Asked, Made with { Status = new(1, "New") }, new TicketDifference.OfChoice(TicketField.Status, 3, new(1, "New")) },
        { Asked, Made with { Priority = new(1, "Low") }, new TicketDifference.OfChoice(TicketField.Priority, 4, new(1, "Low")) },
        { Asked, Made with { Assignee = null }, new TicketDifference.OfChoice(TicketField.Assignee, 5, null) },
        { Asked, Made with { Subject = "other" }, new TicketDifference.OfText(TicketField.Subject, "subject", "other") },
        { Asked, Made with { Description = "" }, new TicketDifference.OfText(TicketField.Description, "text", "") },
        { Asked, Made with { StartDate = null }, new TicketDifference.OfDate(TicketField.StartDate, new(2026, 11, 24), null) },
        { Asked, Made with { DueDate = new(2027, 1, 1) }, new TicketDifference.OfDate(TicketField.DueDate, new(2026, 12, 24), new(2027, 1, 1)) },
        { Asked, Made with { EstimatedHours = null }, new TicketDifference.OfNumber(TicketField.EstimatedHours, 1.5m, null) },
        { Asked, Made with { DoneRatio = 0 }, new TicketDifference.OfNumber(TicketField.DoneRatio, 10, 0) },
        { Asked, Made with { CustomFields = [Made.CustomFields[0]] }, new TicketDifference.OfCustomField(Asked.CustomFields[1], null) },
        {
            Asked, Made with { CustomFields = [new(1, ["a"]), new(2, ["c"])] },
            new TicketDifference.OfCustomField(Asked.CustomFields[0], new(1, ["a"]))
        },
    };

    [Fact]
    public void What_was_made_as_asked_differs_in_nothing()
    {
        Assert.Empty(TicketDifference.Between(Asked, Made));
        Assert.Empty(TicketDifference.Between(Asked with { EstimatedHours = 1.333m }, Made with { EstimatedHours = 1.33m }));
        Assert.Empty(TicketDifference.Between(Asked with { CustomFields = [new(8, [])] }, Made));
    }

    [Fact]
    public void What_was_not_asked_for_differs_in_nothing() =>
        Assert.Empty(TicketDifference.Between(new() { Project = 1, Subject = "subject" }, Made));

    [Theory]
    [MemberData(nameof(Otherwise))]
    public void What_was_made_otherwise_is_told(NewTicket asked, CreatedTicket made, TicketDifference expected) =>
        Assert.Equal(expected, Assert.Single(TicketDifference.Between(asked, made)));
}
