using Microsoft.Playwright;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>The sandbox's page shows at once what happens on the server, and after a break all that has happened meanwhile.</summary>
public sealed class LivePageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private readonly MattermostWorld _world = MattermostWorld.CreateSeeded(TimeProvider.System);
    private StandInMattermost _mattermost = null!;

    private MattermostUser Bob => _world.User("bob");

    private MattermostChannel Dev => _world.Channel("dev");

    public Task InitializeAsync()
    {
        _mattermost = new(_world, OwnPort.Next());
        return _mattermost.StartAsync();
    }

    public async Task DisposeAsync() => await _mattermost.DisposeAsync();

    [SkippableFact]
    public async Task Posts_come_change_and_go_before_the_readers_eyes()
    {
        var (edited, deleted) = (_world.PostAs(Bob, Dev, "the first"), _world.PostAs(Bob, Dev, "the second"));
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var posts = page.Locator("#posts");
        await Expect(posts.GetByText("the second")).ToBeVisibleAsync();
        await Expect(posts.GetByText("(edited)")).ToHaveCountAsync(0);

        _world.EditAs(Bob, edited, "the first, | corrected");
        _world.DeleteAs(Bob, deleted);
        _world.PostAs(Bob, Dev, "| a | b |\n|---|---|\n| 1 | <b>2</b> |");
        _world.PostAs(Bob, Dev, "an answer", edited);

        await Expect(posts.GetByText("the first, | corrected (edited)")).ToBeVisibleAsync();
        await Expect(posts.GetByText("the second")).ToHaveCountAsync(0);
        await Expect(posts.GetByRole(AriaRole.Cell, new() { Name = "<b>2</b>" })).ToBeVisibleAsync();
        await Expect(posts.GetByRole(AriaRole.Button, new() { Name = "1 reply" })).ToBeVisibleAsync();
        await Expect(posts.GetByText("an answer")).ToHaveCountAsync(0);
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_happened_while_the_server_was_away_is_caught_up_with()
    {
        var (edited, deleted) = (_world.PostAs(Bob, Dev, "the first"), _world.PostAs(Bob, Dev, "the second"));
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var posts = page.Locator("#posts");
        await Expect(posts.GetByText("the second")).ToBeVisibleAsync();

        await _mattermost.StopAsync();
        await Expect(page.GetByText("Connecting…")).ToBeVisibleAsync();
        _world.EditAs(Bob, edited, "the first, corrected");
        _world.DeleteAs(Bob, deleted);
        _world.PostAs(Bob, Dev, "an answer", edited);
        _world.PostAs(Bob, Dev, "the third");
        await _mattermost.StartAsync();

        await Expect(posts.GetByText("the third")).ToBeVisibleAsync();
        await Expect(posts.GetByText("the first, corrected")).ToBeVisibleAsync();
        await Expect(posts.GetByText("the second")).ToHaveCountAsync(0);
        await Expect(posts.GetByRole(AriaRole.Button, new() { Name = "1 reply" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Connecting…")).ToBeHiddenAsync();
        Assert.DoesNotContain(_errors, e => !e.Contains("WebSocket", StringComparison.Ordinal));
    }

    /// <summary>The number of an event that is missing gives the loss away.</summary>
    [SkippableFact]
    public async Task Lost_event_is_noticed_by_the_next()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        await Expect(page.GetByLabel("Message to Dev")).ToBeVisibleAsync();
        await _world.WaitAsync(_ => _mattermost.Connected.Contains("alice"), TimeSpan.FromSeconds(30));

        _mattermost.LoseEvents(1);
        _world.PostAs(Bob, Dev, "nobody hears this");
        _world.PostAs(Bob, Dev, "but this");

        await Expect(page.Locator("#posts").GetByText("nobody hears this")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Link_to_a_message_leads_to_it_within_the_page()
    {
        var council = _world.Channel("council");
        var secret = _world.PostAs(Bob, council, "the secret");
        for (var i = 0; i < 80; i++)
            _world.PostAs(Bob, council, $"talk {i}");
        var answer = _world.PostAs(Bob, council, "the answer", secret);
        _world.PostAs(Bob, Dev, $"as said: {new Uri(_mattermost.Url, $"/_redirect/pl/{answer.Id}")}");
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);

        await page.GetByRole(AriaRole.Link, new() { Name = "/_redirect/pl/" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Council", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Thread" }).GetByText("the answer")).ToBeInViewportAsync();
        Assert.Single(page.Context.Pages);

        await page.GotoAsync(new Uri(_mattermost.Url, $"/office/pl/{secret.Id}").AbsoluteUri);
        await Expect(page.Locator("#posts").GetByText("the secret")).ToBeInViewportAsync();
        await page.GotoAsync(new Uri(_mattermost.Url, $"/office/pl/{secret.Id}#ivan").AbsoluteUri);
        await Expect(page.GetByText("Такого сообщения нет, или этому человеку оно не видно.")).ToBeVisibleAsync();
        Assert.Empty(_errors);
    }
}
