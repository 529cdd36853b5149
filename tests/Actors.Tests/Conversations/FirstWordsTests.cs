using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Tests.Conversations;

public sealed class FirstWordsTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Theory]
    [InlineData("Fix the tap", "subject=Fix the tap")]
    [InlineData("Fix the tap @Bob tomorrow", "assignee=@bob due_date=2026-11-26 subject=Fix the tap")]
    [InlineData("Fix the tap in room 5, tomorrow, @bob.", "assignee=@bob due_date=2026-11-26 subject=Fix the tap in room 5")]
    [InlineData("Починить кран @bob до пятницы", "assignee=@bob due_date=2026-11-27 subject=Починить кран")]
    [InlineData("Fix the tap 31.02.2027", "due_date=31.02.2027 subject=Fix the tap")]
    [InlineData("Fix the tap 01.01.2020", "due_date=2020-01-01 subject=Fix the tap")]
    [InlineData("Fix the tap in project Demo", "project=1 subject=Fix the tap")]
    [InlineData("Fix the tap @bob in project demo", "assignee=@bob project=1 subject=Fix the tap")]
    [InlineData("Fix the tap, project \"Secret\" @bob tomorrow", "assignee=@bob due_date=2026-11-26 project=2 subject=Fix the tap")]
    [InlineData("Починить кран в проекте Demo завтра", "due_date=2026-11-26 project=1 subject=Починить кран")]
    [InlineData("Починить кран, проект «Secret»", "project=2 subject=Починить кран")]
    [InlineData("Починить кран для проекта sec", "project=2 subject=Починить кран")]
    [InlineData("Move the project files in project Demo", "project=1 subject=Move the project files")]
    [InlineData("Fix the tap in project Nowhere", "subject=Fix the tap in project Nowhere")]
    [InlineData("Fix the tap in project S", "subject=Fix the tap in project S")]
    [InlineData("Write to mail@example.com", "subject=Write to mail@example.com")]
    [InlineData("@bob", "assignee=@bob")]
    [InlineData("tomorrow", "due_date=2026-11-26")]
    [InlineData("", "")]
    [InlineData("  ", "")]
    public void What_a_sentence_says_goes_to_its_field(string text, string expected) => Assert.Equal((expected, ""), Read(text));

    [Theory]
    [InlineData("ticket for @bob by Friday")]
    [InlineData("a ticket for @bob by Friday")]
    [InlineData("for @bob by Friday")]
    [InlineData("please create a ticket for @bob by Friday")]
    [InlineData("Task: @bob by Friday")]
    [InlineData("создай задачу для @bob до пятницы")]
    [InlineData("пожалуйста, заведи задачу на @bob до пятницы")]
    [InlineData("Задача на @bob, до пятницы")]
    [InlineData("новую задачу для @bob до пятницы")]
    [InlineData("для @bob до пятницы")]
    [InlineData("на @bob до пятницы")]
    public void A_ticket_that_is_only_asked_for_has_no_subject(string text) => Assert.Equal(("assignee=@bob due_date=2026-11-27", ""), Read(text));

    [Theory]
    [InlineData("Print a ticket for the museum", "Print a ticket for the museum")]
    [InlineData("Issue the certificate", "Issue the certificate")]
    [InlineData("Задача со звёздочкой", "Задача со звёздочкой")]
    [InlineData("New ticket printer", "New ticket printer")]
    public void A_sentence_about_tickets_is_its_subject(string text, string subject) => Assert.Equal(($"subject={subject}", ""), Read(text));

    [Theory]
    [InlineData("Fix the tap @bob @alice", "subject=Fix the tap", "assignee")]
    [InlineData("Fix the tap @bob and @alice tomorrow", "due_date=2026-11-26 subject=Fix the tap", "assignee")]
    [InlineData("Fix the tap @bob tomorrow friday", "assignee=@bob subject=Fix the tap", "due_date")]
    [InlineData("Fix the tap @bob in project Demo @alice", "project=1 subject=Fix the tap", "assignee")]
    [InlineData("Fix the tap tomorrow in project Demo, friday", "project=1 subject=Fix the tap", "due_date")]
    public void What_is_said_more_than_once_is_not_clear(string text, string expected, string unclear) => Assert.Equal((expected, unclear), Read(text));

    [Theory]
    [InlineData("Fix the tap @bob in project Demo @bob", "assignee=@bob project=1 subject=Fix the tap")]
    [InlineData("Fix the tap tomorrow in project Demo 26.11.2026", "due_date=2026-11-26 project=1 subject=Fix the tap")]
    public void The_same_said_twice_is_clear(string text, string expected) => Assert.Equal((expected, ""), Read(text));

    private static (string Values, string Unclear) Read(string text)
    {
        var (values, unclear) = FirstWords.Of(text, new(
            Choices.Of(null, Choices.Project(1, "Demo", true), Choices.Project(2, "Secret", false), Choices.Project(4, "Sales", true)), FormValues.None, Language.English, Today, null));
        return (string.Join(' ', values.ByField.Select(f => $"{f.Key}={string.Join(',', f.Value)}")), string.Join(',', unclear));
    }
}
