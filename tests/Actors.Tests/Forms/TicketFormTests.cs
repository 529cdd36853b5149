using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Forms;

public sealed class TicketFormTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Dictionary<string, Assignee> People = new()
    {
        ["@bob"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob", false)),
        ["bob-id"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob", false)),
        ["@vera"] = new Assignee.Known("vera", new(9, "vera", "Vera", false)),
        ["@robot"] = new Assignee.Inactive("robot"),
        ["@carl"] = new Assignee.NotMapped("carl"),
        ["@lock"] = new Assignee.NoAccount("lock"),
    };

    private static FormValues Good => FormValues.None.With("project", "1").With("tracker", "1").With("subject", "Fix the tap");

    [Fact]
    public void A_new_form_begins_with_what_is_usual()
    {
        var form = Show(FormValues.None, preferred: Choices.Demo);

        Assert.Equal(
            ["project=1", "tracker=1", "subject=", "description=", "status=2", "priority=4", "assignee=", "start_date=2026-11-25", "due_date=", "estimated_hours=", "done_ratio="],
            form.Fields.Select(f => $"{f.Key}={string.Join(',', f.Value)}"));
        Assert.Equal(["project", "tracker", "subject"], form.Fields.Where(f => f.IsRequired).Select(f => f.Key));
        Assert.Equal(["project", "tracker"], form.Fields.Where(f => f.Refreshes).Select(f => f.Key));
        Assert.Equal(["Reported", "New", "Closed"], form.Fields.Single(f => f.Key == "status").Choices.Select(c => c.Text));
    }

    [Fact]
    public void Without_a_project_only_what_depends_on_none_is_asked() =>
        Assert.DoesNotContain(Show(FormValues.None).Fields, f => f.Key is "tracker" or "status");

    [Fact]
    public void The_only_project_is_chosen() =>
        Assert.Equal(["7"], Show(FormValues.None, Choices.Of(null, Choices.Project(7, "Only", true))).Fields[0].Value);

    [Fact]
    public void A_project_with_required_fields_asks_for_them_and_a_tracker_hides_what_it_lacks()
    {
        Assert.Equal(["cf_7", "cf_8", "cf_9"], Show(FormValues.None.With("project", "3")).Fields.Select(f => f.Key).Where(k => k.StartsWith("cf_", StringComparison.Ordinal)));
        Assert.Equal(["1"], Show(FormValues.None.With("project", "3")).Fields[^1].Value);

        var feature = Show(FormValues.None.With("project", "3").With("tracker", "2"));
        Assert.DoesNotContain(feature.Fields, f => f.Key is "start_date" or "done_ratio" or "estimated_hours" || f.Key.StartsWith("cf_", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_typed_stays_and_what_no_longer_fits_gives_way()
    {
        var form = Show(Good.With("status", "99").With("priority").With("assignee", "bob-id"), people: People);

        Assert.Equal(["2"], form.Fields.Single(f => f.Key == "status").Value);
        Assert.Empty(form.Fields.Single(f => f.Key == "priority").Value);
        Assert.Equal(["@bob"], form.Fields.Single(f => f.Key == "assignee").Value);
    }

    [Fact]
    public void Equal_names_of_projects_are_told_apart()
    {
        var top = Choices.Project(1, "Top", true);
        var choices = Choices.Of(null, top, Choices.Project(2, "Web", true) with { Parent = 1 }, Choices.Project(3, "Web", true), Choices.Project(4, "Web", true) with { Identifier = "web-2" });

        Assert.Equal(["Top", "Top / Web", "Web (web)", "Web (web-2)"], Show(FormValues.None, choices).Fields[0].Choices.Select(c => c.Text));
    }

    [Fact]
    public void Many_projects_are_looked_up()
    {
        var choices = Choices.Of(null, [.. Enumerable.Range(1, 150).Select(i => Choices.Project(i, $"Project {i}", true))]);

        Assert.True(Show(FormValues.None, choices).Fields[0].IsLookedUp);
        Assert.Equal(["Project 14", "Project 114", "Project 140"], TicketForm.Find(Context(FormValues.None, choices), "project", " 14").Select(c => c.Text).Take(3).Order(StringComparer.Ordinal).OrderBy(t => t.Length).ThenBy(t => t, StringComparer.Ordinal));
    }

    [Fact]
    public void A_full_form_becomes_a_ticket_to_the_field()
    {
        var reading = Read(Good.With("description", "Room 5\nleft").With("status", "1").With("priority", "3").With("assignee", "bob-id")
            .With("start_date", "tomorrow").With("due_date", "09.05.27").With("estimated_hours", "1:30").With("done_ratio", "30"));

        Assert.Empty(reading.Problems);
        Assert.Equal(
            new NewTicket
            {
                Project = 1, Tracker = 1, Subject = "Fix the tap", Description = "Room 5\nleft", Status = 1, Priority = 3, Assignee = Choices.Bob,
                StartDate = new(2026, 11, 26), DueDate = new(2027, 5, 9), EstimatedHours = 1.5m, DoneRatio = 30,
            }.ToString(),
            reading.Ticket?.ToString());
    }

    [Fact]
    public void The_start_is_today_where_nothing_is_said_and_the_tracker_has_one()
    {
        Assert.Equal(Today, Read(Good).Ticket?.StartDate);
        Assert.Null(Read(Good.With("tracker", "2")).Ticket?.StartDate);
    }

    [Theory]
    [InlineData("project", "99", "ProblemProject")]
    [InlineData("project", "", "ProblemProject")]
    [InlineData("subject", " ", "ProblemRequired")]
    [InlineData("status", "99", "ProblemNotAChoice")]
    [InlineData("priority", "high", "ProblemNotAChoice")]
    [InlineData("due_date", "someday", "ProblemDateNotUnderstood", "someday")]
    [InlineData("due_date", "31.02.2027", "ProblemDateUnreal", "31.02.2027")]
    [InlineData("due_date", "09/05/2027", "ProblemDateAmbiguous", "09/05/2027")]
    [InlineData("due_date", "24.11.2026", "ProblemDatePast", "2026-11-24")]
    [InlineData("estimated_hours", "long", "ProblemHoursNotUnderstood", "long")]
    [InlineData("estimated_hours", "0", "ProblemHoursOutOfRange", "0")]
    [InlineData("done_ratio", "150", "ProblemPercent")]
    [InlineData("assignee", "@nobody", "ProblemPersonStranger", "@nobody")]
    [InlineData("assignee", "@robot", "ProblemPersonInactive", "robot")]
    [InlineData("assignee", "@carl", "ProblemPersonNotMapped", "carl")]
    [InlineData("assignee", "@lock", "ProblemPersonNoAccount", "lock")]
    [InlineData("assignee", "@vera", "ProblemPersonNotAssignable", "vera", "Demo")]
    public void What_is_wrong_is_said_at_its_field(string field, string value, string sentence, params string[] details)
    {
        foreach (var language in new[] { Language.English, Language.Russian })
        {
            var reading = TicketForm.Read(Context(Good.With(field, value), language: language, people: People));

            Assert.Null(reading.Ticket);
            var expected = Sentences.In(language).Format(sentence, [.. details]);
            if (language == Language.Russian)
                expected = expected.Replace("2026-11-24", "24.11.2026", StringComparison.Ordinal);
            Assert.Equal(expected, reading.Problems[field]);
        }
    }

    [Fact]
    public void Custom_fields_are_checked_and_sent()
    {
        var values = Good.With("project", "3").With("cf_7", "x").With("cf_8", "green").With("cf_9", "many");
        var wrong = Read(values, Choices.Of(Choices.Strict)).Problems;
        Assert.Equal(["cf_7", "cf_8", "cf_9"], wrong.Keys.Order());

        var right = Read(values.With("cf_7", "broken").With("cf_8", "red").With("cf_9", "2"), Choices.Of(Choices.Strict)).Ticket!;
        Assert.Equal([new(7, ["broken"]), new(8, ["red"]), new(9, ["2"])], right.CustomFields);
        Assert.Equal(["Reason", "Colour", "Amount"], right.CustomFields.Select(f => f.Name));
    }

    [Theory]
    [InlineData("version", true)]
    [InlineData("user", true)]
    [InlineData("string", false)]
    [InlineData("int", false)]
    public void A_field_whose_choices_nobody_lists_says_what_is_typed_into_it(string format, bool isId)
    {
        var choices = Choices.Of(null, Choices.Project(Choices.Strict, "Strict", true, 11));
        var field = new CustomField(11, "Target", format) { IsRequired = true, Trackers = new HashSet<int> { 1 } };
        foreach (var language in Enum.GetValues<Language>())
        {
            var context = Context(Good.With("project", "3"), choices with { Catalog = Choices.Catalog with { CustomFields = [field] } }, language);
            var shown = Assert.Single(TicketForm.Show(context, "f1").Fields, f => f.Key == "cf_11");

            Assert.Equal((FieldKind.Text, isId ? Sentences.In(language)["HelpRedmineId"] : null), (shown.Kind, shown.Help));
        }
    }

    [Fact]
    public void Due_before_start_is_said_at_the_due_date() =>
        Assert.Equal(["due_date"], Read(Good.With("start_date", "10.12.2026").With("due_date", "09.12.2026")).Problems.Keys);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_subject_has_as_many_characters_as_Redmine_takes(int length, bool isRight) =>
        Assert.Equal(isRight, Read(Good.With("subject", string.Concat(Enumerable.Repeat("😀", length)))).Ticket is not null);

    [Fact]
    public void A_form_made_for_another_project_is_shown_again_without_blame()
    {
        var reading = Read(FormValues.None.With("project", "3").With("subject", "Fix the tap"), Choices.Of(Choices.Strict));

        Assert.Null(reading.Ticket);
        Assert.True(reading.IsForAnother);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void A_tracker_that_the_project_lacks_is_said_with_the_form_anew()
    {
        var reading = Read(Good.With("project", "7"), Choices.Of(null, Choices.Project(7, "Only", true) with { Trackers = [new(2, "Feature")] }));

        Assert.True(reading.IsForAnother);
        Assert.Equal("The project “Only” has no such tracker. Choose one of its own.", Assert.Single(reading.Problems).Value);
    }

    [Fact]
    public void A_field_that_only_Redmine_knows_to_be_wanted_is_asked_for()
    {
        var choices = Choices.Of(null, Choices.Project(3, "Strict", true) with { CustomFields = new HashSet<int> { 7, 8, 9, 10 } });
        var context = Context(FormValues.None.With("project", "3").With("tracker", "1").With("subject", "Fix the tap"), choices);

        var form = TicketForm.ShowRefused(context, "f1", ["Room cannot be blank", "Subject is odd"], null);

        Assert.True(form.IsChanged);
        Assert.Equal("Room cannot be blank", Assert.Single(form.Fields, f => f.Key == "cf_10").Problem);
        Assert.Equal("Subject is odd", Assert.Single(form.Fields, f => f.Key == "subject").Problem);
        Assert.False(TicketForm.ShowRefused(context, "f1", ["Subject is odd"], null).IsChanged);
    }

    [Fact]
    public void What_Redmine_refuses_is_put_to_its_field()
    {
        var (problems, problem) = TicketForm.Sort(
            Context(Good.With("project", "3"), Choices.Of(Choices.Strict)),
            ["Subject cannot be blank", "Due date must be greater than start date", "Reason is too short", "Something else", "Срок завершения is not a valid date"]);

        Assert.Equal(["cf_7", "due_date", "subject"], problems.Keys.Order());
        Assert.Equal("Due date must be greater than start date; Срок завершения is not a valid date", problems["due_date"]);
        Assert.EndsWith("Something else", problem, StringComparison.Ordinal);
    }

    private static TicketForm.Reading Read(FormValues values, TicketChoices? choices = null) => TicketForm.Read(Context(values, choices ?? Choices.Of(Choices.Demo), people: People));

    private static Form Show(FormValues values, TicketChoices? choices = null, int? preferred = null, Dictionary<string, Assignee>? people = null) =>
        TicketForm.Show(Context(values, choices, preferred: preferred, people: people), "f1");

    private static TicketFormContext Context(
        FormValues values, TicketChoices? choices = null, Language language = Language.English, int? preferred = null, Dictionary<string, Assignee>? people = null) =>
        new(choices ?? Choices.Of(Choices.Demo), values, language, Today, preferred, people);
}
