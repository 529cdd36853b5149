using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>Each command as the docs show it (<see cref="Chromium.PictureAsync"/>), in both languages.</summary>
public sealed partial class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Below those of <see cref="OwnPort"/>.</summary>
    private const int FirstPort = 9165;
    private readonly List<string> _errors = [];

    [SkippableFact]
    public async Task What_the_docs_show_in_English()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await OpenAsync(sandbox.Chat);

        await Write(page, "Look at #t1 and #t10, please");
        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "#t10" })).ToBeVisibleAsync();
        await Picture(page, "links");
        await Write(page, "/redmine help");
        await Expect(Posts(page).GetByText("/redmine mine").Last).ToBeVisibleAsync();
        await Picture(page, "help");
        await Write(page, "/redmine mine");
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await Picture(page, "mine");
        await Write(page, "/redmine created");
        await Expect(Posts(page).GetByRole(AriaRole.Table)).ToHaveCountAsync(2);
        await Picture(page, "created");
        await Write(page, "/redmine link The pump of #t13 is back, see #t1");
        await Expect(Posts(page).GetByText("The pump of")).ToBeVisibleAsync();
        await Picture(page, "link");

        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "New ticket" });
        await Write(page, "/redmine new");
        await form.GetByLabel("Project").SelectOptionAsync("Demo");
        await form.GetByLabel("Subject").FillAsync("Paint the fence");
        await form.GetByLabel("Subject").ScrollIntoViewIfNeededAsync();
        await Picture(page, "new");
        await page.Keyboard.PressAsync("Escape");

        var list = page.GetByRole(AriaRole.Dialog, new() { Name = "List of tasks" });
        await Write(page, "/redmine batch");
        await list.GetByLabel("Project").SelectOptionAsync("Demo");
        await list.GetByLabel("Tasks").FillAsync($"1. Buy sausages @alice {DaysAhead.NinthOfMay.InShort()}\n2. Borrow the grill @bob friday\n3. Ask the neighbours @carol 31.02.27");
        await list.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "redmine" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create the 2 good ones" })).ToBeVisibleAsync();
        await Picture(page, "batch");

        await Write(page, "Fix the tap in room 5 @bob tomorrow");
        await page.GetByRole(AriaRole.Button, new() { Name = "Demo", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true })).ToBeVisibleAsync();
        await Picture(page, "talk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "Fix the tap in room 5" })).ToBeVisibleAsync();
        await Picture(page, "created-ticket");
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_the_docs_show_in_Russian()
    {
        await using var sandbox = await SandboxHost.StartAsync(FirstPort, CancellationToken.None, adapt: b => Office.TakeTime(b.Services));
        var page = await OpenAsync(sandbox.Chat);
        await page.Locator("#people").GetByRole(AriaRole.Button, new() { Name = "Иван Петров" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dev" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Dev" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Каналы" })).ToBeVisibleAsync();

        await Write(page, "Посмотрите #т1, пожалуйста");
        await Expect(Posts(page).GetByRole(AriaRole.Link, new() { Name = "#т1" })).ToBeVisibleAsync();
        await Write(page, "/redmine мои");
        await Expect(Posts(page).GetByText("только вам", new() { Exact = false }).Last).ToBeVisibleAsync();
        await Picture(page, "mine.ru");

        await page.GetByRole(AriaRole.Button, new() { Name = "redmine" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "redmine" })).ToBeVisibleAsync();
        await Write(page, "Починить кран в комнате 5 @bob завтра");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Создать", Exact = true })).ToBeVisibleAsync();
        await Picture(page, "talk.ru");
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_the_docs_show_of_projects_keys_and_forgetting()
    {
        await using var office = await Office.OpenAsync(ConnectTests.ByOwnKeys, prepare: w => w.MakeChannelAdmin(w.Channel("dev"), w.User("alice")));
        await office.CommandsAreThereAsync();
        var page = await OpenAsync(office.Mattermost.Url);

        await Write(page, "/redmine connect");
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Connect to Redmine" });
        await Expect(form.GetByLabel("API access key")).ToBeVisibleAsync();
        await Picture(page, "connect");
        await form.GetByLabel("API access key").FillAsync(office.RedmineWorld.Data.Users.Values.Single(u => u.Login == "alice").ApiKey);
        await form.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
        await Expect(form).ToHaveCountAsync(0);
        await Write(page, "/redmine project demo");
        await Expect(Posts(page).GetByText("Forms in this channel begin with the project Demo now.")).ToBeVisibleAsync();
        await Picture(page, "project");
        await Write(page, "/redmine forget me");
        await Expect(Posts(page).GetByText("I have forgotten all that I kept of you.")).ToBeVisibleAsync();
        await Picture(page, "forget");
        Assert.Empty(_errors);
    }

    private async Task<IPage> OpenAsync(Uri chat)
    {
        var page = await chromium.OpenAsync(chat, _errors, new() { Locale = "en-GB", ViewportSize = new() { Width = 1000, Height = 680 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Hide this note" }).ClickAsync();
        return page;
    }

    private static Task Picture(IPage page, string name) => Chromium.PictureAsync(page, name, isWhole: false);

    private static ILocator Posts(IPage page) => page.Locator("#posts");

    [GeneratedRegex("^(Message to|Сообщение:)")]
    private static partial Regex MessageTo();

    private static async Task Write(IPage page, string text)
    {
        var box = page.GetByLabel(MessageTo());
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }
}
