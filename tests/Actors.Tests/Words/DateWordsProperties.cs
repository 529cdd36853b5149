using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Tests.Words;

/// <summary>What holds for every text and every day.</summary>
[Properties(Arbitrary = [typeof(DateWordsProperties)], MaxTest = 3_000)]
public sealed class DateWordsProperties
{
    private static readonly string[] Pieces =
    [
        "09.05.27", "9.5.27", "31.02.2027", "2027-05-09", "09.05", "9.5", "05/06/2027", "25/05/27", "1.5.73", "today", "завтра", "послезавтра", "day",
        "after", "the", "tomorrow", "friday", "в", "пятницу", "среду", "next", "следующую", "this", "in", "через", "3", "9999", "days", "дня", "a", "неделю",
        "месяц", "years", "by", "до", "К", "на", "г.", "at", "word", "слово", "@bob", "🎉", "\ud800", "\0", "ё", "İ", ".", ",", ";", "!", "…", "-", "/", "(", ")",
        " ", " ", " ", " ", " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u0085",
    ];

    public static Arbitrary<string> Texts() => Gen.Elements(Pieces).ArrayOf().Resize(16).Select(string.Concat).ToArbitrary();

    public static Arbitrary<DateOnly> Days() =>
        Gen.OneOf(Gen.Choose(DateOnly.MaxValue.DayNumber - 800, DateOnly.MaxValue.DayNumber), Gen.Choose(0, DateOnly.MaxValue.DayNumber), Gen.Choose(739_000, 741_000))
            .Select(DateOnly.FromDayNumber).ToArbitrary();

    [Property]
    public void Reading_never_throws_and_has_a_value_or_a_reason(string text, DateOnly today)
    {
        var reading = DateWords.Read(text, today);

        Assert.NotEqual(reading.Value is null, reading.Problem == ReadingProblem.None);
    }

    [Property]
    public void What_is_found_lies_in_the_text_and_only_punctuation_follows(string text, DateOnly today)
    {
        if (DateWords.FindAtEnd(text, today) is not { } found)
            return;

        Assert.InRange(found.Start, 0, text.Length - 1);
        Assert.InRange(found.End, found.Start + 1, text.Length);
        Assert.DoesNotContain(text[found.End..], char.IsLetterOrDigit);
        Assert.True(found.Reading.IsUnderstood);
    }

    [Property]
    public void What_is_found_at_the_end_reads_the_same_alone(string text, DateOnly today)
    {
        if (DateWords.FindAtEnd(text, today) is { } found)
            Assert.Equal(found.Reading, DateWords.Read(text.Substring(found.Start, found.Length), today));
    }

    [Property]
    public void A_text_that_is_a_date_is_found_whole_or_deemed_too_uncertain(string text, DateOnly today)
    {
        var trimmed = text.Trim();
        var whole = DateWords.Read(trimmed, today);
        if (!whole.IsUnderstood || DateWords.FindAtEnd(trimmed, today) is not { } found || found.Start > 0)
            return;

        Assert.Equal(whole, found.Reading);
    }

    [Property]
    public void What_stands_before_does_not_change_the_date(string text, DateOnly today)
    {
        if (DateWords.FindAtEnd(text, today) is not { } found)
            return;

        var moved = DateWords.FindAtEnd("Слово | " + text, today);
        Assert.NotNull(moved);
        Assert.Equal(found.Reading, moved.Value.Reading);
        Assert.Equal(text.Length - found.End, "Слово | ".Length + text.Length - moved.Value.End);
    }

    [Property]
    public void Every_day_is_read_back_from_how_it_is_written(DateOnly day, DateOnly today)
    {
        foreach (var format in new[] { "dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd" })
        {
            var written = day.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(new Reading<DateOnly>(day), DateWords.Read(written, today));
            Assert.Equal(new FoundDate(new(day), 5, written.Length), DateWords.FindAtEnd("Text " + written, today));
        }
    }

    [Property]
    public void A_day_without_a_year_is_not_in_the_past_and_next_year_at_the_latest(DateOnly day, DateOnly today)
    {
        var written = day.ToString("dd.MM", System.Globalization.CultureInfo.InvariantCulture);
        if (DateWords.Read(written, today).Value is not { } read)
        {
            Assert.InRange(today.Year, 9990, 9999);
            return;
        }

        Assert.True(read >= today);
        Assert.Equal((day.Day, day.Month), (read.Day, read.Month));
        Assert.True((day.Day, day.Month) == (29, 2) || read.DayNumber - today.DayNumber <= 366);
    }

    /// <summary>No part of a text is looked at more often than a few times, however it is made up.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("by ")]
    [InlineData("09.05.27")]
    [InlineData("09.05.27 ")]
    [InlineData("31.02.2027,")]
    [InlineData(".")]
    [InlineData("in 3 days ")]
    public void Long_texts_come_to_an_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 16_000 / piece.Length));

        Assert.False(DateWords.Read(text, new(2027, 5, 5)).IsUnderstood);
        Assert.True(DateWords.FindAtEnd(text, new(2027, 5, 5)) is not { Length: > 64 });
    }
}
