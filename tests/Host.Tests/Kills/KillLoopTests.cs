using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>
/// The process is killed again and again in the middle of conversations, forms and lists; at the end each confirmed ticket exists once. A few
/// kills here; tests/soak.sh has KILLS and TICKETS say how many. SEED repeats a run's choices.
/// </summary>
public sealed class KillLoopTests(ITestOutputHelper output)
{
    /// <summary>Seeds that have shown a fault stay, with the database where they did.</summary>
    public static TheoryData<int> Seeds => SoakSetting.HasSeed ? [SoakSetting.Seed()] : [514487, SoakSetting.Seed()];

    public static TheoryData<int> PostgresSeeds => SoakSetting.HasSeed ? [SoakSetting.Seed()] : [826118, SoakSetting.Seed()];

    public static TheoryData<int> OneSeed => [SoakSetting.Seed()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_at_random_with_SQLite_each_ticket_exists_once(int seed)
    {
        await using var office = await Office.OpenAsync();
        await LoopAsync(office, seed, []);
    }

    [SkippableTheory]
    [MemberData(nameof(PostgresSeeds))]
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
        var (kills, tickets) = (SoakSetting.Number("KILLS", 10), SoakSetting.Number("TICKETS", 100));
        output.WriteLine($"seed {seed}, {kills} kills, {tickets} tickets");
        await Worker.FirstTicketsAsync(office);
        // Its tokens are written down: after a kill they are known at once.
        await office.CommandsAreThereAsync();
        await office.StopBridgeAsync();
        // Waiting is shortened, and nothing else: a lost ticket is looked for as long as a request may take.
        settings["Redmine__TimeoutSeconds"] = settings["Redmine__SettleSeconds"] = "3";
        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);
        var book = new TicketBook(redmine.SubjectsAsync);
        var loop = new KillLoop(office, book, seed, tickets, kills, settings);
        await loop.RunAsync();

        output.WriteLine($"{loop.Kills} kills, {await book.AssertEachOnceAsync()}");
        Assert.Equal((kills, tickets), (loop.Kills, book.Confirmed));
    }
}
