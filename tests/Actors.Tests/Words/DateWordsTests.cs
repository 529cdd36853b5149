using System.Globalization;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

public sealed class DateWordsTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2027, 5, 5);

    [Theory]
    [InlineData("09.05.27", "2027-05-09")]
    [InlineData("09.05.2027", "2027-05-09")]
    [InlineData("9.5.27", "2027-05-09")]
    [InlineData("9.5.2027", "2027-05-09")]
    [InlineData("  09.05.2027 г. ", "2027-05-09")]
    [InlineData("9.5.27 года", "2027-05-09")]
    [InlineData("29.02.2028", "2028-02-29")]
    [InlineData("01.01.00", "2000-01-01")]
    [InlineData("31.12.99", "2099-12-31")]
    [InlineData("2027-05-09", "2027-05-09")]
    [InlineData("2027-5-9", "2027-05-09")]
    [InlineData("2027/05/09", "2027-05-09")]
    [InlineData("2027.05.09", "2027-05-09")]
    [InlineData("25/05/2027", "2027-05-25")]
    [InlineData("25/05/27", "2027-05-25")]
    [InlineData("25-05-2027", "2027-05-25")]
    [InlineData("05/05/2027", "2027-05-05")]
    [InlineData("09.05", "2027-05-09")]
    [InlineData("9.5", "2027-05-09")]
    [InlineData("05.05", "2027-05-05")]
    [InlineData("04.05", "2028-05-04")]
    [InlineData("29.02", "2028-02-29")]
    [InlineData("09.05.", "2027-05-09")]
    public void A_date_of_digits(string text, string expected) => AssertDate(expected, DateWords.Read(text, Today));

    [Theory]
    [InlineData("today", "2027-05-05")]
    [InlineData("Сегодня", "2027-05-05")]
    [InlineData("TOMORROW!", "2027-05-06")]
    [InlineData("завтра", "2027-05-06")]
    [InlineData("послезавтра", "2027-05-07")]
    [InlineData("day after tomorrow", "2027-05-07")]
    [InlineData("the  day\u00a0after tomorrow", "2027-05-07")]
    [InlineData("in 1 day", "2027-05-06")]
    [InlineData("in 3 days", "2027-05-08")]
    [InlineData("in three days", "2027-05-08")]
    [InlineData("in a week", "2027-05-12")]
    [InlineData("in 2 weeks", "2027-05-19")]
    [InlineData("in a month", "2027-06-05")]
    [InlineData("in 2 months", "2027-07-05")]
    [InlineData("in a year", "2028-05-05")]
    [InlineData("через день", "2027-05-06")]
    [InlineData("через 3 дня", "2027-05-08")]
    [InlineData("Через Пять Дней", "2027-05-10")]
    [InlineData("через неделю", "2027-05-12")]
    [InlineData("через одну неделю", "2027-05-12")]
    [InlineData("через 2 недели", "2027-05-19")]
    [InlineData("через месяц", "2027-06-05")]
    [InlineData("через два месяца", "2027-07-05")]
    [InlineData("через год", "2028-05-05")]
    public void A_date_in_words(string text, string expected)
    {
        AssertDate(expected, DateWords.Read(text, Today));
        var found = DateWords.FindAtEnd("Починить кран " + text, Today);
        AssertDate(expected, found!.Value.Reading);
        Assert.Equal("Починить кран ".Length, found.Value.Start);
    }

    /// <summary>A weekday is the next one after today; "this" counts today; "next" is in the next week.</summary>
    [Theory]
    [InlineData("monday", "2027-05-10")]
    [InlineData("mon", "2027-05-10")]
    [InlineData("tue", "2027-05-11")]
    [InlineData("Wednesday", "2027-05-12")]
    [InlineData("thurs", "2027-05-06")]
    [InlineData("friday", "2027-05-07")]
    [InlineData("fri", "2027-05-07")]
    [InlineData("sat", "2027-05-08")]
    [InlineData("sun", "2027-05-09")]
    [InlineData("this wednesday", "2027-05-05")]
    [InlineData("this friday", "2027-05-07")]
    [InlineData("this monday", "2027-05-10")]
    [InlineData("next monday", "2027-05-10")]
    [InlineData("next wednesday", "2027-05-12")]
    [InlineData("next friday", "2027-05-14")]
    [InlineData("next sunday", "2027-05-16")]
    [InlineData("понедельник", "2027-05-10")]
    [InlineData("в понедельник", "2027-05-10")]
    [InlineData("во вторник", "2027-05-11")]
    [InlineData("в среду", "2027-05-12")]
    [InlineData("в четверг", "2027-05-06")]
    [InlineData("в пятницу", "2027-05-07")]
    [InlineData("в субботу", "2027-05-08")]
    [InlineData("в воскресенье", "2027-05-09")]
    [InlineData("до понедельника", "2027-05-10")]
    [InlineData("до пятницы", "2027-05-07")]
    [InlineData("к пятнице", "2027-05-07")]
    [InlineData("ко вторнику", "2027-05-11")]
    [InlineData("на пятницу", "2027-05-07")]
    [InlineData("пт", "2027-05-07")]
    [InlineData("в пт.", "2027-05-07")]
    [InlineData("среда", "2027-05-12")]
    [InlineData("в эту среду", "2027-05-05")]
    [InlineData("в эту пятницу", "2027-05-07")]
    [InlineData("в ближайшую среду", "2027-05-12")]
    [InlineData("в следующую пятницу", "2027-05-14")]
    [InlineData("к следующей пятнице", "2027-05-14")]
    [InlineData("в след. понедельник", "2027-05-10")]
    public void A_weekday(string text, string expected) => AssertDate(expected, DateWords.Read(text, Today));

    [Theory]
    [InlineData("by")]
    [InlineData("on")]
    [InlineData("Until")]
    [InlineData("till")]
    [InlineData("до")]
    [InlineData("К")]
    [InlineData("на")]
    public void Each_may_be_led_by_a_word(string lead)
    {
        foreach (var (text, expected) in new[]
        {
            ("09.05.27", "2027-05-09"), ("2027-05-09", "2027-05-09"), ("09.05", "2027-05-09"), ("завтра", "2027-05-06"), ("today", "2027-05-05"),
            ("friday", "2027-05-07"), ("пятницу", "2027-05-07"), ("next friday", "2027-05-14"), ("the day after tomorrow", "2027-05-07"),
        })
        {
            AssertDate(expected, DateWords.Read($"{lead}  {text}", Today));
            var found = DateWords.FindAtEnd($"Fix it {lead}  {text}.", Today);
            AssertDate(expected, found!.Value.Reading);
            Assert.Equal("Fix it ".Length, found.Value.Start);
        }
    }

    /// <summary>Russians write ё and е for the same; no word of a date needs it today, but a person's keyboard may.</summary>
    [Fact]
    public void Yo_is_ye() => AssertDate("2027-05-10", DateWords.Read("в понёдельник", Today));

    [Theory]
    [InlineData("31.02.2027", ReadingProblem.Unreal)]
    [InlineData("29.02.27", ReadingProblem.Unreal)]
    [InlineData("00.05.2027", ReadingProblem.Unreal)]
    [InlineData("32.1.27", ReadingProblem.Unreal)]
    [InlineData("01.13.2027", ReadingProblem.Unreal)]
    [InlineData("31.02", ReadingProblem.Unreal)]
    [InlineData("10.15", ReadingProblem.Unreal)]
    [InlineData("2027-02-30", ReadingProblem.Unreal)]
    [InlineData("2027-13-01", ReadingProblem.Unreal)]
    [InlineData("0000-01-01", ReadingProblem.Unreal)]
    [InlineData("05/25/2027", ReadingProblem.Unreal)]
    [InlineData("до 31.04.2027", ReadingProblem.Unreal)]
    [InlineData("in 9000 years", ReadingProblem.Unreal)]
    [InlineData("09/05/2027", ReadingProblem.Ambiguous)]
    [InlineData("9/5/27", ReadingProblem.Ambiguous)]
    [InlineData("09-05-2027", ReadingProblem.Ambiguous)]
    [InlineData("by 01/02/2027", ReadingProblem.Ambiguous)]
    [InlineData("", ReadingProblem.NotUnderstood)]
    [InlineData(" \t", ReadingProblem.NotUnderstood)]
    [InlineData("...", ReadingProblem.NotUnderstood)]
    [InlineData("by", ReadingProblem.NotUnderstood)]
    [InlineData("soon", ReadingProblem.NotUnderstood)]
    [InlineData("by by friday", ReadingProblem.NotUnderstood)]
    [InlineData("9", ReadingProblem.NotUnderstood)]
    [InlineData("09.05.027", ReadingProblem.NotUnderstood)]
    [InlineData("009.05.2027", ReadingProblem.NotUnderstood)]
    [InlineData("09.05-2027", ReadingProblem.NotUnderstood)]
    [InlineData("09..05", ReadingProblem.NotUnderstood)]
    [InlineData("09/05", ReadingProblem.NotUnderstood)]
    [InlineData("1-2-27", ReadingProblem.NotUnderstood)]
    [InlineData("1.2.3.4", ReadingProblem.NotUnderstood)]
    [InlineData("٠٩.٠٥.٢٠٢٧", ReadingProblem.NotUnderstood)]
    [InlineData("in 0 days", ReadingProblem.NotUnderstood)]
    [InlineData("in 10000 days", ReadingProblem.NotUnderstood)]
    [InlineData("in days", ReadingProblem.NotUnderstood)]
    [InlineData("in day", ReadingProblem.NotUnderstood)]
    [InlineData("в завтра", ReadingProblem.NotUnderstood)]
    [InlineData("в 3 дня", ReadingProblem.NotUnderstood)]
    [InlineData("next tomorrow", ReadingProblem.NotUnderstood)]
    [InlineData("завтра г.", ReadingProblem.NotUnderstood)]
    [InlineData("09.05 г.", ReadingProblem.NotUnderstood)]
    [InlineData("tomorrow tomorrow", ReadingProblem.NotUnderstood)]
    public void What_is_no_date_says_why(string text, ReadingProblem why) =>
        Assert.Equal(new Reading<DateOnly>(why), DateWords.Read(text, Today));

    /// <summary>The bar stands before the date, and a second one behind it.</summary>
    [Theory]
    [InlineData("Fix the tap in room 5 |tomorrow|", "2027-05-06")]
    [InlineData("Fix the tap in room 5, |by the day after tomorrow|.", "2027-05-07")]
    [InlineData("Fix the tap in room |5.5.27|", "2027-05-05")]
    [InlineData("Починить кран |в следующую пятницу| !", "2027-05-14")]
    [InlineData("Починить кран |через 3 дня|…", "2027-05-08")]
    [InlineData("Купить колбасы |09.05.27|", "2027-05-09")]
    [InlineData("Купить колбасы,|09.05.27|;", "2027-05-09")]
    [InlineData("Купить колбасы |до 09.05.2027 г|.", "2027-05-09")]
    [InlineData("Report about 09.05 |by 10.05|", "2027-05-10")]
    [InlineData("Версия 2.5 |пт|", "2027-05-07")]
    [InlineData("Work |on sat|", "2027-05-08")]
    [InlineData("Развернуть |в среду|", "2027-05-12")]
    [InlineData("|tomorrow|", "2027-05-06")]
    [InlineData("\n|в\t пятницу|\n", "2027-05-07")]
    [InlineData("🎉 |сегодня|", "2027-05-05")]
    [InlineData("Answer in |friday|", "2027-05-07")]
    public void The_longest_date_at_the_end_of_a_text(string marked, string expected)
    {
        var places = marked.Split('|');
        var found = DateWords.FindAtEnd(string.Concat(places), Today);

        Assert.NotNull(found);
        AssertDate(expected, found.Value.Reading);
        Assert.Equal((places[0].Length, places[1].Length), (found.Value.Start, found.Value.Length));
    }

    [Theory]
    [InlineData("Report |31.02.2027|", ReadingProblem.Unreal)]
    [InlineData("Report |by 31.02|", ReadingProblem.Unreal)]
    [InlineData("Report |32.01.27|", ReadingProblem.Unreal)]
    [InlineData("Report |31.2.2027|", ReadingProblem.Unreal)]
    [InlineData("Report |2027-02-29|", ReadingProblem.Unreal)]
    [InlineData("Report |by 05/06/2027|.", ReadingProblem.Ambiguous)]
    public void What_looks_like_a_date_at_the_end_but_is_none(string marked, ReadingProblem why)
    {
        var places = marked.Split('|');

        Assert.Equal(new FoundDate(new(why), places[0].Length, places[1].Length), DateWords.FindAtEnd(string.Concat(places), Today));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Fix the tap")]
    [InlineData("tomorrow we fix the tap")]
    [InlineData("Upgrade to 2.5")]
    [InlineData("Upgrade to 9.05")]
    [InlineData("Upgrade to 1.0.15")]
    [InlineData("Upgrade to macOS 10.15")]
    [InlineData("Release v1.5.27")]
    [InlineData("Ping 10.10.10.10")]
    [InlineData("Созвон в 10.05")]
    [InlineData("Call Bob at 10.05")]
    [InlineData("Sit in the sun")]
    [InlineData("Here Bob sat")]
    [InlineData("Починить тестовую среду")]
    [InlineData("Охрана среды")]
    [InlineData("see x09.05.27")]
    [InlineData("see (09.05.27)")]
    [InlineData("see 09.05.27x")]
    [InlineData("see \"tomorrow\"")]
    [InlineData("Сделать за 3 дня")]
    [InlineData("Deploy 1/2/3")]
    [InlineData("bob@example.com")]
    public void A_text_that_ends_otherwise_has_no_date(string text) => Assert.Null(DateWords.FindAtEnd(text, Today));

    [Theory]
    [InlineData("2027-01-31", "in a month", "2027-02-28")]
    [InlineData("2028-02-29", "in a year", "2029-02-28")]
    [InlineData("2027-12-31", "завтра", "2028-01-01")]
    [InlineData("2027-05-09", "monday", "2027-05-10")]
    [InlineData("2027-05-09", "sunday", "2027-05-16")]
    [InlineData("2027-05-09", "this sunday", "2027-05-09")]
    [InlineData("2027-05-09", "next sunday", "2027-05-16")]
    [InlineData("2027-05-09", "next monday", "2027-05-10")]
    [InlineData("2027-05-10", "next monday", "2027-05-17")]
    [InlineData("2027-05-10", "next sunday", "2027-05-23")]
    [InlineData("2096-03-01", "29.02", "2104-02-29")]
    [InlineData("9999-12-31", "31.12", "9999-12-31")]
    public void It_depends_on_today(string today, string text, string expected) => AssertDate(expected, DateWords.Read(text, Date(today)));

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("friday")]
    [InlineData("next monday")]
    [InlineData("30.12")]
    [InlineData("29.02")]
    [InlineData("in 2 weeks")]
    [InlineData("in a month")]
    [InlineData("in 9999 years")]
    public void Nothing_is_later_than_the_calendar(string text) =>
        Assert.Equal(new Reading<DateOnly>(ReadingProblem.Unreal), DateWords.Read(text, DateOnly.MaxValue));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void AssertDate(string expected, Reading<DateOnly> actual) => Assert.Equal(new Reading<DateOnly>(Date(expected)), actual);
}
