using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class FieldNamesTests
{
    private static readonly IReadOnlyList<(string Key, IReadOnlyList<string> Names)> Fields =
        TicketForm.Names(new(Choices.Of(Choices.Strict), FormValues.None.With("project", "3").With("tracker", "1"), Language.English, new(2026, 11, 25), null));

    [Theory]
    [InlineData("due", "due_date", "")]
    [InlineData("due friday", "due_date", "friday")]
    [InlineData("Due date: friday", "due_date", "friday")]
    [InlineData("the due date to friday", "due_date", "friday")]
    [InlineData("due date", "due_date", "")]
    [InlineData("due date?", "due_date", "")]
    [InlineData("subject to Fix the tap", "subject", "Fix the tap")]
    [InlineData("assignee @bob", "assignee", "@bob")]
    [InlineData("assignee = @bob", "assignee", "@bob")]
    [InlineData("assign @bob", "assignee", "@bob")]
    [InlineData("PRIORITY High", "priority", "High")]
    [InlineData("prio high", "priority", "high")]
    [InlineData("project Secret", "project", "Secret")]
    [InlineData("tracker", "tracker", "")]
    [InlineData("status new", "status", "new")]
    [InlineData("desc more\nof it", "description", "more\nof it")]
    [InlineData("start date tomorrow", "start_date", "tomorrow")]
    [InlineData("start tomorrow", "start_date", "tomorrow")]
    [InlineData("estimated 3", "estimated_hours", "3")]
    [InlineData("done 30", "done_ratio", "30")]
    [InlineData("reason it leaks", "cf_7", "it leaks")]
    public void A_field_is_named_in_English(string text, string key, string value) => Assert.Equal((key, value), FieldNames.Find(text, Fields));

    [Theory]
    [InlineData("срок на пятницу", "due_date", "пятницу")]
    [InlineData("срока", "due_date", "")]
    [InlineData("сроки", "due_date", "")]
    [InlineData("срок завершения пятница", "due_date", "пятница")]
    [InlineData("исполнителя @bob", "assignee", "@bob")]
    [InlineData("исполнителем @bob", "assignee", "@bob")]
    [InlineData("исполнитель на @bob", "assignee", "@bob")]
    [InlineData("приоритет высокий", "priority", "высокий")]
    [InlineData("приоритета", "priority", "")]
    [InlineData("тему на Починить кран", "subject", "Починить кран")]
    [InlineData("тема: Починить кран", "subject", "Починить кран")]
    [InlineData("описания", "description", "")]
    [InlineData("проекту", "project", "")]
    [InlineData("Проект Secret", "project", "Secret")]
    [InlineData("трекера", "tracker", "")]
    [InlineData("дату начала на завтра", "start_date", "завтра")]
    [InlineData("готовность 30", "done_ratio", "30")]
    [InlineData("оценку 3", "estimated_hours", "3")]
    public void A_field_is_named_in_Russian_in_any_case(string text, string key, string value) => Assert.Equal((key, value), FieldNames.Find(text, Fields));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("the")]
    [InlineData("d")]
    [InlineData("something else")]
    [InlineData("friday")]
    [InlineData("to friday")]
    [InlineData("@bob")]
    [InlineData(":")]
    public void What_names_no_field_finds_none(string text) => Assert.Null(FieldNames.Find(text, Fields));

    [Fact]
    public void A_beginning_that_several_share_finds_none()
    {
        (string, IReadOnlyList<string>)[] fields = [("a", ["Release date"]), ("b", ["Release notes"])];

        Assert.Null(FieldNames.Find("relea 5", fields));
        Assert.Equal(("a", "5"), FieldNames.Find("release date 5", fields));
        Assert.Equal(("b", ""), FieldNames.Find("release notes", fields));
    }

    [Fact]
    public void A_whole_name_wins_over_the_beginning_of_a_longer_one()
    {
        (string, IReadOnlyList<string>)[] fields = [("a", ["Release date"]), ("c", ["Release"])];

        Assert.Equal(("c", "5"), FieldNames.Find("release 5", fields));
    }
}
