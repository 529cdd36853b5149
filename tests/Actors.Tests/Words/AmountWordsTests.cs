using System.Globalization;
using FsCheck.Xunit;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed class AmountWordsTests
{
    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("1,5", "1.5")]
    [InlineData("8", "8")]
    [InlineData("0.25", "0.25")]
    [InlineData("9999", "9999")]
    [InlineData(" 1:30 ", "1.5")]
    [InlineData("0:20", "0.33")]
    [InlineData("01:05", "1.08")]
    [InlineData("1:30 ч", "1.5")]
    [InlineData("2h", "2")]
    [InlineData("2 H", "2")]
    [InlineData("2.5h", "2.5")]
    [InlineData("2h30m", "2.5")]
    [InlineData("2h 30 min", "2.5")]
    [InlineData("1h30", "1.5")]
    [InlineData("30m", "0.5")]
    [InlineData("90 minutes", "1.5")]
    [InlineData("2 hours", "2")]
    [InlineData("1 hour 15 minutes", "1.25")]
    [InlineData("2ч", "2")]
    [InlineData("1,5 ч", "1.5")]
    [InlineData("1 ч 30 мин", "1.5")]
    [InlineData("1 ч. 30\u00a0мин.", "1.5")]
    [InlineData("2ч30м", "2.5")]
    [InlineData("2 часа", "2")]
    [InlineData("5 часов 45 минут", "5.75")]
    [InlineData("1 час", "1")]
    [InlineData("1 минута", "0.02")]
    public void Hours_are_read(string text, string expected) =>
        Assert.Equal(new Reading<decimal>(decimal.Parse(expected, CultureInfo.InvariantCulture)), HoursWords.Read(text));

    [Theory]
    [InlineData("0", ReadingProblem.OutOfRange)]
    [InlineData("0:00", ReadingProblem.OutOfRange)]
    [InlineData("0m", ReadingProblem.OutOfRange)]
    [InlineData("-1", ReadingProblem.OutOfRange)]
    [InlineData("-1,5 ч", ReadingProblem.OutOfRange)]
    [InlineData("9999.01", ReadingProblem.OutOfRange)]
    [InlineData("10000", ReadingProblem.OutOfRange)]
    [InlineData("999999999", ReadingProblem.OutOfRange)]
    [InlineData("1:60", ReadingProblem.OutOfRange)]
    [InlineData("1h75m", ReadingProblem.OutOfRange)]
    [InlineData("", ReadingProblem.NotUnderstood)]
    [InlineData("h", ReadingProblem.NotUnderstood)]
    [InlineData("two", ReadingProblem.NotUnderstood)]
    [InlineData("1:5", ReadingProblem.NotUnderstood)]
    [InlineData("1:30:00", ReadingProblem.NotUnderstood)]
    [InlineData("1.5.2", ReadingProblem.NotUnderstood)]
    [InlineData("1.", ReadingProblem.NotUnderstood)]
    [InlineData(".5", ReadingProblem.NotUnderstood)]
    [InlineData("1e3", ReadingProblem.NotUnderstood)]
    [InlineData("1.5h30m", ReadingProblem.NotUnderstood)]
    [InlineData("1.5m", ReadingProblem.NotUnderstood)]
    [InlineData("30m 2h", ReadingProblem.NotUnderstood)]
    [InlineData("2d", ReadingProblem.NotUnderstood)]
    [InlineData("1 000", ReadingProblem.NotUnderstood)]
    [InlineData("٥", ReadingProblem.NotUnderstood)]
    public void What_is_no_time_says_why(string text, ReadingProblem why) => Assert.Equal(new Reading<decimal>(why), HoursWords.Read(text));

    /// <summary>Redmine shows hours as h:mm by rounding to minutes.</summary>
    [Fact]
    public void No_minute_is_lost()
    {
        foreach (var minutes in Enumerable.Range(1, 599))
        {
            var read = HoursWords.Read($"{minutes / 60}:{minutes % 60:00}").Value;

            Assert.Equal(minutes, Math.Round(read!.Value * 60));
            Assert.Equal(read, HoursWords.Read($"{minutes}m").Value);
            Assert.Equal(read, HoursWords.Read($"{minutes / 60}ч {minutes % 60}мин").Value);
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("30", 30)]
    [InlineData("30%", 30)]
    [InlineData(" 30 % ", 30)]
    [InlineData("007", 7)]
    [InlineData("100%", 100)]
    public void Percent_are_read(string text, int expected) => Assert.Equal(new Reading<int>(expected), PercentWords.Read(text));

    [Theory]
    [InlineData("101", ReadingProblem.OutOfRange)]
    [InlineData("-1", ReadingProblem.OutOfRange)]
    [InlineData("-1%", ReadingProblem.OutOfRange)]
    [InlineData("999999999", ReadingProblem.OutOfRange)]
    [InlineData("30.5", ReadingProblem.NotWhole)]
    [InlineData("30,5 %", ReadingProblem.NotWhole)]
    [InlineData("", ReadingProblem.NotUnderstood)]
    [InlineData("%", ReadingProblem.NotUnderstood)]
    [InlineData("half", ReadingProblem.NotUnderstood)]
    [InlineData("3 0", ReadingProblem.NotUnderstood)]
    [InlineData("30%%", ReadingProblem.NotUnderstood)]
    [InlineData("9999999999", ReadingProblem.NotUnderstood)]
    public void What_is_no_percentage_says_why(string text, ReadingProblem why) => Assert.Equal(new Reading<int>(why), PercentWords.Read(text));

    [Property(MaxTest = 2_000)]
    public void Any_text_is_read_or_has_a_reason(string? any, ushort number)
    {
        foreach (var text in new[] { any ?? "", $"{number}{any}", $"{any}{number}", $"{number}.{any}", $"{number}h{any}" })
        {
            var hours = HoursWords.Read(text);
            var percent = PercentWords.Read(text);

            Assert.NotEqual(hours.Value is null, hours.Problem == ReadingProblem.None);
            Assert.True(hours.Value is null or (> 0 and <= HoursWords.Most));
            Assert.NotEqual(percent.Value is null, percent.Problem == ReadingProblem.None);
            Assert.True(percent.Value is null or (>= 0 and <= 100));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData(" ")]
    [InlineData("h")]
    public void Long_texts_come_to_an_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 16_000 / piece.Length));

        Assert.Equal(ReadingProblem.NotUnderstood, HoursWords.Read(text).Problem);
        Assert.Equal(ReadingProblem.NotUnderstood, PercentWords.Read(text).Problem);
    }
}
