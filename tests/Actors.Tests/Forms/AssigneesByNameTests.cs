using System.Collections.Immutable;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Forms;

public sealed class AssigneesByNameTests
{
    private const int Free = 20;
    private const int Taken = 21;
    private const string Tasks = "1. Buy @bob\n2. Sell @bob\n3. Rest\n4. Old @bob 01.01.2020\n5. Lend @eve";

    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Dictionary<string, Assignee> People = new()
    {
        ["@bob"] = NotConnected("bob", "Bob", "Fisher"),
        ["bob-id"] = NotConnected("bob", "Bob", "Fisher"),
        ["@ann"] = NotConnected("ann", "Ann", "Lee"),
        ["@ivan"] = NotConnected("ivan", "Иван", "Петров"),
        ["@eve"] = NotConnected("eve", "Eve", "Adams"),
        ["@group"] = NotConnected("group", "The", "Group"),
        ["@viewer"] = NotConnected("viewer", "Vera", "Viewer"),
        ["@plain"] = NotConnected("plain", "", ""),
        ["@known"] = new Assignee.Known("known", new(Choices.Bob, "known", "Known Well", false)),
        ["@carl"] = new Assignee.NotMapped("carl"),
    };

    private static readonly Member[] Members =
    [
        new(Choices.Alice, "Alice Morgan", [3]),
        new(Choices.Bob, "Bob Fisher", [3]),
        new(9, "Viewer Vera", [4]),
        new(10, "Ann Lee", [3]),
        new(11, "lee ann", [4]),
        new(Free, "Петров Иван", [3]),
        new(Taken, "Иван Петров", [3]),
    ];

    [Theory]
    [InlineData("@bob", Choices.Bob)]
    [InlineData("bob-id", Choices.Bob)]
    [InlineData("@ivan", Free)]
    [InlineData("@viewer", 9)]
    [InlineData("@ann", null)]
    [InlineData("@eve", null)]
    [InlineData("@group", null)]
    [InlineData("@plain", null)]
    [InlineData("@known", null)]
    [InlineData("@carl", null)]
    [InlineData("@nobody", null)]
    public void One_member_of_the_name_who_is_nobody_elses_is_meant(string asked, int? member) =>
        Assert.Equal(member, AssigneesByName.MemberOf(People.GetValueOrDefault(asked), Context(FormValues.None))?.Id);

    [Fact]
    public void Without_a_project_nobody_is_known_by_name() =>
        Assert.Null(AssigneesByName.MemberOf(People["@bob"], Context(FormValues.None, members: null)));

    [Theory]
    [InlineData("@bob", null)]
    [InlineData("@ann", "I don't know the Redmine account of @ann: they haven't connected it, and by the name Ann Lee I find nobody in the project “Demo”, or several. Choose somebody else, or ask them to write `connect` to me in a direct message.")]
    [InlineData("@eve", "I don't know the Redmine account of @eve: they haven't connected it, and by the name Eve Adams I find nobody in the project “Demo”, or several. Choose somebody else, or ask them to write `connect` to me in a direct message.")]
    [InlineData("@plain", "I don't know the Redmine account of @plain: they haven't connected it. Choose somebody else, or ask them to write `connect` to me in a direct message.")]
    [InlineData("@viewer", "@viewer can't be assigned tickets of the project “Demo”: no member there, or without a role for it. Choose somebody else, or ask a manager of the project to add them.")]
    public void Who_is_not_known_by_name_is_a_problem(string asked, string? problem) =>
        Assert.Equal(problem, TicketFormFields.ProblemOf(People[asked], Context(Ticket(asked)), asked));

    [Fact]
    public void A_ticket_is_assigned_to_the_member()
    {
        var context = Context(Ticket("bob-id"));

        Assert.Equal(Choices.Bob, TicketForm.Read(context).Ticket?.Assignee);
        Assert.Equal("bob", TicketForm.AssigneeOf(context));
        Assert.Null(TicketForm.AssigneeOf(Context(Ticket("@ann"))));
    }

    [Theory]
    [InlineData(Language.English, "Is @bob Bob Fisher in Redmine? They haven't connected their account, so I go by the name alone. If that is somebody else, choose another assignee.")]
    [InlineData(Language.Russian, "@bob в Redmine – это Bob Fisher? Учётная запись не подключена, и я сужу только по имени. Если это другой человек, выберите другого исполнителя.")]
    public void The_summary_asks_and_what_it_showed_is_written_down(Language language, string question)
    {
        var draft = Draft(Ticket("@bob"));
        Assert.False(AssigneesByName.WereShown(["@bob"], Context(draft.Values)));

        var settled = DraftForm.Settle(draft, Context(draft.Values));

        Assert.Equal("@bob 6", Assert.Single(settled.Of(AssigneesByName.Key)));
        Assert.Equal(settled, DraftForm.Settle(draft with { Values = settled }, Context(settled)));
        Assert.Equal(question, DraftForm.Card(draft with { Values = settled }, Context(settled).In(language), null).ByName);
        Assert.True(AssigneesByName.WereShown(["@bob"], Context(settled)));
        // Somebody else bears the name by now.
        Assert.False(AssigneesByName.WereShown(["@bob"], Context(settled, [.. Members.Where(m => m.Id != Choices.Bob), new(30, "Bob Fisher", [3])])));
        // It was said that it is somebody else.
        var other = settled.With("assignee", "@known");
        Assert.Empty(DraftForm.Settle(draft with { Values = other }, Context(other)).Of(AssigneesByName.Key));
        Assert.Null(DraftForm.Card(draft with { Values = other }, Context(other), null).ByName);
    }

    [Fact]
    public void A_list_shows_for_whom_people_are_taken_before_it_is_created()
    {
        var context = Context(FormValues.None.With("project", "1").With("tasks", Tasks));

        var (preview, tickets) = BatchForm.Check(context, "b1");

        Assert.Equal(["Bob Fisher", "Bob Fisher", null], preview.Good.Select(l => l.ByName));
        Assert.Equal([Choices.Bob, Choices.Bob, null], tickets.Select(t => t.Ticket.Assignee));
        Assert.Equal(["bob", "bob", null], tickets.Select(t => t.Assignee));
        Assert.Equal([4, 5], preview.Bad.Select(l => l.Number));
        Assert.False(BatchForm.WasShown(context));
        var taken = BatchForm.Taken(context, "b1", context.Values, Draft(context.Values).Origin, DateTimeOffset.UnixEpoch).Values;
        Assert.True(BatchForm.WasShown(Context(taken)));
        Assert.False(BatchForm.WasShown(Context(taken, [new(30, "Bob Fisher", [3])])));
        // Who has connected meanwhile is known.
        Assert.True(BatchForm.WasShown(Context(taken, [])));
    }

    [Fact]
    public void What_a_door_says_was_shown_counts_for_nothing()
    {
        var forged = Ticket("@ivan").With(AssigneesByName.Key, $"@ivan {Free}", "@bob 6");
        Assert.Equal($"@ivan {Free}", Assert.Single(DraftForm.Settle(Draft(forged), Context(forged)).Of(AssigneesByName.Key)));
        forged = FormValues.None.With("project", "1").With("tasks", "1. Rest").With(AssigneesByName.Key, "@bob 6");
        Assert.Empty(BatchForm.Taken(Context(forged), "b1", forged, Draft(forged).Origin, DateTimeOffset.UnixEpoch).Values.Of(AssigneesByName.Key));
    }

    private static Assignee.NotConnected NotConnected(string username, string first, string last) => new(username, FullName.Of(first, last));

    private static FormValues Ticket(string assignee) => FormValues.None.With("project", "1").With("tracker", "1").With("subject", "Fix the tap").With("assignee", assignee);

    private static Draft Draft(FormValues values) => new(
        "d1", FormKind.Ticket, values, new(Door.DirectMessage, new UserId("alice"), new ChannelId("direct"), null), DateTimeOffset.UnixEpoch);

    private static TicketFormContext Context(FormValues values) => Context(values, Members);

    private static TicketFormContext Context(FormValues values, Member[]? members)
    {
        var (catalog, person, _) = Choices.Of();
        ProjectMembers? known = members is null ? null : new(Choices.Demo, members, [new(40, "The Group", [3])]);
        return new(new(catalog, person, known), values, Language.English, Today, null, People) { Connected = ImmutableHashSet.Create(Choices.Alice, Taken) };
    }
}
