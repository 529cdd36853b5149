using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed class TaskSentenceTests
{
    private static readonly DateOnly Today = new(2027, 5, 5);

    [Theory]
    [InlineData("Fix the tap in room 5 @bob tomorrow", "Fix the tap in room 5", "bob", "tomorrow")]
    [InlineData("Buy sausages @alice 09.05.27", "Buy sausages", "alice", "09.05.27")]
    [InlineData("Buy sausages 09.05.27 @alice", "Buy sausages", "alice", "09.05.27")]
    [InlineData("Buy sausages, @alice, 09.05.27.", "Buy sausages", "alice", "09.05.27")]
    [InlineData("Buy sausages @alice,09.05.27;", "Buy sausages", "alice", "09.05.27")]
    [InlineData("Buy sausages – @Alice – 09.05.27 !", "Buy sausages", "alice", "09.05.27")]
    [InlineData("Buy sausages @alice.", "Buy sausages", "alice", "")]
    [InlineData("Buy sausages @alice.smith-2_x...", "Buy sausages", "alice.smith-2_x", "")]
    [InlineData("Buy sausages etc. @alice", "Buy sausages etc.", "alice", "")]
    [InlineData("Buy sausages.", "Buy sausages.", "", "")]
    [InlineData("Buy sausages?", "Buy sausages?", "", "")]
    [InlineData("Buy sausages; ", "Buy sausages", "", "")]
    [InlineData("Buy C--", "Buy C--", "", "")]
    [InlineData("Call bob@example.com about 09.05 report @alice", "Call bob@example.com about 09.05 report", "alice", "")]
    [InlineData("Call @bob about 09.05.27 and 1.5 litres", "Call @bob about 09.05.27 and 1.5 litres", "", "")]
    [InlineData("Write to bob@example.com", "Write to bob@example.com", "", "")]
    [InlineData("Write to @алиса", "Write to @алиса", "", "")]
    [InlineData("Write to @", "Write to @", "", "")]
    [InlineData("Write to @...", "Write to @...", "", "")]
    [InlineData("Write to x@alice", "Write to x@alice", "", "")]
    [InlineData("Write to (@alice)", "Write to (@alice)", "", "")]
    [InlineData("Meet @bob @alice", "Meet", "bob alice", "")]
    [InlineData("Meet @bob and @alice by friday", "Meet", "bob alice", "by friday")]
    [InlineData("Встреча @bob, @eve и @alice", "Встреча", "bob eve alice", "")]
    [InlineData("Meet @bob & @alice", "Meet", "bob alice", "")]
    [InlineData("Meet @alice @Alice", "Meet", "alice", "")]
    [InlineData("Meet bob and @alice", "Meet bob and", "alice", "")]
    [InlineData("Meet in @alice 3 days", "Meet in @alice 3 days", "", "")]
    [InlineData("Отпуск с 09.05 до 10.05", "Отпуск с", "", "09.05|до 10.05")]
    [InlineData("Праздник, в воскресенье, 09.05", "Праздник", "", "09.05")]
    [InlineData("Report 31.02.2027 @alice", "Report", "alice", "31.02.2027")]
    [InlineData("@alice tomorrow", "", "alice", "tomorrow")]
    [InlineData("@alice buys sausages", "@alice buys sausages", "", "")]
    [InlineData("", "", "", "")]
    [InlineData(" , ; – ", "", "", "")]
    [InlineData("  Купить  колбасы\u00a0@alice  к пятнице ", "Купить  колбасы", "alice", "к пятнице")]
    public void It_is_read_from_its_end(string text, string subject, string assignees, string dates)
    {
        var task = TaskSentence.Read(text, Today);

        Assert.Equal(subject, task.Subject);
        Assert.Equal(assignees, string.Join(' ', task.Assignees));
        Assert.Equal(dates, string.Join('|', task.Dates.Select(d => text.Substring(d.Start, d.Length))));
    }

    [Fact]
    public void The_longest_login_is_one_and_a_longer_is_text()
    {
        var login = new string('a', 63);

        Assert.Equal([login], TaskSentence.Read($"Meet @{login}", Today).Assignees);
        Assert.Empty(TaskSentence.Read($"Meet @{login}aa", Today).Assignees);
    }
}
