using System.Net.Http.Json;
using Microsoft.Playwright;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Redmine.World;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>The sandbox as its visitors see it: in a browser, with the bridge at work behind.</summary>
public sealed class SandboxTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Below those of <see cref="RedmineBridge.Tests.Support.OwnPort"/>.</summary>
    private const int FirstPort = 9065;
    private readonly List<string> _errors = [];

    [SkippableFact]
    public async Task Reference_becomes_a_link_that_leads_to_the_ticket()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);

        await Write(page, "Look at #t1, please");
        var ticket = await page.Context.RunAndWaitForPageAsync(() => Posts(page).GetByRole(AriaRole.Link, new() { Name = "#t1" }).ClickAsync());

        await Expect(ticket.GetByRole(AriaRole.Heading, new() { Name = "Buy sausages for the summer party" })).ToBeVisibleAsync();
        await Expect(page.GetByText("(edited)")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Table_is_shown_to_who_asked_alone_and_goes_on_by_a_button()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        await Add(sandbox.Redmine, 25);
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);

        await Write(page, "/redmine mine");

        await Expect(page.GetByText("Only visible to you")).ToHaveCountAsync(1);
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToHaveCountAsync(1);
        await Expect(Posts(page).GetByRole(AriaRole.Row)).ToHaveCountAsync(21);
        await Posts(page).GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToHaveCountAsync(2);

        await Become(page, "Bob Fisher");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Dev", Exact = true })).ToBeVisibleAsync();
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToHaveCountAsync(0);
        await Become(page, "Alice Morgan");
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToHaveCountAsync(2);
        Assert.Empty(_errors);
    }

    /// <summary>On an old server a form asks in two steps; the second is opened by a button.</summary>
    [SkippableFact]
    public async Task Form_is_filled_in_and_the_ticket_is_there()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "New ticket" });

        await Write(page, "/redmine new");
        await dialog.GetByLabel("Project").SelectOptionAsync("Demo");
        await dialog.GetByLabel("Subject").FillAsync("Paint the fence");
        await dialog.GetByLabel("Due date").FillAsync("tomorrow");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the form" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        var ticket = await page.Context.RunAndWaitForPageAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Paint the fence" }).ClickAsync());
        await Expect(ticket.GetByRole(AriaRole.Heading, new() { Name = "Paint the fence" })).ToBeVisibleAsync();
        await Expect(ticket.GetByText("Added by Alice Morgan")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task List_is_checked_previewed_created_and_its_progress_seen()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "List of tasks" });

        await Write(page, "/redmine batch");
        await dialog.GetByLabel("Project").SelectOptionAsync("Demo");
        await dialog.GetByLabel("Tasks").FillAsync(string.Join('\n', Enumerable.Range(1, 30).Select(i => $"{i}. Water plant {i:00} @bob").Append("31. Never 31.02.2027")));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "redmine" }).First.ClickAsync();
        await Expect(Posts(page).GetByText("There is no such day as 31.02.2027. Write it like 09.05.2027.")).ToBeVisibleAsync();
        await page.EvaluateAsync(
            "() => { window.progress = []; new MutationObserver(() => window.progress.push(...(document.body.innerText.match(/\\d+ of 30 [▓░]+/g) ?? [])))"
            + ".observe(document.body, { subtree: true, childList: true, characterData: true }); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the 30 good ones" }).ClickAsync();

        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "Water plant 30" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Share here" })).ToBeVisibleAsync();
        Assert.NotEmpty(await page.EvaluateAsync<string[]>("() => window.progress"));
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Everybody_has_a_view_of_their_own()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        await page.GetByRole(AriaRole.Button, new() { Name = "Council" }).ClickAsync();
        await Write(page, "Psst, @bob: #t13");

        await Become(page, "Bob Fisher");
        var council = page.GetByRole(AriaRole.Button, new() { Name = "Council" });
        await Expect(council.GetByLabel("1 unread")).ToBeVisibleAsync();
        await council.ClickAsync();
        await Expect(Posts(page).GetByText("Psst")).ToBeVisibleAsync();
        await Expect(council.GetByLabel("1 unread")).ToHaveCountAsync(0);
        await Posts(page).GetByText("Psst").HoverAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reply" }).ClickAsync();
        await page.GetByLabel("Reply to the thread").FillAsync("What is #t1?");
        await page.GetByLabel("Reply to the thread").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Thread" }).GetByRole(AriaRole.Link, new() { Name = "#t1", Exact = true })).ToBeVisibleAsync();

        await Become(page, "Иван Петров");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Каналы" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Council" })).ToHaveCountAsync(0);

        await Become(page, "Alice Morgan");
        await Expect(Posts(page).GetByRole(AriaRole.Button, new() { Name = "1 reply" })).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_is_refused_is_said_and_stays_in_the_box()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var box = page.GetByLabel("Message to Dev");

        await box.FillAsync("/red");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "/redmine" })).ToBeVisibleAsync();
        await box.PressAsync("Tab");
        await Expect(box).ToHaveValueAsync("/redmine ");
        await Write(page, "/nonsense");

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Command with a trigger of 'nonsense' not found." })).ToBeVisibleAsync();
        await Expect(box).ToHaveValueAsync("/nonsense");
        await Write(page, "<img src=x onerror=alert(1)> **bold** `code`");
        await Expect(Posts(page).GetByText("<img src=x onerror=alert(1)>")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    private static ILocator Posts(IPage page) => page.Locator("#posts");

    private static async Task Write(IPage page, string text)
    {
        var box = page.GetByLabel("Message to");
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }

    private static Task Become(IPage page, string name) => page.Locator("#people").GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    private static async Task Add(Uri redmine, int tickets)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Redmine-API-Key", RedmineWorld.AdminKey);
        http.DefaultRequestHeaders.Add("X-Redmine-Switch-User", "alice");
        using var me = await http.GetAsync(new Uri(redmine, "/users/current.json"));
        var id = System.Text.Json.Nodes.JsonNode.Parse(await me.Content.ReadAsStringAsync())!["user"]!["id"]!.GetValue<int>();
        for (var i = 1; i <= tickets; i++)
        {
            var issue = new { issue = new { subject = $"Task {i}", assigned_to_id = id } };
            using var answer = await http.PostAsJsonAsync(new Uri(redmine, "/projects/demo/issues.json"), issue);
            answer.EnsureSuccessStatusCode();
        }
    }
}
