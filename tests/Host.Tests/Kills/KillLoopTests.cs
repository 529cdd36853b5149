using System.Globalization;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;
using Xunit.Abstractions;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>
/// The process is killed again and again in the middle of conversations, forms and lists; at the end each confirmed ticket exists once. A few
/// kills here; tests/soak.sh has KILLS and TICKETS say how many. SEED repeats a run's choices.
/// </summary>
public sealed class KillLoopTests(ITestOutputHelper output)
{
    /// <summary>Seeds that have shown a fault stay, with the database where they did.</summary>
    public static TheoryData<int> Seeds => Setting("SEED", 0) is > 0 and var given ? [given] : [514487, Random()];

    public static TheoryData<int> OneSeed => [Setting("SEED", 0) is > 0 and var given ? given : Random()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_at_random_with_SQLite_each_ticket_exists_once(int seed)
    {
        await using var office = await Office.OpenAsync();
        await LoopAsync(office, seed, []);
    }

    [SkippableTheory]
    [MemberData(nameof(OneSeed))]
    public async Task Killed_at_random_with_PostgreSQL_each_ticket_exists_once(int seed)
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var office = await Office.OpenAsync(s => s with { Database = database.ConnectionString });
        await LoopAsync(office, seed, new() { ["Bridge__Database"] = database.ConnectionString });
    }

    [SkippableTheory]
    [MemberData(nameof(OneSeed))]
    public async Task Killed_at_random_before_a_real_Redmine_each_ticket_exists_once(int seed)
    {
        Skip.If(Environment.GetEnvironmentVariable("KILLS") is null, "KILLS is not set: this one takes longer than a test run may");
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);
        await LoopAsync(office, seed, []);
    }

    private async Task LoopAsync(Office office, int seed, Dictionary<string, string> settings)
    {
        var (kills, tickets) = (Setting("KILLS", 10), Setting("TICKETS", 100));
        output.WriteLine($"seed {seed}, {kills} kills, {tickets} tickets");
        // Everybody's first ticket names the project; from then on it is known.
        foreach (var person in new[] { office.Alice, office.Bob, office.Ivan })
        {
            var talk = new Conversation(office, person);
            await talk.PlayAsync(["The first one in 9 days, in project Demo", "yes"]);
            await office.UntilAsync(_ => office.DirectMessages(person).Any(p => p.Message.Contains("/issues/", StringComparison.Ordinal)));
        }

        // Its tokens are written down: after a kill they are known at once.
        await office.CommandsAreThereAsync();
        await office.StopBridgeAsync();
        // Waiting is shortened, and nothing else: a lost ticket is looked for as long as a request may take.
        settings["Redmine__TimeoutSeconds"] = settings["Redmine__SettleSeconds"] = "3";
        var loop = new KillLoop(office, seed, tickets, kills, settings);
        await loop.RunAsync();

        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);
        var found = new List<string>();
        for (var page = 0; page == 0 || found.Count == page * 100; page++)
        {
            found.AddRange((await redmine.GetAsync($"/issues.json?status_id=*&limit=100&offset={(page * 100).ToString(CultureInfo.InvariantCulture)}&sort=id&subject=~{loop.Unique}"))["issues"]!
                .AsArray().Select(i => (string)i!["subject"]!));
        }

        output.WriteLine($"{loop.Kills} kills, {loop.Confirmed.Count} confirmed, {found.Count} in Redmine, {found.Distinct().Count()} different; {loop.Summary}");
        Assert.Equal((kills, tickets), (loop.Kills, loop.Confirmed.Count));
        Assert.Equal(loop.Confirmed.Order(), found.Order());
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

    private static int Random() => (int)(TimeProvider.System.GetUtcNow().Ticks % 1_000_000) + 1;
}
