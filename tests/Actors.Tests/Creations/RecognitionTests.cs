using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Creations;

public sealed class RecognitionTests
{
    private const int Alice = 5;
    private const int Field = 10;

    private static readonly DateTimeOffset Sent = new(2026, 11, 24, 9, 30, 15, TimeSpan.Zero);
    private static readonly string Mark = CreationMark.Of("f1", 1).Value;
    private static readonly NewTicket Asked = new() { Project = 1, Tracker = 2, Subject = "Fix the tap", Description = "Room 5" };

    /// <summary>As Redmine made what was asked, without a mark.</summary>
    private static readonly CreatedTicket Made = new(
        new(77), new(1, "Demo"), new(2, "Feature"), new(1, "New"), new(4, "Normal"), new(Alice, "Alice"), "Fix the tap", Sent) { Description = "Room 5" };

    private static readonly CreatedTicket WithLine = Made with { Description = $"Room 5\n\nFrom Mattermost: https://chat ({Mark})" };
    private static readonly CreatedTicket WithValue = Made with { CustomFields = [new(Field, [Mark])] };

    public static TheoryData<string, MarkCarrier, CreatedTicket, bool> Tickets => new()
    {
        { "the line", MarkCarrier.Description, WithLine, true },
        { "the line of a ticket that was moved and renamed", MarkCarrier.Description, Elsewhere(WithLine), true },
        { "another's copy", MarkCarrier.Description, WithLine with { Author = new(6, "Bob") }, false },
        { "an equal ticket without a line", MarkCarrier.Description, Made, false },
        { "a longer mark", MarkCarrier.Description, Made with { Description = Mark + "1" }, false },
        { "what is another line's", MarkCarrier.Description, WithLine with { Id = new(70) }, false },
        { "the value", MarkCarrier.Field, WithValue, true },
        { "the value in a ticket that was moved and renamed", MarkCarrier.Field, Elsewhere(WithValue), true },
        { "another's copy", MarkCarrier.Field, WithValue with { Author = new(6, "Bob") }, false },
        { "another value", MarkCarrier.Field, Made with { CustomFields = [new(Field, [CreationMark.Of("f1", 2).Value])] }, false },
        { "the value in another field", MarkCarrier.Field, Elsewhere(Made) with { CustomFields = [new(Field + 1, [Mark])] }, false },
        { "the value was dropped with the field", MarkCarrier.Field, Made, true },
        { "the value was dropped from the field", MarkCarrier.Field, Made with { CustomFields = [new(Field, [""])] }, true },
        { "a moved ticket whose value was dropped", MarkCarrier.Field, Elsewhere(Made), false },
        { "an equal ticket", MarkCarrier.Nothing, Made, true },
        { "an equal ticket with blanks at its end", MarkCarrier.Nothing, Made with { Description = "Room 5\n" }, true },
        { "other fields may differ", MarkCarrier.Nothing, Made with { Status = new(2, "Assigned"), Assignee = new(6, "Bob"), CustomFields = [new(3, ["x"])] }, true },
        { "another's", MarkCarrier.Nothing, Made with { Author = new(6, "Bob") }, false },
        { "another subject", MarkCarrier.Nothing, Made with { Subject = "Fix the tap!" }, false },
        { "another description", MarkCarrier.Nothing, Made with { Description = "Room 6" }, false },
        { "another project", MarkCarrier.Nothing, Made with { Project = new(2, "Secret") }, false },
        { "another tracker", MarkCarrier.Nothing, Made with { Tracker = new(1, "Bug") }, false },
        { "what is another line's", MarkCarrier.Nothing, Made with { Id = new(70) }, false },
    };

    [Theory]
    [MemberData(nameof(Tickets))]
    public void A_ticket_is_recognized_by_what_was_sent(string why, MarkCarrier carrier, CreatedTicket found, bool expected)
    {
        var (request, line) = Lost(carrier);

        Assert.Equal((why, expected), (why, Recognition.Among([found], request, line, id => id.Value == 70) is not null));
    }

    [Theory]
    [InlineData(MarkCarrier.Description)]
    [InlineData(MarkCarrier.Field)]
    [InlineData(MarkCarrier.Nothing)]
    public void Of_a_ticket_and_its_copies_the_first_one_counts(MarkCarrier carrier)
    {
        var (request, line) = Lost(carrier);
        var made = carrier switch { MarkCarrier.Description => WithLine, MarkCarrier.Field => WithValue, _ => Made };

        Assert.Equal(new TicketId(77), Recognition.Among([made with { Id = new(79) }, made, made with { Id = new(78) }], request, line, _ => false)?.Id);
    }

    [Fact]
    public void A_mark_counts_before_an_equal_ticket_without_one()
    {
        var (request, line) = Lost(MarkCarrier.Field);

        Assert.Equal(new TicketId(78), Recognition.Among([Made, Elsewhere(WithValue) with { Id = new(78) }], request, line, _ => false)?.Id);
    }

    [Theory]
    [InlineData(MarkCarrier.Description)]
    [InlineData(MarkCarrier.Field)]
    [InlineData(MarkCarrier.Nothing)]
    public void It_is_looked_for_from_its_first_attempt_on(MarkCarrier carrier)
    {
        var (request, line) = Lost(carrier);
        MarkSearch expected = carrier == MarkCarrier.Description
            ? new MarkSearch.InDescriptions(Mark, Sent.AddSeconds(-2))
            : new MarkSearch.ByAuthor(Alice, Sent.AddSeconds(-2));

        Assert.Equal(expected, Recognition.SearchFor(request, line));
    }

    private static CreatedTicket Elsewhere(CreatedTicket made) => made with { Project = new(2, "Secret"), Subject = "Renamed" };

    /// <summary>Sent twice, and nobody knows what became of it.</summary>
    private static (CreationState.Request Request, CreationState.Line Line) Lost(MarkCarrier carrier)
    {
        RequestedTicket ticket = new(1, "Fix the tap", Asked, null) { Carrier = carrier, MarkField = carrier == MarkCarrier.Field ? Field : null };
        return CreationState.New
            .Apply(new CreationRequested("f1", FormKind.Ticket, "Demo", false, Alice, [ticket], FormValues.None, new(Door.Dialog, new("u1"), new("c1"), null), Sent))
            .Apply(new CreationSending("f1", 1, Mark, Sent, 1, Sent))
            .Apply(new CreationSending("f1", 1, Mark, Sent.AddMinutes(1), 2, Sent.AddMinutes(1)))
            .Next!.Value;
    }
}
