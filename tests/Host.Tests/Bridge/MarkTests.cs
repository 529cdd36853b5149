using RedmineBridge.Actors.Creations;
using RedmineBridge.Host.Tests.Faults;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Each way to recognize a ticket, against each way to lose sight of one: none lost, none twice.</summary>
public sealed class MarkTests
{
    private const string Field = "From chat";

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    public static TheoryData<MarkCarrier, string> Losses => new()
    {
        { MarkCarrier.Description, "dropped" },
        { MarkCarrier.Description, "spoiled" },
        { MarkCarrier.Description, "undone" },
        { MarkCarrier.Field, "dropped" },
        { MarkCarrier.Field, "spoiled" },
        { MarkCarrier.Field, "undone" },
        { MarkCarrier.Nothing, "dropped" },
        { MarkCarrier.Nothing, "spoiled" },
        { MarkCarrier.Nothing, "undone" },
    };

    /// <summary>All with SQLite, and with PostgreSQL those of the usual carrier.</summary>
    public static TheoryData<MarkCarrier, string, string> LossesOfStores
    {
        get
        {
            var rows = new TheoryData<MarkCarrier, string, string>();
            foreach (var (carrier, loss) in Losses.Select(row => ((MarkCarrier)row[0], (string)row[1])))
            {
                rows.Add(carrier, loss, "SQLite");
                if (carrier == MarkCarrier.Description)
                    rows.Add(carrier, loss, "PostgreSQL");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Two_equal_lines_are_two_tickets_whatever_becomes_of_the_answers(MarkCarrier carrier, string loss)
    {
        await using var office = await OpenAsync(carrier);
        Lose(office, loss, times: 2);

        await CreateAsync(office, $"1. Same {_unique}\n2. Same {_unique}\n3. Other {_unique}");

        var tickets = office.TicketsWith(_unique);
        Assert.Equal([$"Same {_unique}", $"Same {_unique}", $"Other {_unique}"], tickets.Select(t => t.Subject));
        var marks = tickets.Select(t => MarkOf(office, t)).ToArray();
        Assert.Equal(carrier == MarkCarrier.Nothing ? 1 : 3, marks.Distinct().Count());
        Assert.All(marks, m => Assert.Equal(carrier == MarkCarrier.Nothing, m.Length == 0));
        Assert.All(tickets, t => Assert.Equal(carrier == MarkCarrier.Description, t.Description?.Length > 0));
    }

    [SkippableTheory]
    [MemberData(nameof(LossesOfStores))]
    public async Task A_ticket_confirmed_in_a_conversation_is_one_whatever_becomes_of_the_answer(MarkCarrier carrier, string loss, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(carrier, store: store);
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"Lost {_unique} @bob tomorrow", "demo"]);
        Lose(office, loss, times: 1);

        await talk.PressAsync("Create");

        await office.UntilAsync(_ => talk.HasSaid("Created: "));
        var ticket = Assert.Single(office.TicketsWith(_unique));
        Assert.True(talk.HasSaid(office.TicketUrl(ticket.Id)));
        Assert.Equal(loss == "undone" ? 2 : 1, office.Redmine.Requests.All.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData(MarkCarrier.Description)]
    [InlineData(MarkCarrier.Field)]
    [InlineData(MarkCarrier.Nothing)]
    public async Task A_bridge_that_was_stopped_before_the_answer_came_finds_the_ticket(MarkCarrier carrier)
    {
        await using var office = await OpenAsync(carrier);
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.DropAnswer(), times: 1);
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(new TaskCompletionSource().Task));
        var preview = await BeginAsync(office, $"1. Lost {_unique}\n2. Next {_unique}");
        await office.UntilLookedForAsync();
        await office.StopBridgeAsync();
        office.Redmine.Faults.Clear();

        await office.StartBridgeAsync();

        await DoneAsync(office, preview);
        Assert.Equal([$"Lost {_unique}", $"Next {_unique}"], office.TicketsWith(_unique).Select(t => t.Subject));
        Assert.Equal(2, office.Redmine.Requests.All.Count(r => r.Method == "POST"));
    }

    [Theory]
    [InlineData(MarkCarrier.Description, true)]
    [InlineData(MarkCarrier.Field, true)]
    [InlineData(MarkCarrier.Nothing, false)]
    public async Task A_ticket_that_was_copied_or_moved_before_it_was_looked_for_is_found(MarkCarrier carrier, bool isMoved)
    {
        await using var office = await OpenAsync(carrier);
        var released = new TaskCompletionSource();
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.DropAnswer(), times: 1);
        office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(released.Task));
        var preview = await BeginAsync(office, $"1. Lost {_unique}");
        await office.UntilLookedForAsync();
        var lost = Assert.Single(office.TicketsWith(_unique));
        office.RedmineWorld.Change(d => d with
        {
            // Bob's copy and Alice's own: copying takes over the description and the fields.
            Issues = d.Issues
                .SetItem(lost.Id, isMoved ? lost with { ProjectId = d.Projects.Values.Single(p => p.Identifier == "secret").Id } : lost)
                .Add(lost.Id + 1, lost with { Id = lost.Id + 1, AuthorId = d.Users.Values.Single(u => u.Login == "bob").Id })
                .Add(lost.Id + 2, lost with { Id = lost.Id + 2 }),
            LastIssueId = lost.Id + 2,
        });
        released.SetResult();

        await DoneAsync(office, preview);
        Assert.Contains(office.TicketUrl(lost.Id), Shown(office.World.Post(preview.Id)), StringComparison.Ordinal);
        Assert.Equal(3, office.TicketsWith(_unique).Count);
        Assert.Single(office.Redmine.Requests.All, r => r.Method == "POST");
    }

    /// <summary>The same in a real Redmine: Alice and Bob have copied the ticket, and it lies in another project, before anybody looks for it.</summary>
    [SkippableFact]
    public async Task In_a_real_Redmine_a_ticket_that_was_copied_and_moved_before_it_was_looked_for_is_found()
    {
        using var redmine = RealServer.Here();
        using var between = await CountingProxy.StartAsync(redmine.Url);
        await using var office = await Office.OpenAsync(redmine: between.Url, redmineKey: redmine.Key);
        await office.CommandsAreThereAsync();
        await office.HealthAsync("redmine", "online");
        var preview = await office.PreviewAsync($"1. Lost {_unique}");
        between.Reset();
        between.LoseAnswers(1, async () =>
        {
            var lost = Assert.Single(await redmine.TicketsAsync(_unique));
            await redmine.CopyAsync(lost, "bob");
            await redmine.CopyAsync(lost, "alice");
            await redmine.MoveAsync(lost, "secret");
        });

        await office.Mattermost.PressAs(office.Alice, preview, "create");

        await DoneAsync(office, preview);
        var tickets = await redmine.TicketsAsync(_unique);
        Assert.Equal(3, tickets.Count);
        Assert.Equal("Secret", (string?)tickets[0]["project"]!["name"]);
        Assert.Contains($"/issues/{tickets[0]["id"]})", Shown(office.World.Post(preview.Id)), StringComparison.Ordinal);
        Assert.Single(between.Seen, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_is_not_there_is_named_and_tickets_are_created_once_without_it()
    {
        await using var office = await OpenAsync(MarkCarrier.Field, _ => { });
        var report = await office.HealthAsync("mark-field", "degraded");
        Assert.Contains($"Redmine has no custom field {Field} for tickets", (string?)report["detail"], StringComparison.Ordinal);
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.DropAnswer(), times: 1);

        await CreateAsync(office, $"1. Lost {_unique}");

        Assert.Equal("", Assert.Single(office.TicketsWith(_unique)).Description ?? "");
    }

    [Fact]
    public async Task A_value_that_Redmine_dropped_unforeseen_costs_no_ticket()
    {
        await using var office = await OpenAsync(MarkCarrier.Field);
        await office.HealthAsync("mark-field", "online");
        var demo = office.RedmineWorld.Data.Projects.Values.Single(p => p.Identifier == "demo");
        var preview = await office.PreviewAsync($"1. Lost {_unique}\n2. Lost {_unique}");
        // The bridge goes by what it has read a moment ago.
        office.RedmineWorld.Change(d => d with { CustomFields = d.CustomFields.Clear() });
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.DropAnswer(), times: 2);

        await office.Mattermost.PressAs(office.Alice, preview, "create");

        await DoneAsync(office, preview);
        Assert.Equal(2, office.TicketsWith(_unique).Count);
        Assert.All(office.TicketsWith(_unique), t => Assert.Equal((demo.Id, 0), (t.ProjectId, t.CustomValues.Count)));
    }

    [SkippableTheory]
    [InlineData(MarkCarrier.Description)]
    [InlineData(MarkCarrier.Nothing)]
    public async Task A_real_Redmines_lost_answers_cost_no_ticket_and_make_none_twice(MarkCarrier carrier)
    {
        using var redmine = RealServer.Here();
        using var between = await CountingProxy.StartAsync(redmine.Url);
        await using var office = await Office.OpenAsync(s => s with { Mark = carrier }, between.Url, redmine.Key);
        await office.CommandsAreThereAsync();
        await office.HealthAsync("redmine", "online");
        var preview = await office.PreviewAsync($"1. Same {_unique}\n2. Same {_unique}\n3. Other {_unique}");
        between.LoseAnswers(2);

        await office.Mattermost.PressAs(office.Alice, preview, "create");

        await DoneAsync(office, preview);
        var tickets = await redmine.TicketsAsync(_unique);
        Assert.Equal([$"Same {_unique}", $"Same {_unique}", $"Other {_unique}"], tickets.Select(t => (string?)t["subject"]));
        Assert.Equal(3, between.Seen.Count(r => r.StartsWith("POST", StringComparison.Ordinal)));
        Assert.All(tickets, t => Assert.Equal(carrier == MarkCarrier.Nothing, string.IsNullOrEmpty((string?)t["description"])));
    }

    private static async Task<Office> OpenAsync(MarkCarrier carrier, Action<RedmineWorld>? redmine = null, StoreUnderTest? store = null)
    {
        var office = await Office.OpenAsync(
            s => (store?.In(s) ?? s) with
            {
                Mark = carrier,
                MarkField = carrier == MarkCarrier.Field ? Field : null,
                // These stand-ins are done with a request once its connection is closed.
                Settle = TimeSpan.FromSeconds(2),
            },
            prepareRedmine: redmine ?? (w => w.AddCustomField(
                Field, "string", w.Data.Projects.Values.First(), f => f with { IsForAll = true, ProjectIds = [], TrackerIds = [.. w.Data.Trackers.Keys] })));
        await office.CommandsAreThereAsync();
        await office.HealthAsync("redmine", "online");
        office.Redmine.Requests.Clear();
        return office;
    }

    /// <summary>Dropped and spoiled: the ticket is there, and its answer is not; undone: neither is.</summary>
    private static void Lose(Office office, string loss, int times) => office.Redmine.Faults.Inject(
        "POST",
        "/projects",
        loss switch { "dropped" => new Fault.DropAnswer(), "spoiled" => new Fault.SpoilAnswer(500), _ => new Fault.Answer(500) },
        times);

    private static async Task<MattermostPost> BeginAsync(Office office, string tasks)
    {
        var preview = await office.PreviewAsync(tasks);
        await office.Mattermost.PressAs(office.Alice, preview, "create");
        return preview;
    }

    private static async Task CreateAsync(Office office, string tasks) => await DoneAsync(office, await BeginAsync(office, tasks));

    private static Task DoneAsync(Office office, MattermostPost preview) =>
        office.UntilAsync(w => Shown(w.Post(preview.Id)).Contains("\"Share here\"", StringComparison.Ordinal));

    private static string Shown(MattermostPost post) => post.Message + "\n" + post.Props.GetRawText();

    private static string MarkOf(Office office, RedmineIssue ticket)
    {
        var field = office.RedmineWorld.Data.CustomFields.Values.Single();
        return ticket.CustomValues.GetValueOrDefault(field.Id, []) is [{ Length: > 0 } value] ? value : (ticket.Description ?? "").Split('(')[^1].TrimEnd(')');
    }
}
