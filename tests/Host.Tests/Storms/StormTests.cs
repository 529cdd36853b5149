using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Floods;
using RedmineBridge.Host.Tests.Kills;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Host.Tests.Storms;

/// <summary>
/// Faults by chance, with people at work all the while. STORM says for how many seconds, STORMS with how many seeds; SEED repeats a run's choices.
/// </summary>
public sealed class StormTests(ITestOutputHelper output)
{
    /// <summary>Seeds that have shown a fault stay.</summary>
    public static TheoryData<int, int> Seeds
    {
        get
        {
            var seeds = new TheoryData<int, int>();
            if (SoakSetting.HasSeed)
            {
                foreach (var seed in Enumerable.Range(SoakSetting.Seed(), SoakSetting.Number("STORMS", 1)))
                    seeds.Add(seed, SoakSetting.Number("STORM", 60));
            }
            else
            {
                seeds.Add(875_702, 30);
                seeds.Add(SoakSetting.Seed(), 60);
            }

            return seeds;
        }
    }

    public static TheoryData<int, int> OneSeed => new() { { SoakSetting.Seed(), SoakSetting.Number("STORM", 30) } };

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task After_a_storm_both_servers_have_what_they_shall_have(int seed, int seconds)
    {
        var crowd = new Crowd(people: 12, channels: 4);
        await using var office = await Office.OpenAsync(crowd.Known, prepare: crowd.Enter, prepareRedmine: crowd.Enter);
        var book = new TicketBook(text => Task.FromResult<IReadOnlyList<string>>(
            [.. office.RedmineWorld.Data.Issues.Values.Select(i => i.Subject).Where(s => s.Contains(text, StringComparison.Ordinal))]));
        await StormAsync(office, crowd, book, null, seed, seconds, [1, 10, 2]);
    }

    /// <summary>The line to Redmine is cut and mended; the other faults are Mattermost's, the database's and the bridge's own.</summary>
    [SkippableTheory]
    [MemberData(nameof(OneSeed))]
    public async Task After_a_storm_a_real_Redmine_has_what_it_shall_have(int seed, int seconds)
    {
        using var redmine = RealServer.Here();
        using var line = new CutLine(redmine.Url);
        var crowd = new Crowd(people: 0, channels: 4);
        await using var office = await Office.OpenAsync(crowd.Known, redmine: line.Url, redmineKey: redmine.Key, prepare: crowd.Enter);
        var tickets = new List<int>();
        foreach (var subject in new[] { "One", "Another", "A third" })
            tickets.Add(await redmine.CreateAsync("alice", "demo", $"{subject} for a storm"));
        await StormAsync(office, crowd, new(redmine.SubjectsAsync), line, seed, seconds, [.. tickets]);
    }

    private async Task StormAsync(Office office, Crowd crowd, TicketBook book, CutLine? line, int seed, int seconds, int[] tickets)
    {
        output.WriteLine($"seed {seed}, {seconds} s");
        await office.CommandsAreThereAsync();
        await Worker.FirstTicketsAsync(office);
        var storm = new Storm(office, crowd, book, new(office, line, crowd.Map, seed), seed, tickets);
        await storm.RunAsync(TimeSpan.FromSeconds(seconds));

        output.WriteLine($"{storm.Summary}; {await book.AssertEachOnceAsync()}");
    }
}
