using Microsoft.Playwright;
using RedmineBridge.Host.Commands;
using RedmineBridge.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>The bridge as an App, as visitors of the sandbox use it in a browser: commands, forms, their errors and their results.</summary>
public sealed class AppTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Below those of <see cref="OwnPort"/>.</summary>
    private const int FirstPort = 9165;
    private const string Word = "/integration_with_redmine";
    private readonly List<string> _errors = [];

    [SkippableFact]
    public async Task Form_follows_the_project_says_what_is_wrong_keeps_the_rest_and_creates_the_ticket()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None);
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "New ticket" });
        await Write(page, $"{Word} create_ticket_by_form");
        await form.GetByLabel("Subject").FillAsync("Paint the fence");
        await Expect(form.GetByLabel("Tracker")).ToHaveCountAsync(0);

        await form.GetByLabel("Project").SelectOptionAsync("Demo");
        await Expect(form.GetByLabel("Tracker")).ToBeVisibleAsync();
        await Expect(form.GetByLabel("Subject")).ToHaveValueAsync("Paint the fence");
        await form.GetByLabel("Description").FillAsync("Green,\nnot blue");
        await form.GetByLabel("Due date").FillAsync("31.02.2027");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "Assignee" }).FillAsync("bo");
        await form.GetByRole(AriaRole.Option, new() { Name = "Bob Fisher" }).ClickAsync();
        await Submit(form);

        await Expect(form.GetByLabel("Due date")).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("There is no such day as 31\\.02\\.2027\\."));
        await Expect(form.GetByLabel("Due date")).ToBeFocusedAsync();
        await Expect(form.GetByLabel("Subject")).ToHaveValueAsync("Paint the fence");
        await Expect(form.GetByLabel("Description")).ToHaveValueAsync("Green,\nnot blue");
        await form.GetByLabel("Due date").FillAsync(DaysAhead.NinthOfMay.InFull());
        await Submit(form);

        await Expect(form).ToHaveCountAsync(0);
        await Expect(Posts(page).GetByText("Only visible to you")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "redmine" }).First.ClickAsync();
        var ticket = await page.Context.RunAndWaitForPageAsync(() => Posts(page).GetByRole(AriaRole.Link, new() { Name = "Paint the fence" }).ClickAsync());
        await Expect(ticket.GetByText("Added by Alice Morgan")).ToBeVisibleAsync();
        await Expect(ticket.GetByText("Bob Fisher")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task List_is_checked_in_the_direct_message_and_created()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None);
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "List of tasks" });

        await Write(page, $"{Word} create_tickets");
        await form.GetByLabel("Project").SelectOptionAsync("Demo");
        await form.GetByLabel("Tasks").FillAsync("1. Water the palms @bob\n2. Feed the fish 31.02.2027\n3. Wash the cups");
        await Submit(form);
        await Expect(form).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "redmine" }).First.ClickAsync();
        await Expect(Posts(page).GetByText("There is no such day as 31.02.2027.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the 2 good ones" }).ClickAsync();

        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "Water the palms" })).ToBeVisibleAsync();
        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "Wash the cups" })).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Commands_are_offered_word_by_word_and_each_word_once()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None);
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var box = page.GetByLabel("Message to Dev");
        var offered = page.GetByRole(AriaRole.Option);

        await box.FillAsync("/");
        await Expect(offered).ToContainTextAsync(["/apps", "/redmine", Word]);
        await box.FillAsync("/int");
        await Expect(offered).ToHaveCountAsync(1);
        await box.PressAsync("Tab");
        await Expect(offered).ToContainTextAsync(["app_info", "create_ticket_by_form", "create_tickets", "tickets_for_me", "my_tickets"]);
        await box.PressAsync("Escape");
        await box.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = $"Say how {Word} goes on: app_info," })).ToBeVisibleAsync();
        await Expect(box).ToHaveValueAsync(Word + " ");

        await Write(page, $"{Word} my_tickets of Bob");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "takes nothing behind it: remove “of Bob”." })).ToBeVisibleAsync();
        await Write(page, $"{Word} tickets_for_me");
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_is_read_late_of_commands_does_not_bring_back_what_was_offered_before()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None);
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);
        var (box, offered) = (page.GetByLabel("Message to Dev"), page.GetByRole(AriaRole.Option));
        await box.FillAsync("/");
        await Expect(offered).ToContainTextAsync(["/apps", "/redmine", Word]);
        var late = new TaskCompletionSource();
        await page.RouteAsync("**/commands/autocomplete*", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });

        await box.FillAsync("/int");
        await Expect(offered).ToHaveCountAsync(1);
        await box.PressAsync("Tab");
        await Expect(offered).ToHaveCountAsync(5);
        await page.RunAndWaitForResponseAsync(
            () =>
            {
                late.SetResult();
                return Task.CompletedTask;
            },
            "**/commands/autocomplete*");
        // A call of the page's own, which ends behind those of before.
        await page.EvaluateAsync("() => fetch('/api/v4/system/ping').then((answer) => answer.text())");

        await Expect(offered).ToHaveCountAsync(5);
        Assert.Empty(_errors);
    }

    /// <summary>From 12 on the server has no Apps, and the bridge registers both words itself.</summary>
    [SkippableFact]
    public async Task Where_the_server_has_no_Apps_the_same_words_are_slash_commands()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, "12.0.0");
        var page = await chromium.OpenAsync(sandbox.Chat, _errors);

        Assert.False(sandbox.HasApp);
        await page.GetByLabel("Message to Dev").FillAsync("/");
        await Expect(page.GetByRole(AriaRole.Option)).ToContainTextAsync(["/redmine", Word]);
        await Write(page, $"{Word} my_tickets");
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    private static ILocator Posts(IPage page) => page.Locator("#posts");

    private static Task Submit(ILocator form) => form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();

    private static async Task Write(IPage page, string text)
    {
        var box = page.GetByLabel("Message to");
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }
}
