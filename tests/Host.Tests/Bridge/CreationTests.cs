using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Tests.Faults;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Tickets through forms and lists: the whole way, on both stand-ins and on a real Redmine.</summary>
public sealed class CreationTests
{
    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Theory]
    [InlineData("5.37.0")]
    [InlineData("11.1.0")]
    public async Task A_form_becomes_a_ticket_to_the_field(string version)
    {
        await using var office = await OpenAsync(version: version);
        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);

        await FormBecomesTicketAsync(office, redmine);
    }

    [SkippableFact]
    public async Task A_form_becomes_a_ticket_in_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        await using var office = await OpenAsync(redmine);

        await FormBecomesTicketAsync(office, redmine);
    }

    [SkippableFact]
    public async Task A_list_of_forty_with_five_bad_lines_in_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        using var counted = await CountingProxy.StartAsync(redmine.Url);
        await using var office = await OpenAsync(new RealServer(counted.Url, redmine.Key));
        await ListBecomesTicketsAsync(office, redmine, counted);
    }

    [Fact]
    public async Task A_list_of_forty_with_five_bad_lines()
    {
        await using var office = await OpenAsync();
        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);

        await ListBecomesTicketsAsync(office, redmine, null);
    }

    [Fact]
    public async Task A_list_can_be_corrected_and_the_text_is_kept()
    {
        await using var office = await OpenAsync();
        var preview = await office.PreviewAsync($"1. Good {_unique}\n2. Bad 31.02.2027");
        var dialog = await office.DialogAsync(office.Alice, () => office.Mattermost.PressAs(office.Alice, preview, Controls.ButtonOf(preview, "Correct")!));

        Assert.Equal($"1. Good {_unique}\n2. Bad 31.02.2027", dialog.Element("tasks").Default);
        Assert.Empty(office.TicketsWith(_unique));
        await office.Mattermost.SubmitDialogAs(office.Alice, office.Direct(office.Alice), dialog, new() { ["tasks"] = $"1. Good {_unique}\n2. Better {_unique}" });
        await office.UntilAsync(w => w.Post(preview.Id).Message.Contains("Better", StringComparison.Ordinal) || Shown(w.Post(preview.Id)).Contains("Better", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("dropped", "SQLite")]
    [InlineData("spoiled", "SQLite")]
    [InlineData("dropped", "PostgreSQL")]
    [InlineData("spoiled", "PostgreSQL")]
    public async Task An_answer_that_was_lost_makes_no_second_ticket(string loss, string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(store);
        var dialog = await office.TicketFormAsync($"Lost {_unique}");
        office.Redmine.Faults.Inject("POST", "/projects", loss == "dropped" ? new Fault.DropAnswer() : new Fault.SpoilAnswer(500), times: 1);

        await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []);

        await office.UntilAsync(w => Told(office, w).Contains($"Lost {_unique}", StringComparison.Ordinal));
        Assert.Single(office.TicketsWith(_unique));
        Assert.Single(office.Redmine.Requests.All, r => r.Method == "POST");
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_form_sent_twice_makes_one_ticket(string database)
    {
        await using var store = await StoreUnderTest.OfAsync(database);
        await using var office = await OpenAsync(store);
        var dialog = await office.TicketFormAsync($"Twice {_unique}");

        await Task.WhenAll(
            office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []),
            office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []));
        // Whoever never saw the answer sends it once more.
        var again = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []);

        Assert.True(again is { Errors.Count: 0, Error: "" }, again.Json.ToJsonString());
        Assert.Single(office.TicketsWith(_unique));
    }

    [Fact]
    public async Task A_bridge_that_was_stopped_in_the_middle_of_a_list_goes_on_when_its_author_comes_back()
    {
        await using var office = await OpenAsync(null, _ => { }, s => s with { Settle = TimeSpan.FromSeconds(2) });
        var preview = await office.PreviewAsync(string.Join('\n', Enumerable.Range(1, 12).Select(i => $"{i}. Task {i:00} {_unique}")));
        await office.Mattermost.PressAs(office.Alice, preview, Controls.ButtonOf(preview, "Create")!);
        await office.UntilAsync(w => w.Post(preview.Id).Message.Contains(" of 12", StringComparison.Ordinal));
        await office.StopBridgeAsync();
        await office.StartBridgeAsync();
        await office.CommandsAreThereAsync();
        await office.TypeAsync(office.Alice, "/redmine help");

        await office.UntilAsync(w => w.Post(preview.Id).Message.Contains("12 tickets created in Demo", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"Task {i:00} {_unique}"), office.TicketsWith(_unique).Select(t => t.Subject).Order());
    }

    [Theory]
    [InlineData("subject", "", "Please fill this in.")]
    [InlineData("due_date", "31.02.2027", "There is no such day as 31.02.2027. Write it like 09.05.2027.")]
    [InlineData("due_date", "01.01.2020", "has passed already")]
    [InlineData("estimated_hours", "long", "is not a number of hours")]
    [InlineData("done_ratio", "150", "from 0 to 100")]
    [InlineData("assignee", "ivan-away", "has no such person")]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_created(string field, string value, string sentence)
    {
        await using var office = await OpenAsync();
        var dialog = await office.TicketFormAsync($"Wrong {_unique}");
        if (field == "assignee")
            (value, sentence) = (office.World.AddUser("carol").Id, "`carol=");

        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new() { [field] = value });

        Assert.Contains(field == "assignee" ? "carol" : sentence, answer.Errors[field], StringComparison.Ordinal);
        Assert.Empty(office.TicketsWith(_unique));
    }

    [Fact]
    public async Task What_Redmine_itself_refuses_comes_back_to_the_form()
    {
        await using var office = await OpenAsync();
        var dialog = await office.TicketFormAsync($"Refused {_unique}");
        office.Redmine.Faults.Inject("POST", "/projects", new Fault.Answer(422, """{"errors":["Subject is not to Redmine's taste","No luck"]}"""), times: 1);

        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []);

        Assert.Equal("Subject is not to Redmine's taste", answer.Errors["subject"]);
        Assert.Contains("No luck", answer.Error, StringComparison.Ordinal);
        var again = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, []);
        Assert.Empty(again.Errors);
        Assert.Single(office.TicketsWith(_unique));
    }

    [Fact]
    public async Task A_ticket_is_shared_where_it_was_asked_for_and_its_assignee_mentioned()
    {
        await using var office = await OpenAsync();
        var dialog = await office.TicketFormAsync($"Shared {_unique}");
        await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new() { ["assignee"] = office.Bob.Id });
        await office.UntilAsync(w => w.EphemeralsFor(office.Alice).Any(p => Shown(p).Contains(_unique, StringComparison.Ordinal)));
        var result = office.World.EphemeralsFor(office.Alice).Last(p => Shown(p).Contains(_unique, StringComparison.Ordinal));

        await office.Mattermost.PressAs(office.Alice, result, Controls.ButtonOf(result, "Share")!);

        await office.UntilAsync(w => w.PostsIn(w.Channel("dev")).Any(p => p.UserId == office.Bot.Id && Shown(p).Contains(_unique, StringComparison.Ordinal)));
        var shared = office.World.PostsIn(office.World.Channel("dev")).Single(p => p.UserId == office.Bot.Id);
        Assert.Contains("@bob", shared.Message, StringComparison.Ordinal);
    }

    private async Task FormBecomesTicketAsync(Office office, RealServer redmine)
    {
        var dialog = await office.TicketFormAsync($"Fix the tap {_unique}");
        var (demo, feature, high) = (
            await redmine.IdOfAsync("projects", "demo", "identifier"), await redmine.IdOfAsync("trackers", "Feature"), await redmine.IdOfAsync("enumerations/issue_priorities", "High"));
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, office.World.Channel("dev"), dialog, new()
        {
            ["project"] = $"{demo}",
            ["tracker"] = $"{feature}",
            ["description"] = "Комната 5,\nleft side",
            ["priority"] = $"{high}",
            ["assignee"] = office.Bob.Id,
            ["start_date"] = DaysAhead.FirstOfMay.Iso(),
            ["due_date"] = dialog.Element("due_date").Type == "date" ? DaysAhead.NinthOfMay.Iso() : DaysAhead.NinthOfMay.InShort(),
            ["estimated_hours"] = "1:30",
            ["done_ratio"] = "30",
        });

        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        var ticket = Assert.Single(await redmine.TicketsAsync(_unique));
        Assert.Equal(
            ($"Fix the tap {_unique}", "demo", "Feature", "High", "alice", "bob", DaysAhead.FirstOfMay.Iso(), DaysAhead.NinthOfMay.Iso(), 1.5m, 30),
            ((string?)ticket["subject"], office.ProjectOf((string)ticket["project"]!["name"]!), (string?)ticket["tracker"]!["name"], (string?)ticket["priority"]!["name"],
                office.LoginOf((string)ticket["author"]!["name"]!), office.LoginOf((string)ticket["assigned_to"]!["name"]!),
                (string?)ticket["start_date"], (string?)ticket["due_date"], (decimal)ticket["estimated_hours"]!, (int)ticket["done_ratio"]!));
        Assert.Matches(
            $"^Комната 5,\nleft side\n\nFrom Mattermost: {office.Mattermost.Url}office/channels/{office.World.Channel("dev").Id} \\(rb-[a-z2-7]{{16}}-001\\)$",
            ((string)ticket["description"]!).ReplaceLineEndings("\n"));
        await office.UntilAsync(w => w.EphemeralsFor(office.Alice).Any(p => Shown(p).Contains(office.TicketUrl((int)ticket["id"]!), StringComparison.Ordinal)));
    }

    private async Task ListBecomesTicketsAsync(Office office, RealServer redmine, CountingProxy? counted)
    {
        string[] bad = ["Nobody @nobody", "Unreal 31.02.2027", "Past 01.01.2020", "Two @bob @alice", new string('x', 256)];
        var lines = Enumerable.Range(1, 40).Select(i => i % 8 == 0 ? $"{i}. {bad[(i / 8) - 1]}" : $"{i}. Task {i:00} {_unique}{(i % 2 == 0 ? " @bob" : "")}{(i % 3 == 0 ? $" {DaysAhead.NinthOfMay.InShort()}" : "")}").ToArray();
        // What is the same for all is read at the bridge's start; once somebody has got a form, it has been.
        await office.DialogAsync(office.Ivan, "/redmine new");
        counted?.Reset();
        var preview = await office.PreviewAsync(string.Join('\n', lines));
        Assert.Empty(await redmine.TicketsAsync(_unique));
        Assert.Equal([8, 16, 24, 32, 40], Enumerable.Range(1, 40).Where(i => office.World.Post(preview.Id).Message.Contains($"Line {i}:", StringComparison.Ordinal)));

        var create = Controls.ButtonOf(office.World.Post(preview.Id), "Create")!;
        await office.Mattermost.PressAs(office.Alice, office.World.Post(preview.Id), create);
        await office.UntilAsync(w => Shown(w.Post(preview.Id)).Contains("\"Share here\"", StringComparison.Ordinal));
        var calls = counted?.Seen;
        Assert.Contains("35", office.World.Post(preview.Id).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MattermostRefusalException>(() => office.Mattermost.PressAs(office.Alice, preview, create));

        var tickets = await redmine.TicketsAsync(_unique);
        Assert.Equal(Enumerable.Range(1, 40).Where(i => i % 8 != 0).Select(i => $"Task {i:00} {_unique}"), tickets.Select(t => (string)t["subject"]!).Order());
        Assert.All(tickets, t => Assert.Equal("alice", office.LoginOf((string)t["author"]!["name"]!)));
        Assert.Equal(18 - 3, tickets.Count(t => t["assigned_to"] is { } who && office.LoginOf((string)who["name"]!) == "bob"));
        if (calls is not null)
            Assert.True(calls.Count is >= 35 and <= 35 + 8, string.Join('\n', calls));
    }

    private static Task<Office> OpenAsync(RealServer? redmine = null, string? version = null) => OpenAsync(
        redmine, w => w.Settings = w.Settings with { Version = version ?? w.Settings.Version });

    private static Task<Office> OpenAsync(StoreUnderTest store) => OpenAsync(null, _ => { }, store.In);

    private static async Task<Office> OpenAsync(RealServer? redmine, Action<MattermostWorld> prepare, Func<BridgeSettings, BridgeSettings>? adapt = null)
    {
        var office = await Office.OpenAsync(adapt, redmine?.Url, redmine?.Key, prepare);
        await office.CommandsAreThereAsync();
        await office.HealthAsync("redmine", "online");
        office.Direct(office.Alice);
        office.Redmine.Requests.Clear();
        return office;
    }

    private static string Told(Office office, MattermostWorld world) =>
        string.Join('\n', world.EphemeralsFor(office.Alice).Concat(world.PostsIn(office.Direct(office.Alice))).Select(Shown));

    private static string Shown(MattermostPost post) => post.Message + "\n" + post.Props.GetRawText();
}
