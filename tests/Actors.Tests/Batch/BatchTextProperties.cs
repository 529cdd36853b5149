using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using RedmineBridge.Actors.Batch;

namespace RedmineBridge.Actors.Tests.Batch;

/// <summary>What holds for every list, however it is made up.</summary>
[Properties(Arbitrary = [typeof(BatchTextProperties)], MaxTest = 3_000)]
public sealed partial class BatchTextProperties
{
    private static readonly DateOnly Today = new(2027, 5, 5);

    private static readonly string[] Pieces =
    [
        "1. ", "2) ", "3.", "- ", "* ", "– ", "•", "- [ ] ", "[ ] ", "-", "1.5", "\n", "\n", "\n", "\n", "\r\n", "\r", "\u2028", "\n\n", "\n1. ", "\n- ", "\n2) ", "\n  ",
        "@alice", "@bob", "@Eve.", "bob@example.com", "@", "and", "и", "&", "09.05.27", "09.05", "9.5.2027", "31.02.2027", "05/06/2027", "01.01.2020", "tomorrow",
        "в пятницу", "by", "on", "в", "до", "in", "next", "3", "days", "friday", "г.", "word", "слово", "🎉", "\ud800", "\0", "Tasks:", "# ", ":", ",", ";", ".", "!", "–", "-",
        " ", " ", " ", " ", " ", " ", "  ", "\t", "\u00a0",
    ];

    public static Arbitrary<string> Texts() => Gen.Elements(Pieces).ArrayOf().Resize(30).Select(string.Concat).ToArbitrary();

    [Property]
    public void Every_filled_line_is_in_one_item_or_skipped_and_in_order(string text)
    {
        var reading = BatchText.Read(text, Today);
        var lines = LineBreak().Split(text);
        var told = reading.Items.Select(i => (i.FirstLine, i.LastLine, i.Original))
            .Concat(reading.Skipped.Select(s => (s.FirstLine, s.LastLine, s.Original)))
            .OrderBy(t => t.FirstLine).ToArray();

        var next = 1;
        foreach (var (first, last, original) in told)
        {
            Assert.All(lines[(next - 1)..(first - 1)], line => Assert.True(string.IsNullOrWhiteSpace(line)));
            Assert.InRange(last, first, lines.Length);
            Assert.Equal(lines[(first - 1)..last], LineBreak().Split(original));
            Assert.Contains(original, text, StringComparison.Ordinal);
            next = last + 1;
        }

        Assert.All(lines[(next - 1)..], line => Assert.True(string.IsNullOrWhiteSpace(line)));
    }

    [Property]
    public void A_subject_is_part_of_the_text_in_one_line(string text)
    {
        foreach (var item in BatchText.Read(text, Today).Items)
        {
            Assert.Equal(item.Subject.Trim(), item.Subject);
            Assert.DoesNotMatch(LineBreak(), item.Subject);
            if (item.FirstLine == item.LastLine)
                Assert.Contains(item.Subject, item.Original, StringComparison.Ordinal);
            else
                Assert.Contains(Blanks().Replace(item.Subject, " "), Blanks().Replace(item.Original, " "), StringComparison.Ordinal);
        }
    }

    [Property]
    public void An_item_that_is_written_reads_the_same(string text, ushort later)
    {
        foreach (var item in BatchText.Read(text, Today).Items.Where(i => i.IsGood))
        {
            var again = Assert.Single(BatchText.Read(BatchText.Write(item, 1 + (later % 999)), Today).Items);
            Assert.Equal((item.Subject, item.Assignee, item.Due), (again.Subject, again.Assignee, again.Due));
            Assert.True(again.IsGood);
            // The date is a day now, whenever the line is read.
            var someday = Assert.Single(BatchText.Read(BatchText.Write(item, 1), Today.AddDays(-later)).Items);
            Assert.Equal((item.Subject, item.Assignee, item.Due), (someday.Subject, someday.Assignee, someday.Due));
        }
    }

    [Property]
    public void A_list_that_is_written_reads_the_same(string text)
    {
        var good = BatchText.Read(text, Today).Items.Where(i => i.IsGood).ToArray();
        var again = BatchText.Read(string.Join('\n', good.Select((item, i) => BatchText.Write(item, i + 1))), Today);

        Assert.Equal(good.Select(i => (i.Subject, i.Assignee, i.Due)), again.Items.Select(i => (i.Subject, i.Assignee, i.Due)));
    }

    [Property]
    public void The_originals_pasted_again_are_the_same_items(string text)
    {
        var items = BatchText.Read(text, Today).Items;
        if (BatchText.Read(text, Today).Skipped.Any(s => s.Reason == BatchSkipReason.Done))
            return;
        var again = BatchText.Read(BatchText.Originals(items), Today).Items;

        Assert.Equal(items.Select(Said), again.Select(Said));
    }

    [Property]
    public void A_problem_leaves_no_value_that_could_be_taken(string text)
    {
        foreach (var item in BatchText.Read(text, Today).Items)
        {
            var kinds = item.Problems.Select(p => p.Kind).ToHashSet();
            Assert.Equal(item.Subject.Length == 0, kinds.Contains(BatchItemProblemKind.SubjectEmpty));
            Assert.False(item.Assignee is not null && kinds.Contains(BatchItemProblemKind.SeveralAssignees));
            Assert.False(item.Due is not null && (kinds.Contains(BatchItemProblemKind.SeveralDates) || kinds.Contains(BatchItemProblemKind.DateUnreal)));
            Assert.Equal(item.Due < Today, item.Due is not null && kinds.Contains(BatchItemProblemKind.DatePast));
            Assert.True(item.Assignee is null || Login().IsMatch(item.Assignee));
        }
    }

    [Property]
    public void Any_text_may_be_asked_about(string text, string any)
    {
        if (BatchText.LooksLikeBatch(text + any))
            Assert.True(BatchText.Read(text + any, Today).Count >= 2);
    }

    /// <summary>No part of a text is looked at more often than a few times, however it is made up.</summary>
    [Theory]
    [InlineData("@a ")]
    [InlineData("@a and ")]
    [InlineData("09.05.27 ")]
    [InlineData("31.02.2027,")]
    [InlineData("- ")]
    [InlineData("-")]
    [InlineData("[ ] ")]
    [InlineData("1.\n")]
    [InlineData("a\n")]
    [InlineData("a:\n")]
    [InlineData("# \n")]
    [InlineData(" ")]
    [InlineData("\r")]
    [InlineData("1")]
    [InlineData("@")]
    [InlineData(".")]
    [InlineData("in 3 days @bob ")]
    public void Long_texts_come_to_an_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 16_000 / piece.Length));

        foreach (var hostile in new[] { text, "1. " + text[..15_000], text[..15_000] + "\n- x" })
            Assert.NotEqual(BatchProblem.TooLong, BatchText.Read(hostile, Today).Problem);
    }

    private static string Said(BatchItem item) =>
        $"{item.Subject}|{item.Assignee}|{item.Due}|{string.Join(' ', item.Problems.Select(p => $"{p.Kind}{string.Join(',', p.Details)}"))}";

    [GeneratedRegex("\r\n|[\n\r\u0085\u2028\u2029]")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^[a-z0-9._-]*[a-z0-9_-]$")]
    private static partial Regex Login();
}
