using System.Text.RegularExpressions;
using RedmineBridge.Actors.Batch;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Words;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Actors.Tests.Fuzz;

/// <summary>Whatever people type, and whatever stands in the file of the map, is read or refused.</summary>
public sealed partial class TextFuzz(ITestOutputHelper output)
{
    private static readonly DateOnly[] Days = [new(2026, 11, 25), DateOnly.MinValue, DateOnly.MaxValue];

    private static readonly TicketFormContext Context =
        new(Choices.Of(Choices.Strict), FormValues.None.With("project", "3").With("tracker", "1"), Language.English, Days[0], null);

    private static readonly IReadOnlyList<(string Key, IReadOnlyList<string> Names)> Fields = TicketForm.Names(Context);

    [Fact]
    public Task Lists_of_any_kind_are_read() => Fuzzer.TextsAsync(output, "lists", text =>
    {
        BatchText.LooksLikeBatch(text);
        foreach (var today in Days)
        {
            var reading = BatchText.Read(text, today);
            Assert.True(reading.Items.Count <= BatchText.MostItems && (reading.Items.Count == 0) == (reading.Problem != BatchProblem.None));
            var last = 0;
            foreach (var (first, end, original) in reading.Items.Select(i => (i.FirstLine, i.LastLine, i.Original))
                .Concat(reading.Skipped.Select(s => (s.FirstLine, s.LastLine, s.Original))).OrderBy(l => l.FirstLine))
            {
                Assert.InRange(first, last + 1, end);
                Assert.Contains(original, text, StringComparison.Ordinal);
                last = end;
            }

            foreach (var good in reading.Items.Where(i => i.IsGood))
            {
                Assert.NotEmpty(good.Subject);
                Assert.True(good.Due is not { } due || due >= today);
                Assert.Equal((good.Subject, good.Assignee, good.Due), Again(BatchText.Write(good, 1), today));
            }
        }
    });

    [Fact]
    public Task Messages_to_the_bot_of_any_kind_mean_something() => Fuzzer.TextsAsync(output, "said", text =>
    {
        var said = Addressed.Rest(text, "redmine");
        Assert.True(said is null || text.Contains(said, StringComparison.Ordinal));
        foreach (var today in Days)
        {
            foreach (var asked in new FieldKind?[] { null, FieldKind.Text, FieldKind.Choice, FieldKind.LongText })
                Assert.NotNull(Talk.Of(text, asked, today));
            var task = TaskSentence.Read(text, today);
            Assert.Contains(task.Subject, text, StringComparison.Ordinal);
            Assert.All(task.Dates, date => Assert.True(date.Reading.IsUnderstood && date.Start >= 0 && date.End <= text.Length));
            Assert.All(task.Assignees, login => Assert.Contains($"@{login}", text, StringComparison.OrdinalIgnoreCase));
        }

        var (values, unclear) = FirstWords.Of(text, Context);
        Assert.Contains(values.Text("subject") ?? "", text, StringComparison.Ordinal);
        Assert.All(unclear, field => Assert.Null(values.Text(field)));
        Assert.True(FieldNames.Find(text, Fields) is not var (key, value) || (Fields.Any(f => f.Key == key) && text.Contains(value, StringComparison.Ordinal)));
        Assert.True(CommandWords.ReadCommand(text) is not { } command || text.EndsWith(command.Rest, StringComparison.Ordinal));
    });

    [Fact]
    public Task Dates_of_any_kind_are_read() => Fuzzer.TextsAsync(output, "dates", text =>
    {
        foreach (var today in Days)
        {
            var reading = DateWords.Read(text, today);
            Assert.NotEqual(reading.Value is null, reading.Problem == ReadingProblem.None);
            Assert.True(DateWords.FindAtEnd(text, today) is not { } found || (found.Reading.IsUnderstood && found.Start >= 0 && found.End <= text.Length));
        }
    });

    [Fact]
    public Task Amounts_of_any_kind_are_read() => Fuzzer.TextsAsync(output, "amounts", text =>
    {
        var hours = HoursWords.Read(text);
        Assert.True(hours.Value is { } h ? h is > 0 and <= HoursWords.Most : hours.Problem != ReadingProblem.None);
        var percent = PercentWords.Read(text);
        Assert.True(percent.Value is { } p ? p is >= 0 and <= 100 : percent.Problem != ReadingProblem.None);
    });

    [Fact]
    public Task Maps_of_any_kind_are_read() => Fuzzer.TextsAsync(output, "maps", text =>
    {
        var map = UserMap.Parse(text, out var problems);

        Assert.Equal(problems.Count, map.PassedOver.Length);
        Assert.Equal(map.Entries.Length, map.Count);
        foreach (var entry in map.Entries)
        {
            Assert.True(RedmineLogin.IsPossible(entry.Redmine.Value));
            Assert.Equal(entry, map.EntryOf(entry.Username));
        }
    });

    [Fact]
    public Task Keys_of_any_kind_are_known_or_not() => Fuzzer.TextsAsync(output, "keys", text =>
    {
        var isKey = RedmineKey.TryParse(text, out var key);
        Assert.Equal(isKey, key is not null);
        if (isKey)
        {
            // It goes into a header as it is.
            Assert.True(key!.Value.Length == 40 && key.Value.All(char.IsAsciiHexDigit) && text.Contains(key.Value, StringComparison.Ordinal));
            Assert.DoesNotContain(key.Value, $"{key}", StringComparison.Ordinal);
            Assert.True(RedmineKey.IsSaid(key.Value));
        }

        if (RedmineKey.IsSaid(text))
            Assert.Single(Hexes().Matches(text));
    });

    [Fact]
    public Task Names_of_any_kind_are_compared() => Fuzzer.TextsAsync(output, "names", text =>
    {
        var half = text.Length / 2;
        var name = FullName.Of(text[..half], text[half..]);
        Assert.Equal(Typed.Words(Typed.Name($"{text[..half]} {text[half..]}")).Length > 1, name is not null);
        Assert.All(name?.Comparable ?? [], comparable => Assert.Equal(comparable, string.Join(' ', Typed.Words(comparable))));
    });

    [GeneratedRegex("(?<![0-9a-fA-F])[0-9a-fA-F]{40}(?![0-9a-fA-F])")]
    private static partial Regex Hexes();

    private static (string, string?, DateOnly?) Again(string line, DateOnly today)
    {
        var item = Assert.Single(BatchText.Read(line, today).Items);
        return (item.Subject, item.Assignee, item.Due);
    }
}
