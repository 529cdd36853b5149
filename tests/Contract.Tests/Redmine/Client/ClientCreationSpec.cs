using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

public abstract class ClientCreationSpec(RedmineUnderTest redmine) : ClientSpec(redmine)
{
    [SkippableFact]
    public async Task Create_with_everything_makes_it_so()
    {
        var bob = await Redmine.UserId("bob");
        var asked = await Ticket("demo", " Купить  сосиски 🌭\n") with
        {
            Tracker = 2,
            Status = 1,
            Priority = 4,
            Description = "first\r\n\tsecond <b>&</b> \"q\"\u0000\n\nhttps://chat.example.test/pl/1 mark",
            Assignee = bob,
            StartDate = new(2026, 11, 1),
            DueDate = new(2026, 11, 30),
            EstimatedHours = 1.75m,
            DoneRatio = 30,
        };
        var made = await Created("alice", asked);
        Assert.Empty(TicketDifference.Between(asked, made));
        Assert.Equal("Купить  сосиски 🌭", made.Subject);
        Assert.Equal("first\n\tsecond <b>&</b> \"q\"\n\nhttps://chat.example.test/pl/1 mark", made.Description);
        Assert.Equal(
            ("Demo", "Feature", "New", "Urgent", "Alice Tester", "Bob Tester"),
            (made.Project.Name, made.Tracker.Name, made.Status.Name, made.Priority.Name, made.Author.Name, made.Assignee?.Name));
        Assert.Equal(
            (bob, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), 1.75m, 30, false),
            (made.Assignee!.Id, made.StartDate, made.DueDate, made.EstimatedHours, made.DoneRatio, made.IsPrivate));
        var read = (await Redmine.Get($"/issues/{made.Id}.json", "alice")).Json["issue"]!;
        Assert.Equal(made.Subject, (string?)read["subject"]);
        Assert.Equal(made.CreatedOn, DateTimeOffset.Parse((string)read["created_on"]!, null));
    }

    [SkippableFact]
    public async Task Create_with_little_lets_Redmine_fill_in_the_rest()
    {
        var made = await Created("bob", await Ticket("demo-child"));
        Assert.Equal(
            ("Demo child", "Bug", "New", "Normal", "Bob Tester", null, ""),
            (made.Project.Name, made.Tracker.Name, made.Status.Name, made.Priority.Name, made.Author.Name, made.Assignee, made.Description));
        Assert.Equal((null, null, 0), (made.DueDate, made.EstimatedHours, made.DoneRatio));
        Assert.NotNull(made.StartDate);
    }

    [SkippableFact]
    public async Task Create_fills_an_installations_own_fields()
    {
        var (reason, colour, amount) = (await Redmine.FieldId("Reason"), await Redmine.FieldId("Colour"), await Redmine.FieldId("Amount"));
        var asked = await Ticket("fields") with
        {
            CustomFields = [new(reason, ["because"]), new(colour, ["red", "blue"]), new(amount, ["12"])],
        };
        var made = await Created("alice", asked);
        Assert.Empty(TicketDifference.Between(asked, made));
        Assert.Equal([new(reason, ["because"]), new(colour, ["red", "blue"]), new(amount, ["12"])], made.CustomFields);
        var single = await Ticket("fields") with { CustomFields = [new(reason, ["because"]), new(colour, ["green"]), new(amount, [])] };
        Assert.Empty(TicketDifference.Between(single, await Created("alice", single)));
    }

    [SkippableFact]
    public async Task Create_tells_what_was_made_otherwise()
    {
        var asked = await Ticket("demo") with { Tracker = 99, Status = 5, CustomFields = [new(await Redmine.FieldId("Amount"), ["1"])] };
        var made = await Created("bob", asked);
        Assert.Equal(
            [
                new TicketDifference.OfChoice(TicketField.Tracker, 99, new(1, "Bug")),
                new TicketDifference.OfChoice(TicketField.Status, 5, new(1, "New")),
                new TicketDifference.OfCustomField(asked.CustomFields[0], null),
            ],
            TicketDifference.Between(asked, made));
    }

    [SkippableFact]
    public async Task Create_tells_Redmines_time()
    {
        var answer = await Send<RedmineAnswer.TicketCreated>(Create("alice", await Ticket("demo")));
        Assert.Equal(answer.Ticket.CreatedOn, answer.ServerTime);
    }

    [SkippableTheory]
    [InlineData("alice", "Subject cannot be blank|Due date must be greater than start date|Assignee is invalid")]
    [InlineData("ivan", "Тема не может быть пустым|Срок завершения должна быть позднее даты начала|Назначена имеет неверное значение")]
    public async Task Create_with_mistakes_has_Redmines_own_words(string login, string errors)
    {
        var asked = await Ticket("demo", " ") with { StartDate = new(2026, 12, 2), DueDate = new(2026, 12, 1), Assignee = await Redmine.UserId("carol") };
        var answer = await Send<RedmineAnswer.Invalid>(Create(login, asked));
        Assert.Equal(errors, string.Join('|', answer.Errors));
    }

    [SkippableFact]
    public async Task Create_without_a_required_field_names_it() =>
        Assert.Equal(["Reason cannot be blank"], (await Send<RedmineAnswer.Invalid>(Create("alice", await Ticket("fields")))).Errors);

    [SkippableTheory]
    [InlineData("bob", "secret")]
    [InlineData("carol", "fields")]
    [InlineData("alice", "closedp")]
    [InlineData("alice", "noissues")]
    public async Task Create_where_it_is_forbidden_says_so(string login, string project)
    {
        var asked = await Ticket(project);
        Assert.Equal(asked.Project, (await Send<RedmineAnswer.ProjectForbidden>(Create(login, asked))).Project);
    }

    [SkippableFact]
    public async Task Create_in_no_project_says_so() =>
        Assert.Equal(999_999, (await Send<RedmineAnswer.ProjectUnknown>(Create("alice", new() { Project = 999_999, Subject = "x" }))).Project);

    [SkippableTheory]
    [InlineData("nosuch")]
    [InlineData("locked")]
    public async Task Create_without_an_account_says_so(string login) =>
        Assert.Equal(Login(login), (await Send<RedmineAnswer.NoSuchAccount>(Create(login, await Ticket("demo")))).Login);

    [SkippableFact]
    public async Task Create_with_a_refused_key_says_so()
    {
        using var stranger = new RedmineApi(Redmine.Url, "0123456789012345678901234567890123456789");
        var answer = await stranger.SendAsync(Create("alice", await Ticket("demo")), CancellationToken.None);
        Assert.Equal(RedmineTrouble.KeyRefused, Assert.IsType<RedmineAnswer.Misconfigured>(answer).Trouble);
    }

    public sealed class OnStandIn(StandIn redmine) : ClientCreationSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : ClientCreationSpec(redmine), IClassFixture<RealRedmine>;
}
