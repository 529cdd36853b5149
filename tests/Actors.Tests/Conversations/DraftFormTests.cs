using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class DraftFormTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly Sentences Say = Sentences.In(Language.English);
    private static readonly Dictionary<string, Assignee> People = new()
    {
        ["@alice"] = new Assignee.Known("alice", new(Choices.Alice, "alice", "Alice Morgan", false)),
        ["@bob"] = new Assignee.Known("bob", new(Choices.Bob, "bob", "Bob Fisher", false)),
        ["@vera"] = new Assignee.Known("vera", new(9, "vera", "Vera Bobova", false)),
        ["@robot"] = new Assignee.Inactive("robot"),
    };

    private static FormValues Good => FormValues.None.With("project", "1").With("tracker", "1").With("subject", "Fix the tap");

    private static FormValues Strict => Good.With("project", "3");

    // What comes next

    [Theory]
    [InlineData("", "project")]
    [InlineData("project=1", "subject")]
    [InlineData("project=1 tracker=1 subject=Buy", null)]
    [InlineData("project=1 tracker=1 subject=Buy due_date=31.02.2027", "due_date", "ProblemDateUnreal", "31.02.2027")]
    [InlineData("project=1 tracker=1 subject=Buy due_date=2026-11-24", "due_date", "ProblemDatePast", "2026-11-24")]
    [InlineData("project=1 tracker=1 subject=Buy assignee=@nobody", "assignee", "ProblemPersonStranger", "@nobody")]
    [InlineData("project=1 tracker=1 subject=Buy assignee=@robot", "assignee", "ProblemPersonInactive", "robot")]
    [InlineData("project=1 tracker=1 assignee=@vera", "subject")]
    [InlineData("project=99 tracker=1 subject=Buy", "project", "ProblemProject")]
    public void What_is_missing_or_wrong_is_asked_for_in_the_forms_order(string values, string? field, string? problem = null, params string[] details)
    {
        var draft = Draft(Of(values));

        var next = DraftForm.Next(draft, Context(DraftForm.Settle(draft, Context(draft.Values))));

        Assert.Equal(field, next?.Field);
        Assert.Equal(problem is null ? null : Say.Format(problem, [.. details]), next?.Problem);
    }

    [Fact]
    public void Required_fields_of_the_installation_are_asked_for()
    {
        var draft = Draft(Strict);
        Assert.Equal("cf_7", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Values = draft.Values.With("cf_7", "leaks").With("cf_8", "red") };
        Assert.Equal("cf_9", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Values = draft.Values.With("cf_9", "1") };
        Assert.Null(DraftForm.Next(draft, Context(draft.Values)));
    }

    [Fact]
    public void What_is_wanted_comes_after_what_must_be_and_only_where_the_tracker_has_it()
    {
        var draft = Draft(FormValues.None.With("project", "1").With("tracker", "1")) with { Wanted = ["description", "gone", "due_date"] };
        Assert.Equal("subject", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Values = Good };
        Assert.Equal("description", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Wanted = ["gone", "due_date"] };
        Assert.Equal("due_date", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Wanted = ["start_date"], Values = Good.With("tracker", "2") };
        Assert.Null(DraftForm.Next(draft, Context(draft.Values)));
    }

    [Fact]
    public void A_list_needs_nothing_but_its_project()
    {
        var draft = Draft(FormValues.None.With("tasks", "1. Buy\n2. Sell")) with { Kind = FormKind.Batch };
        Assert.Equal("project", DraftForm.Next(draft, Context(draft.Values))?.Field);
        draft = draft with { Values = draft.Values.With("project", "1") };
        Assert.Null(DraftForm.Next(draft, Context(draft.Values)));
    }

    [Theory]
    [InlineData("", null, "")]
    [InlineData("", 1, "project=1 tracker=1")]
    [InlineData("project=2", 1, "project=2 tracker=1")]
    [InlineData("project=1 tracker=2", null, "project=1 tracker=2")]
    [InlineData("project=99 tracker=2", 1, "project=99 tracker=2")]
    public void What_counts_without_being_said_is_written_down(string values, int? preferred, string expected)
    {
        Assert.Equal(Of(expected), DraftForm.Settle(Draft(Of(values)), Context(Of(values), preferred)));
        Assert.Equal(
            Of(expected).Without("tracker"),
            DraftForm.Settle(Draft(Of(values).Without("tracker")) with { Kind = FormKind.Batch }, Context(Of(values).Without("tracker"), preferred)));
    }

    // What is answered

    [Theory]
    [InlineData("priority", "1", "3")]
    [InlineData("priority", "#2", "4")]
    [InlineData("priority", "low", "3")]
    [InlineData("priority", "NOR", "4")]
    [InlineData("priority", "«Normal»", "4")]
    [InlineData("priority", "normal.", "4")]
    [InlineData("project", "2", "2")]
    [InlineData("project", "dem", "1")]
    [InlineData("tracker", "feature", "2")]
    [InlineData("status", "reported", "2")]
    [InlineData("cf_8", "blue", "blue")]
    public void A_choice_is_answered_by_number_name_or_beginning(string field, string typed, string value) => Assert.Equal([value], Taken(field, typed, Strict));

    [Theory]
    [InlineData("priority", "high", "ProblemNotAChoice")]
    [InlineData("priority", "0", "ProblemNotAChoice")]
    [InlineData("priority", "3", "ProblemNotAChoice")]
    [InlineData("priority", "", "ProblemNotAChoice")]
    [InlineData("priority", "99999999999", "ProblemNotAChoice")]
    [InlineData("project", "s", "ProblemSeveralBeginSo", "Secret, Strict")]
    [InlineData("due_date", "someday", "ProblemDateNotUnderstood", "someday")]
    [InlineData("due_date", "31.02.2027", "ProblemDateUnreal", "31.02.2027")]
    [InlineData("due_date", "24.11.2026", "ProblemDatePast", "2026-11-24")]
    [InlineData("estimated_hours", "long", "ProblemHoursNotUnderstood", "long")]
    [InlineData("done_ratio", "150", "ProblemPercent")]
    [InlineData("cf_7", "x", "ProblemTextTooShort", 3, 1)]
    [InlineData("cf_9", "many", "ProblemWholeNumber", "many")]
    [InlineData("assignee", "zoe", "ProblemPersonNotUnderstood", "zoe")]
    [InlineData("assignee", "9", "ProblemPersonNotUnderstood", "9")]
    [InlineData("assignee", "@", "ProblemPersonNotUnderstood", "@")]
    [InlineData("nothing", "x", "ProblemNotAChoice")]
    public void What_is_no_answer_is_said_to_be_none(string field, string typed, string problem, params object[] details)
    {
        var (values, why) = Answer(field, typed, Strict);

        Assert.Null(values);
        Assert.Equal(Say.Format(problem, [.. details]), why);
    }

    [Fact]
    public void Of_nested_projects_the_last_name_is_enough()
    {
        var choices = Choices.Of(null, Choices.Project(1, "Top", true), Choices.Project(2, "Web", true) with { Parent = 1 }, Choices.Project(4, "Topics", true));
        var context = new TicketFormContext(choices, Good, Language.English, Today, null, People);

        Assert.Equal("2", DraftForm.Answer(Draft(Good), context, "project", "web", "alice").Values?.Text("project"));
        Assert.Equal("1", DraftForm.Answer(Draft(Good), context, "project", "top", "alice").Values?.Text("project"));
        Assert.Equal("2", DraftForm.Answer(Draft(Good), context, "project", "top / w", "alice").Values?.Text("project"));
        Assert.NotNull(DraftForm.Answer(Draft(Good), context, "project", "to", "alice").Problem);
    }

    [Theory]
    [InlineData("5", "five")]
    [InlineData("1", "one")]
    [InlineData("4", "five")]
    [InlineData("#1", "eight")]
    [InlineData("6", null)]
    public void Choices_that_are_numbers_are_named_before_they_are_counted(string typed, string? value)
    {
        var catalog = Choices.Catalog with
        {
            CustomFields =
            [
                new(8, "Points", "list") { IsRequired = true, PossibleValues = [new("eight", "8"), new("one", "1"), new("two", "2"), new("five", "5")], Trackers = new HashSet<int> { 1 } },
            ],
        };
        var context = new TicketFormContext(Choices.Of() with { Catalog = catalog }, Strict, Language.English, Today, null, People);

        Assert.Equal(value, DraftForm.Answer(Draft(Strict), context, "cf_8", typed, "alice").Values?.Text("cf_8"));
    }

    [Theory]
    [InlineData("@bob", "@bob")]
    [InlineData("@Bob.", "@bob")]
    [InlineData("@somebody.else", "@somebody.else")]
    [InlineData("me", "@alice")]
    [InlineData("Я", "@alice")]
    [InlineData("на меня", "@alice")]
    [InlineData("2", "@bob")]
    [InlineData("bob", "@bob")]
    [InlineData("Bob F", "@bob")]
    [InlineData("fisher", "@bob")]
    [InlineData("morgan!", "@alice")]
    [InlineData("nobody", null)]
    [InlineData("No one", null)]
    [InlineData("никто", null)]
    [InlineData("ни на кого.", null)]
    [InlineData("-", null)]
    public void A_person_is_named_by_login_name_number_or_pronoun(string typed, string? value) =>
        Assert.Equal(value is null ? [] : [value], Taken("assignee", typed, Good.With("assignee", "@vera")));

    [Theory]
    [InlineData("priority", "Normal", true)]
    [InlineData("priority", "«normal».", true)]
    [InlineData("priority", "norm", false)]
    [InlineData("priority", "2", false)]
    [InlineData("assignee", "-", true)]
    [InlineData("assignee", "nobody!", true)]
    [InlineData("assignee", "Bob Fisher", true)]
    [InlineData("assignee", "fisher", true)]
    [InlineData("assignee", "fish", false)]
    [InlineData("assignee", "...", false)]
    [InlineData("due_date", "tomorrow", false)]
    [InlineData("which", "Status", true)]
    [InlineData("which", "статус", true)]
    [InlineData("which", "stat", false)]
    [InlineData("gone", "Normal", false)]
    public void A_name_is_told_from_its_beginning(string asked, string typed, bool isNamed) =>
        Assert.Equal(isNamed, DraftForm.IsNamed(Draft(Good) with { Asked = asked }, Context(Good), typed));

    [Theory]
    [InlineData("Good", true)]
    [InlineData("good, Bad", true)]
    [InlineData("good, worse", false)]
    [InlineData(",", false)]
    public void Several_names_are_names(string typed, bool isNamed)
    {
        var field = new CustomField(11, "Grades", "list") { IsMultiple = true, IsRequired = true, PossibleValues = [new("g", "Good"), new("b", "Bad")], Trackers = new HashSet<int> { 1 } };
        var choices = Choices.Of(Choices.Demo, Choices.Project(Choices.Demo, "Demo", true, 11));
        var context = new TicketFormContext(choices with { Catalog = Choices.Catalog with { CustomFields = [field] } }, Good, Language.English, Today, null, People);

        Assert.Equal(isNamed, DraftForm.IsNamed(Draft(Good) with { Asked = "cf_11" }, context, typed));
    }

    [Fact]
    public void Who_cannot_be_assigned_is_not_offered_and_several_of_a_name_are_told_apart()
    {
        var people = new Dictionary<string, Assignee>(People) { ["@bobby"] = new Assignee.Known("bobby", new(Choices.Alice, "bobby", "Bob Fish", false)) };
        var context = new TicketFormContext(Choices.Of(Choices.Demo), Good, Language.English, Today, null, people);

        var (values, problem) = DraftForm.Answer(Draft(Good), context, "assignee", "fish", "alice");

        Assert.Equal("@bobby", values!.Text("assignee"));
        Assert.Null(problem);
        Assert.Equal(
            Say.Format("ProblemSeveralBeginSo", "@bob (Bob Fisher), @bobby (Bob Fish)"),
            DraftForm.Answer(Draft(Good), context, "assignee", "Bob F", "alice").Problem);
        Assert.DoesNotContain(DraftForm.Question(Draft(Good) with { Asked = "assignee" }, context, null)!.Choices, c => c.Value == "@vera");
    }

    [Theory]
    [InlineData("tomorrow", "2026-11-26")]
    [InlineData("в пятницу", "2026-11-27")]
    [InlineData("09.05.27", "2027-05-09")]
    [InlineData("через неделю", "2026-12-02")]
    public void A_day_is_kept_as_it_was_meant_on_the_day_it_was_said(string typed, string day) => Assert.Equal([day], Taken("due_date", typed, Good));

    [Theory]
    [InlineData("estimated_hours", "1:30", "1:30")]
    [InlineData("done_ratio", " 30 ", "30")]
    [InlineData("description", " a\nb ", "a\nb")]
    [InlineData("cf_7", "it leaks", "it leaks")]
    public void Other_answers_are_kept_as_they_were_typed(string field, string typed, string value) => Assert.Equal([value], Taken(field, typed, Strict));

    [Fact]
    public void Several_choices_are_answered_with_commas()
    {
        var catalog = Choices.Catalog with
        {
            CustomFields = [new(8, "Colours", "list") { IsRequired = true, IsMultiple = true, PossibleValues = [new("red", "Red"), new("blue", "Blue")], Trackers = new HashSet<int> { 1 } }],
        };
        var context = new TicketFormContext(Choices.Of() with { Catalog = catalog }, Strict, Language.English, Today, null, People);

        Assert.Equal(["red", "blue"], DraftForm.Answer(Draft(Strict), context, "cf_8", "1, bl, red", "alice").Values!.Of("cf_8").ToArray());
        Assert.Equal(Say["ProblemNotAChoice"], DraftForm.Answer(Draft(Strict), context, "cf_8", "red, green", "alice").Problem);
        Assert.NotNull(DraftForm.Answer(Draft(Strict), context, "cf_8", " , ", "alice").Problem);
    }

    [Fact]
    public void A_whole_sentence_may_be_said_where_the_subject_is_asked_for()
    {
        var draft = Draft(FormValues.None.With("project", "2").With("tracker", "1"));
        var (values, problem) = DraftForm.Answer(draft, Context(draft.Values), "subject", "Fix the tap @bob tomorrow in project Demo", "alice");

        Assert.Null(problem);
        // The project was known already.
        Assert.Equal(Of("project=2 tracker=1 assignee=@bob due_date=2026-11-26").With("subject", "Fix the tap"), values);
    }

    [Theory]
    [InlineData("ticket", "ticket")]
    [InlineData("  Buy paper  ", "Buy paper")]
    public void Any_words_are_a_subject(string typed, string subject) => Assert.Equal([subject], Taken("subject", typed, Good));

    [Fact]
    public void A_subject_that_is_too_long_is_not_taken() =>
        Assert.Equal(Say.Format("ProblemSubjectTooLong", 256), Answer("subject", new string('x', 256), Good).Problem);

    [Theory]
    [InlineData("priority", "3", null)]
    [InlineData("priority", "99", "ProblemNotAChoice")]
    [InlineData("assignee", "6q9tm8fi37dnmcmzqco94gk5ir", null)]
    [InlineData("nothing", "1", "ProblemNotAChoice")]
    public void What_is_chosen_is_checked_where_it_can_be(string field, string value, string? problem)
    {
        var (values, why) = DraftForm.Choose(Draft(Good), Context(Good), field, [value]);

        Assert.Equal(problem is null ? null : Say[problem], why);
        Assert.Equal(problem is null ? value : null, values?.Text(field));
    }

    [Theory]
    [InlineData("3", "subject", "")]
    [InlineData("11", "done_ratio", "")]
    [InlineData("due friday", "due_date", "friday")]
    [InlineData("12", null, null)]
    [InlineData("0", null, null)]
    [InlineData("colour", null, null)]
    public void The_field_to_change_is_named_or_numbered(string typed, string? key, string? value)
    {
        var draft = Draft(Good) with { Asked = DraftQuestion.WhichField };

        Assert.Equal(key is null ? null : (key, value!), DraftForm.Named(draft, Context(Good), typed));
    }

    // What is shown

    [Fact]
    public void A_question_says_how_it_can_be_answered()
    {
        var draft = Draft(Good) with { Asked = "priority", Number = 4 };
        var question = DraftForm.Question(draft, Context(Good), "Why")!;

        Assert.Equal(("d1", 4, "priority", FieldKind.Choice, "Priority", "Why"), (question.DraftId, question.Number, question.Field, question.Kind, question.Label, question.Problem));
        Assert.Equal(["Low", "Normal"], question.Choices.Select(c => c.Text));
        Assert.True(question.MaySkip);
        Assert.False(question.MayGoBack);
        Assert.True(DraftForm.Question(draft with { Answered = ["subject"] }, Context(Good), null)!.MayGoBack);
        Assert.False(DraftForm.Question(draft with { Asked = "subject" }, Context(Good), null)!.MaySkip);
        Assert.Null(DraftForm.Question(draft with { Asked = "gone" }, Context(Good), null));
        Assert.Equal(11, DraftForm.Question(draft with { Asked = DraftQuestion.WhichField }, Context(Good), null)!.Choices.Count);
    }

    [Theory]
    [InlineData("priority", "4", "Normal")]
    [InlineData("due_date", "2026-11-27", "2026-11-27")]
    [InlineData("assignee", "@bob", "@bob")]
    [InlineData("description", "a\nb", "a b")]
    [InlineData("description", "", "")]
    public void A_question_that_is_over_says_what_was_answered(string field, string value, string answer)
    {
        var closed = DraftForm.Closed(Draft(Good) with { Asked = field }, Context(Good), Good.With(field, value), null)!;

        Assert.Equal(answer, closed.Answer);
        Assert.Empty(closed.Choices);
    }

    [Fact]
    public void The_question_which_field_is_over_once_one_is_asked_for() =>
        Assert.Equal("Due date", DraftForm.Closed(Draft(Good) with { Asked = DraftQuestion.WhichField }, Context(Good), Good, "due_date")!.Answer);

    [Fact]
    public void The_card_shows_what_is_known_in_the_readers_language()
    {
        var values = Good.With("description", "a\n\n b").With("due_date", "2027-05-09").With("assignee", "@bob").With("priority", "3").With("done_ratio", " ");
        var draft = Draft(values) with { Number = 3 };

        var card = DraftForm.Card(draft, Context(values).In(Language.Russian), "Почему");

        Assert.Equal(("d1", 3, "Fix the tap", "Demo", true, 3, "Почему"), (card.DraftId, card.Number, card.Subject, card.Project, card.IsPublic, card.Members, card.Problem));
        Assert.Equal(
            ["Проект: Demo", "Трекер: Bug", "Описание: a b", "Приоритет: Low", "Исполнитель: @bob", "Срок: 09.05.2027"],
            card.Facts.Select(f => $"{f.Label}: {f.Text}"));
        Assert.Null(card.IsQuoted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_card_knows_of_a_quote(bool isQuoted)
    {
        var card = DraftForm.Card(Draft(Good) with { Quote = new("bob", "It leaks", true), IsQuoted = isQuoted }, Context(Good), null);

        Assert.Equal((isQuoted, "It leaks"), (card.IsQuoted, card.Quote));
    }

    [Theory]
    [InlineData("", true, "> bob: It leaks\n> \n> badly")]
    [InlineData("See room 5 \n", true, "See room 5\n\n> bob: It leaks\n> \n> badly")]
    [InlineData("See room 5", false, "See room 5")]
    public void A_quote_goes_below_the_description(string description, bool isQuoted, string expected)
    {
        var draft = Draft(Good) with { Quote = new("bob", " It leaks\r\n\r\nbadly\n", true), IsQuoted = isQuoted };

        Assert.Equal(expected, DraftForm.WithQuote(new NewTicket { Project = 1, Subject = "x", Description = description }, draft).Description);
    }

    private static (FormValues? Values, string? Problem) Answer(string field, string typed, FormValues values) =>
        DraftForm.Answer(Draft(values), Context(values), field, typed, "alice");

    private static string[] Taken(string field, string typed, FormValues values)
    {
        var (taken, problem) = Answer(field, typed, values);
        Assert.Null(problem);
        return [.. taken!.Of(field)];
    }

    private static FormValues Of(string values) => values.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(v => v.Split('=')).Aggregate(FormValues.None, (all, v) => all.With(v[0], v[1]));

    private static Draft Draft(FormValues values) => new(
        "d1", FormKind.Ticket, values, new(Door.DirectMessage, new UserId("alice"), new ChannelId("direct"), null), DateTimeOffset.UnixEpoch);

    private static TicketFormContext Context(FormValues values, int? preferred = null) => new(
        Choices.Of(int.TryParse(values.Text("project"), out var project) ? project : preferred), values, Language.English, Today, preferred, People);
}
