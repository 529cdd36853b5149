using System.Globalization;
using RedmineBridge.Actors.Batch;

namespace RedmineBridge.Actors.Tests.Batch;

public sealed class BatchTextTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly DateOnly Today = new(2027, 5, 5);

    /// <summary>An item is shown as <c>lines subject @assignee date problems</c>.</summary>
    [Theory]
    [InlineData("1. Buy sausages @alice 09.05.27", "1 Buy sausages @alice 2027-05-09")]
    [InlineData("1) Buy sausages 09.05.27 @alice", "1 Buy sausages @alice 2027-05-09")]
    [InlineData("- Buy sausages @alice, 09.05.27;", "1 Buy sausages @alice 2027-05-09")]
    [InlineData("* Buy sausages @Alice.", "1 Buy sausages @alice")]
    [InlineData("• Buy sausages", "1 Buy sausages")]
    [InlineData("•Buy sausages", "1 Buy sausages")]
    [InlineData("– Купить колбасы до пятницы", "1 Купить колбасы 2027-05-07")]
    [InlineData("— Купить колбасы до пятницы.", "1 Купить колбасы 2027-05-07")]
    [InlineData("  12.\tBuy sausages", "1 Buy sausages")]
    [InlineData("1.Buy sausages", "1 Buy sausages")]
    [InlineData("1)Buy sausages", "1 Buy sausages")]
    [InlineData("- [ ] Buy sausages @alice", "1 Buy sausages @alice")]
    [InlineData("1. [ ] Buy sausages", "1 Buy sausages")]
    [InlineData("[ ] Buy sausages", "1 Buy sausages")]
    [InlineData("Buy sausages", "1 Buy sausages")]
    [InlineData("Call bob@example.com about 09.05 report @alice", "1 Call bob@example.com about 09.05 report @alice")]
    [InlineData("1.5 litres of milk", "1 1.5 litres of milk")]
    [InlineData("09.05 report", "1 09.05 report")]
    [InlineData("2027. A year", "1 2027. A year")]
    [InlineData("-5 °C in room 5", "1 -5 °C in room 5")]
    [InlineData("**Urgent** report", "1 **Urgent** report")]
    [InlineData("- 2. Buy sausages", "1 2. Buy sausages")]
    public void One_line_is_one_item(string text, string expected) => Assert.Equal([expected], Shown(text));

    [Theory]
    [InlineData("1. a\n2. b\n3. c", "1 a", "2 b", "3 c")]
    [InlineData("1. a\r\n2. b\r\n", "1 a", "2 b")]
    [InlineData("1. a\r2. b\u20283. c\u00854. d", "1 a", "2 b", "3 c", "4 d")]
    [InlineData("\n\n1. a\n\n\n2. b\n", "3 a", "6 b")]
    [InlineData("a\nb\n\nc", "1 a", "2 b", "4 c")]
    [InlineData("- a\n  - b\n    1) c", "1 a", "2 b", "3 c")]
    [InlineData("1. Buy\nsausages\n  and bread @alice\n09.05.27\n2. b", "1-4 Buy sausages and bread @alice 2027-05-09", "5 b")]
    [InlineData("1.\nBuy sausages\n2. b", "1-2 Buy sausages", "3 b")]
    [InlineData("Tasks:\n1. a\n2. b", "2 a", "3 b")]
    [InlineData("Tasks:\na\nb", "2 a", "3 b")]
    [InlineData("Tasks:", "1 Tasks:")]
    [InlineData("a\nTasks:\nb", "1 a", "2 Tasks:", "3 b")]
    [InlineData("Kitchen:\n- a\n- b\n\n**Office:**\n- c", "2 a", "3 b", "6 c")]
    [InlineData("# Kitchen\n- a\n## Office\n- c", "2 a", "4 c")]
    [InlineData("- a\nOffice:\n- c", "1-2 a Office:", "3 c")]
    [InlineData("1. Buy:\n- milk\n- bread", "1 Buy:", "2 milk", "3 bread")]
    [InlineData("- [x] a\n- [ ] b\n- [Х] c", "2 b")]
    public void Lines_make_items(string text, params string[] expected) => Assert.Equal(expected, Shown(text));

    [Theory]
    [InlineData("Hello!\n1. a\n2. b", "1 Hello! Unmarked()", "2 a", "3 b")]
    [InlineData("1. a\n\nThanks @bob", "1 a", "3 Thanks @bob Unmarked()")]
    [InlineData("1. a\n\nNotes:", "1 a", "3 Notes: Unmarked()")]
    [InlineData("1.\n2. b", "1  SubjectEmpty()", "2 b")]
    [InlineData("- @alice tomorrow", "1  @alice 2027-05-06 SubjectEmpty()")]
    [InlineData("- ,", "1  SubjectEmpty()")]
    [InlineData("1. a @alice @bob", "1 a SeveralAssignees(alice, bob)")]
    [InlineData("1. a @alice and @bob tomorrow", "1 a 2027-05-06 SeveralAssignees(alice, bob)")]
    [InlineData("1. a @bob 09.05.27 @Alice", "1 a 2027-05-09 SeveralAssignees(bob, alice)")]
    [InlineData("1. a 09.05.27 by friday", "1 a SeveralDates(09.05.27, by friday)")]
    [InlineData("1. a 31.02.2027 @alice", "1 a @alice DateUnreal(31.02.2027)")]
    [InlineData("1. a до 31.02", "1 a DateUnreal(до 31.02)")]
    [InlineData("1. a 05/06/2027", "1 a DateAmbiguous(05/06/2027)")]
    [InlineData("1. a by 04.05.2027", "1 a 2027-05-04 DatePast(by 04.05.2027)")]
    [InlineData("1. a 05.05.2027", "1 a 2027-05-05")]
    [InlineData("1. a 04.05", "1 a 2028-05-04")]
    [InlineData("1. a 04.05.2027 31.02.2027", "1 a SeveralDates(04.05.2027, 31.02.2027) DatePast(04.05.2027) DateUnreal(31.02.2027)")]
    public void What_is_wrong_is_said_item_by_item(string text, params string[] expected) => Assert.Equal(expected, Shown(text));

    [Fact]
    public void A_subject_has_255_characters_at_most_as_people_count_them()
    {
        var longest = string.Concat(Enumerable.Repeat("🎉", BatchText.LongestSubject));

        Assert.True(Assert.Single(BatchText.Read($"1. {longest} @alice", Today).Items).IsGood);
        var problem = Assert.Single(Assert.Single(BatchText.Read($"1. {longest}! @alice", Today).Items).Problems);
        Assert.Equal((BatchItemProblemKind.SubjectTooLong, "256"), (problem.Kind, Assert.Single(problem.Details)));
    }

    [Fact]
    public void The_original_is_kept_to_the_character()
    {
        var items = BatchText.Read("Tasks:\r\n  1. Buy\r\n\tsausages  @Alice, 09.05.27;  \r\n\r\n 2) b ", Today).Items;

        Assert.Equal(["  1. Buy\r\n\tsausages  @Alice, 09.05.27;  ", " 2) b "], items.Select(i => i.Original));
        Assert.Equal([(2, 3), (5, 5)], items.Select(i => (i.FirstLine, i.LastLine)));
    }

    [Theory]
    [InlineData("Tasks:\n1. a", "1 Tasks: Heading")]
    [InlineData("Tasks:\nKitchen:\na", "1 Tasks: Heading", "2 Kitchen: Heading")]
    [InlineData("# Tasks\n1. a\n\nNotes:\n* b", "1 # Tasks Heading", "4 Notes: Heading")]
    [InlineData("- [x] a\nb\n- [ ] c", "1-2 - [x] a\nb Done")]
    [InlineData("1. a\n2. b")]
    public void What_becomes_no_item_is_told(string text, params string[] expected) =>
        Assert.Equal(expected, BatchText.Read(text, Today).Skipped.Select(s => $"{Lines(s.FirstLine, s.LastLine)} {s.Original} {s.Reason}"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\r\n\t")]
    [InlineData("- [x] a")]
    public void A_text_without_items_says_so(string text)
    {
        var reading = BatchText.Read(text, Today);

        Assert.Equal((BatchProblem.Empty, 0), (reading.Problem, reading.Count));
        Assert.Empty(reading.Items);
    }

    [Fact]
    public void A_list_has_200_items_at_most()
    {
        var most = string.Join('\n', Enumerable.Range(1, 200).Select(i => $"{i}. a{i}"));
        Assert.Equal(200, BatchText.Read("Tasks:\n" + most, Today).Items.Count);

        var tooMany = BatchText.Read(most + "\n201. b", Today);
        Assert.Equal((BatchProblem.TooManyItems, 201), (tooMany.Problem, tooMany.Count));
        Assert.Empty(tooMany.Items);
    }

    [Fact]
    public void A_list_has_16000_characters_at_most_as_people_count_them()
    {
        var longest = string.Concat(Enumerable.Repeat("🎉", 16_000));
        Assert.Equal(BatchProblem.None, BatchText.Read(longest, Today).Problem);

        var tooLong = BatchText.Read(longest + "a", Today);
        Assert.Equal((BatchProblem.TooLong, 16_001), (tooLong.Problem, tooLong.Count));
        Assert.Empty(tooLong.Items);
    }

    [Theory]
    [InlineData("1. Buy sausages @alice 09.05.27\n2. Fix the tap", true)]
    [InlineData("- a\n- b", true)]
    [InlineData("Tasks:\n• купить\n• починить", true)]
    [InlineData("Hello!\n1. a\n2. b", true)]
    [InlineData("- [ ] a\n- [ ] b", true)]
    [InlineData("- [x] a\n- [ ] b", false)]
    [InlineData("- a", false)]
    [InlineData("a\nb\nc", false)]
    [InlineData("Hello!\n\nHow are you?\n\n- a\n- b", false)]
    [InlineData("- 5\n- 6", false)]
    [InlineData("1.5 litres\n2.5 kg", false)]
    [InlineData("```\n- a\n- b\n```", false)]
    [InlineData("", false)]
    public void A_pasted_list_is_told_from_talk(string text, bool expected) => Assert.Equal(expected, BatchText.LooksLikeBatch(text));

    [Theory]
    [InlineData("* Buy sausages 9.5.27 @Alice", "7. Buy sausages @alice 09.05.2027")]
    [InlineData("Buy sausages", "7. Buy sausages")]
    [InlineData("Купить колбасы, завтра", "7. Купить колбасы 06.05.2027")]
    [InlineData("- Work on, tomorrow", "7. Work on, 06.05.2027")]
    [InlineData("- Work on, tomorrow @alice", "7. Work on @alice 06.05.2027")]
    [InlineData("- Созвон в, tomorrow", "7. Созвон в 06.05.2027")]
    [InlineData("- [ ] [x] is done", "7. [ ] [x] is done")]
    [InlineData("- 2. Buy", "7. 2. Buy")]
    public void An_item_is_written_as_one_plain_line(string text, string expected)
    {
        var item = Assert.Single(BatchText.Read(text, Today).Items);

        Assert.Equal(expected, BatchText.Write(item, 7));
        Assert.Equal(Shown(item with { Original = "" }), Assert.Single(Shown(expected)));
    }

    private static string[] Shown(string text) => [.. BatchText.Read(text, Today).Items.Select(Shown)];

    private static string Shown(BatchItem item)
    {
        List<string> parts = [Lines(item.FirstLine, item.LastLine), item.Subject];
        if (item.Assignee is not null)
            parts.Add("@" + item.Assignee);
        if (item.Due is { } due)
            parts.Add(due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        parts.AddRange(item.Problems.Select(p => $"{p.Kind}({string.Join(", ", p.Details)})"));
        return string.Join(' ', parts);
    }

    private static string Lines(int first, int last) => first == last ? $"{first}" : $"{first}-{last}";
}
