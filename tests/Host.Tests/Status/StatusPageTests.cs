using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Host.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Status;

/// <summary>The page for administrators, as they see it and as nobody else does.</summary>
public sealed class StatusPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Token = "a-token-of-32-characters-or-more";

    [Fact]
    public async Task Without_a_token_it_is_shown_on_this_machine_alone()
    {
        await using var office = await Office.OpenAsync();

        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("X-Forwarded-For", "10.0.0.9")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("Via", "1.1 proxy")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("Host", "rebound.example.org")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("User-Agent", "Mattermost-Bot/1.1")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("Authorization", "Token abcdefghijklmnopqrstuvwxyz")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("X-Forwarded-For", "10.0.0.9"), ("Authorization", "Bearer ")));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office, ("Host", "localhost:8090")));
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_only_the_proxys_own_machine_is_not_this_one()
    {
        await using var office = await Office.OpenAsync(s => s with { TrustedProxies = [new(IPAddress.Loopback, 32)] });

        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("X-Forwarded-For", "10.0.0.9")));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync(office, ("X-Forwarded-For", "127.0.0.1")));
    }

    [Fact]
    public async Task With_its_token_it_is_shown_from_anywhere()
    {
        await using var office = await Office.OpenAsync(s => s with { StatusToken = Token });
        (string, string) far = ("X-Forwarded-For", "10.0.0.9");

        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office, far, ("Authorization", $"Bearer {Token}")));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office, far, ("Authorization", Basic($"me:{Token}"))));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office, far, ("Authorization", Basic($":{Token}"))));
        foreach (var wrong in new[] { $"Bearer {Token}x", "Bearer", $"Basic {Token}", Basic(Token), Basic("me:"), "Basic ====", $"Digest {Token}", "" })
            Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(office, far, ("Authorization", wrong)));
        Assert.Equal(HttpStatusCode.OK, await CodeAsync(office));
    }

    [SkippableFact]
    public async Task A_browser_asks_for_the_token_and_shows_what_was_done()
    {
        await using var office = await Office.OpenAsync(s => s with { StatusToken = Token });
        await office.DoneAsync(office.Write(office.Alice, "see #t1"));
        await office.HealthAsync("redmine", "online");
        List<string> errors = [];

        var page = await chromium.OpenAsync(office.BridgeUrl, errors, new()
        {
            Locale = "en-GB",
            ColorScheme = ColorScheme.Dark,
            HttpCredentials = new() { Username = "admin", Password = Token },
            ExtraHTTPHeaders = [new("X-Forwarded-For", "10.0.0.9")],
        });

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Redmine Bridge ready" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "mattermost-socket online" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Posts linked per hour, 1 in all" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Tickets created per hour: 0 in this one, 0 at most, 0 in all")).ToBeVisibleAsync();
        await Expect(page.GetByText("Sessions in memory")).ToBeVisibleAsync();
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task A_day_is_drawn_a_bar_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 17, 10, 0, TimeSpan.Zero));
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var (board, metrics) = (new StatusBoard(), new BridgeMetrics(services.GetRequiredService<IMeterFactory>()));
        using var numbers = new StatusNumbers(services.GetRequiredService<IMeterFactory>(), clock);
        using var troubles = new RecentTroubles(clock);
        var page = new StatusPage(board, numbers, troubles, clock);
        foreach (var connection in new[] { ConnectionReport.Redmine, ConnectionReport.MattermostApi, ConnectionReport.MattermostSocket, ConnectionReport.Database, ConnectionReport.Commands })
            board.Write(new(connection, ConnectionState.Online, ""), clock.GetUtcNow());
        int[] posts = [41, 12, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 8, 31, 64, 77, 58, 33, 71, 80, 66, 45, 20];
        foreach (var hour in posts)
        {
            for (var i = 0; i < hour; i++)
                metrics.PostDone(nameof(LinkOutcome.Linked));
            for (var i = 0; i < hour / 9; i++)
                metrics.RedmineCalled(nameof(RedmineCall.CreateTicket), nameof(RedmineAnswer.TicketCreated));
            if (clock.GetUtcNow().Hour != 16)
                clock.Advance(TimeSpan.FromHours(1));
        }

        metrics.PostsUnderWayChanged(3);
        metrics.SessionsChanged(118);
        board.Write(
            new(ConnectionReport.PeopleMap, ConnectionState.Degraded, "2 entries of the map of people need mending; the log names them."), clock.GetUtcNow());
        for (var i = 0; i < 3; i++)
            troubles.CreateLogger("redmine").LogWarning("Redmine failed 3 times in a row; no calls for the moment");
        List<string> errors = [];
        var shown = await chromium.OpenAsync(new("about:blank"), errors, new() { Locale = "en-GB", ViewportSize = new() { Width = 1000, Height = 700 } });

        await shown.SetContentAsync(page.Render());

        await Expect(shown.GetByRole(AriaRole.Img, new() { Name = $"Posts linked per hour, {posts.Sum()} in all" })).ToBeVisibleAsync();
        Assert.Equal(
            ["23 h ago: 41", "1 h ago: 45", "this hour: 20"],
            (await shown.Locator("figure").First.Locator("title").AllTextContentsAsync()).Where((_, i) => i is 0 or 22 or 23));
        await Expect(shown.GetByText("Tickets created per hour: 2 in this one, 8 at most")).ToBeVisibleAsync();
        await Expect(shown.GetByText("3 ×")).ToBeVisibleAsync();
        await Chromium.PictureAsync(shown, "status");
        await shown.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Chromium.PictureAsync(shown, "status-dark");
        await shown.SetViewportSizeAsync(360, 740);
        await Chromium.PictureAsync(shown, "status-phone");
        Assert.Empty(errors);
    }

    [SkippableFact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_however_much_there_is_to_say()
    {
        await using var office = await Office.OpenAsync();
        await office.HealthAsync("redmine", "online");
        await office.Redmine.StopAsync();
        office.Write(office.Alice, "see #t1");
        await office.HealthAsync("redmine", "connecting");
        List<string> errors = [];

        var page = await chromium.OpenAsync(office.BridgeUrl, errors, new() { Locale = "en-GB", ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true });

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Redmine Bridge not ready" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Redmine does not answer:").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(errors);
    }

    private static string Basic(string what) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(what))}";

    private static async Task<HttpStatusCode> CodeAsync(Office office, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, office.BridgeUrl);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
