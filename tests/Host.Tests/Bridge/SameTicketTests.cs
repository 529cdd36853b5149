using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Host.Tests.Talks;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Whichever way a ticket is asked for, it is the same ticket.</summary>
public sealed partial class SameTicketTests
{
    /// <summary>What each ticket has of its own.</summary>
    private static readonly string[] Own = ["id", "subject", "created_on", "updated_on"];

    private static DateOnly Start => DaysAhead.FirstOfMay;

    private static DateOnly Due => DaysAhead.NinthOfMay;

    private readonly string _unique = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Same_through_each_door()
    {
        await using var office = await OpenAsync();
        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);

        await SameThroughEachDoorAsync(office, redmine);
    }

    [SkippableFact]
    public async Task Same_through_each_door_in_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        await using var office = await OpenAsync(redmine);

        await SameThroughEachDoorAsync(office, redmine);
    }

    [Fact]
    public async Task Same_from_a_list_through_each_door()
    {
        await using var office = await OpenAsync();
        using var redmine = new RealServer(office.RedmineUrl!, office.RedmineKey);

        await SameFromEachListAsync(office, redmine);
    }

    [SkippableFact]
    public async Task Same_from_a_list_through_each_door_in_a_real_Redmine()
    {
        using var redmine = RealServer.Here();
        await using var office = await OpenAsync(redmine);

        await SameFromEachListAsync(office, redmine);
    }

    private static async Task<Office> OpenAsync(RealServer? redmine = null)
    {
        var office = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret }, redmine?.Url, redmine?.Key);
        await office.CommandsAreThereAsync();
        await office.HealthAsync("redmine", "online");
        var admin = office.World.AddUser("root", with: u => u with { Roles = ["system_admin", "system_user"] });
        Assert.Equal("ok", (string?)(await office.Mattermost.InstallAppAs(admin, new(office.BridgeUrl, "manifest.json"), Office.AppsSecret))["type"]);
        return office;
    }

    private async Task SameThroughEachDoorAsync(Office office, RealServer redmine)
    {
        var (demo, feature, high) = (
            await redmine.IdOfAsync("projects", "demo", "identifier"), await redmine.IdOfAsync("trackers", "Feature"), await redmine.IdOfAsync("enumerations/issue_priorities", "High"));

        await ByDialogAsync(office, Text(demo), Text(feature), Text(high));
        await ByAppAsync(office);
        await ByTalkAsync(office);

        var tickets = await redmine.TicketsAsync(_unique);
        Assert.Equal(["App", "Dialog", "Talk"], tickets.Select(t => ((string)t["subject"]!).Split(' ')[0]).Order());
        var (dialog, app, talk) = (Fields(tickets, "Dialog"), Fields(tickets, "App"), Fields(tickets, "Talk"));
        Assert.Equal(dialog, app);
        Assert.Equal(dialog, talk);
        Assert.All(
            (string[])["\"author\":{\"id\":", $"\"start_date\":\"{Start.Iso()}\"", $"\"due_date\":\"{Due.Iso()}\"", "\"estimated_hours\":1.5", "\"done_ratio\":30", "\"name\":\"Feature\"", "\"name\":\"High\""],
            part => Assert.Contains(part, dialog, StringComparison.Ordinal));
        Assert.Equal(("alice", "bob"), (office.LoginOf((string)tickets[0]["author"]!["name"]!), office.LoginOf((string)tickets[0]["assigned_to"]!["name"]!)));
    }

    private async Task SameFromEachListAsync(Office office, RealServer redmine)
    {
        // First, while nothing tells which project is meant: so it is asked for.
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync([$"batch:\n1. {Line("Paste")}", "demo"]);
        await CreateListAsync(office, "Paste");
        await office.PreviewAsync(Line("Dialog"));
        await CreateListAsync(office, "Dialog");
        var dev = office.World.Channel("dev");
        var form = (await CallAppAsync(office, "/create_tickets"))["form"]!.AsObject();
        var answer = await office.Mattermost.SubmitAppFormAs(office.Alice, dev, form, new JsonObject { ["project"] = "Demo", ["tasks"] = Line("App") });
        Assert.Equal("ok", (string?)answer["type"]);
        await CreateListAsync(office, "App");

        var tickets = await redmine.TicketsAsync(_unique);
        Assert.Equal(["App", "Dialog", "Paste"], tickets.Select(t => ((string)t["subject"]!).Split(' ')[0]).Order());
        var dialog = Fields(tickets, "Dialog");
        Assert.Equal(dialog, Fields(tickets, "App"));
        Assert.Equal(dialog, Fields(tickets, "Paste"));
        Assert.All(tickets, t => Assert.Equal(
            ("demo", "alice", "bob", Due.Iso()),
            (office.ProjectOf((string)t["project"]!["name"]!), office.LoginOf((string)t["author"]!["name"]!), office.LoginOf((string)t["assigned_to"]!["name"]!), (string?)t["due_date"])));
    }

    private string Line(string door) => $"{door} {_unique} @bob {Due.InShort()}";

    /// <summary>Confirms the list of this one line in the direct message, where it is previewed whichever way it came.</summary>
    private async Task CreateListAsync(Office office, string door)
    {
        var subject = $"{door} {_unique}";
        MattermostPost? Preview() => office.DirectMessages(office.Alice).LastOrDefault(p => p.Message.Contains(subject, StringComparison.Ordinal) && Controls.ButtonOf(p, "Create") is not null);
        await office.UntilAsync(_ => Preview() is not null);
        var preview = Preview()!;
        await office.Mattermost.PressAs(office.Alice, preview, Controls.ButtonOf(preview, "Create")!);
        await office.UntilAsync(w => w.Post(preview.Id).Message.Contains($"[{subject}](", StringComparison.Ordinal));
    }

    private async Task ByDialogAsync(Office office, string demo, string feature, string high)
    {
        var dev = office.World.Channel("dev");
        var dialog = await office.TicketFormAsync($"Dialog {_unique}");
        var answer = await office.Mattermost.SubmitDialogAs(office.Alice, dev, dialog, new()
        {
            ["project"] = demo,
            ["tracker"] = feature,
            ["description"] = "Комната 5, left side",
            ["priority"] = high,
            ["assignee"] = office.Bob.Id,
            ["start_date"] = Start.InShort(),
            ["due_date"] = Due.InShort(),
            ["estimated_hours"] = "1:30",
            ["done_ratio"] = "30",
        });
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
    }

    private async Task ByAppAsync(Office office)
    {
        var dev = office.World.Channel("dev");
        var form = (await CallAppAsync(office, "/create_ticket_by_form"))["form"]!.AsObject();
        var full = form["fields"]!.AsArray().Any(f => (string)f!["name"]! == "tracker") ? form : (await office.Mattermost.RefreshAppFormAs(office.Alice, dev, form, "project", new() { ["project"] = "Demo" }))["form"]!.AsObject();
        var answer = await office.Mattermost.SubmitAppFormAs(office.Alice, dev, full, new JsonObject
        {
            ["project"] = "Demo",
            ["tracker"] = "Feature",
            ["subject"] = $"App {_unique}",
            ["description"] = "Комната 5, left side",
            ["priority"] = "High",
            ["assignee"] = "@bob",
            ["start_date"] = Start.InShort(),
            ["due_date"] = Due.InShort(),
            ["estimated_hours"] = "1:30",
            ["done_ratio"] = "30",
        });
        Assert.Equal("ok", (string?)answer["type"]);
    }

    /// <summary>The commands are slash commands here, so the App binds none; it answers their calls all the same.</summary>
    private static Task<JsonObject> CallAppAsync(Office office, string path) => office.Mattermost.CallAppAs(office.Alice, office.World.Channel("dev"), new JsonObject
    {
        ["path"] = path,
        ["expand"] = new JsonObject { ["acting_user"] = "+summary" },
        ["state"] = new JsonObject { ["trigger"] = "redmine" },
    });

    private async Task ByTalkAsync(Office office)
    {
        var talk = new Conversation(office, office.Alice);
        await talk.PlayAsync(
        [
            $"Talk {_unique} @bob {Due.InShort()}, in project Demo", "change tracker Feature", "change description Комната 5, left side", "change priority High",
            $"change start date {Start.InShort()}", "change estimated hours 1:30", "change done 30", "yes",
        ]);
        await office.UntilAsync(_ => talk.HasSaid($"Talk {_unique}](") && office.DirectMessages(office.Alice).Any(p => p.Message.Contains($"Talk {_unique}", StringComparison.Ordinal) && p.Message.Contains("/issues/", StringComparison.Ordinal)));
    }

    /// <summary>All but what each has of its own, and the line that leads back to where it was asked for.</summary>
    private static string Fields(IEnumerable<JsonNode> tickets, string door)
    {
        var ticket = tickets.Single(t => ((string)t["subject"]!).StartsWith(door, StringComparison.Ordinal)).DeepClone().AsObject();
        foreach (var own in Own)
            ticket.Remove(own);
        ticket["description"] = Back().Replace(((string)ticket["description"]!).ReplaceLineEndings("\n"), "");
        return ticket.ToJsonString();
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("(^|\n\n)From Mattermost.*$")]
    private static partial Regex Back();
}
