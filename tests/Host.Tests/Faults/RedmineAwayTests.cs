using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Faults;

/// <summary>Redmine is away for a while, in the middle of something: it is said that it waits, and then it goes on by itself.</summary>
public sealed class RedmineAwayTests
{
    private const string Waits = "Creating goes on as soon as it is back";
    private const string Away = "Redmine doesn't answer at the moment";

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [SkippableTheory]
    [InlineData("stopped", "SQLite")]
    [InlineData("refusing", "SQLite")]
    [InlineData("broken", "SQLite")]
    [InlineData("stopped", "PostgreSQL")]
    public async Task A_list_waits_and_each_line_is_there_once(string how, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(store);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([string.Join('\n', Enumerable.Range(1, 8).Select(i => $"{i}. Task {i} {_unique}")), "demo"]);
        var third = new TaskCompletionSource();
        office.Redmine.Faults.Inject(r => r.Method == "POST" && office.TicketsWith(_unique).Count == 2, new Fault.Hold(third.Task));
        await talk.PressAsync("Create all 8");
        await Look.UntilAsync(() => office.TicketsWith(_unique).Count == 2, Office.Patience);
        var goes = TakeAwayAsync(office, how);
        third.SetResult();
        await goes;
        await office.UntilAsync(_ => talk.HasSaid(Waits));

        await BringBackAsync(office);

        await office.UntilAsync(_ => talk.HasSaid("8 tickets created in Demo"));
        Assert.False(talk.HasSaid(Waits));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => $"Task {i} {_unique}"), office.TicketsWith(_unique).Select(t => t.Subject));
    }

    [SkippableTheory]
    [InlineData("refusing", "SQLite")]
    [InlineData("broken", "SQLite")]
    [InlineData("broken", "PostgreSQL")]
    public async Task A_confirmed_ticket_waits_and_is_there_once(string how, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(store);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} @bob tomorrow", "demo"]);
        // It goes away when all is checked.
        office.Redmine.Faults.Inject(r => r.Method == "POST" || r.Path == "/issues.json", how == "refusing" ? new Fault.Refuse() : new Fault.Answer(503));
        await talk.PressAsync("Create");
        await office.UntilAsync(_ => talk.HasSaid(Waits));

        await BringBackAsync(office);

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.TicketsWith(_unique));
    }

    [SkippableTheory]
    [InlineData("stopped", "SQLite")]
    [InlineData("refusing", "SQLite")]
    [InlineData("broken", "SQLite")]
    [InlineData("refusing", "PostgreSQL")]
    public async Task What_can_not_be_checked_is_not_begun_and_the_draft_goes_on_later(string how, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(store);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Count the chairs {_unique} @bob tomorrow"]);
        await TakeAwayAsync(office, how);
        await talk.PressAsync("Demo");
        await office.UntilAsync(w => w.EphemeralsFor(office.Alice).Any(p => p.Message.StartsWith(Away, StringComparison.Ordinal)));
        await talk.PlayAsync(["demo"]);
        Assert.True(talk.HasSaid(Away));
        Assert.Contains("Demo", talk.Buttons());

        await BringBackAsync(office);
        // As people do who were told to try again.
        await Look.UntilAsync(
            async () =>
            {
                if (talk.Buttons().Contains("Demo"))
                    await talk.PressAsync("Demo");
                return talk.Buttons().Contains("Create");
            },
            Office.Patience);
        await talk.PlayAsync(["yes"]);

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        Assert.Single(office.TicketsWith(_unique));
    }

    private static async Task<Office> OpenAsync(StoreUnderTest store)
    {
        // The stand-in is done with a request once its connection is closed.
        var office = await Office.OpenAsync(s => store.In(s) with { Settle = TimeSpan.FromSeconds(2) });
        await office.HealthAsync("redmine", "online");
        return office;
    }

    private static async Task TakeAwayAsync(Office office, string how)
    {
        office.Redmine.Faults.Clear();
        if (how == "stopped")
            await office.Redmine.StopAsync();
        else
            office.Redmine.Faults.Inject(null, "", how == "refusing" ? new Fault.Refuse() : new Fault.Answer(503));
    }

    private static async Task BringBackAsync(Office office)
    {
        office.Redmine.Faults.Clear();
        if (!office.Redmine.IsRunning)
            await office.Redmine.StartAsync();
    }
}
