using Microsoft.Playwright;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>A headless browser for all tests of one class, if the machine has one. Playwright brings its own driver.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long a page may take to show what a test waits for.</summary>
    private const float Patience = 30_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly string _path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } path ? path : "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(_path))
            return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = _path, Headless = true, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>For the docs, where SCREENSHOTS names the folder; <c>SCREENSHOTS=docs/images bash tests/run.sh</c> makes them all anew.</summary>
    public static async Task PictureAsync(IPage page, string name, bool isWhole = true)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = isWhole });
    }

    /// <summary>A window of its own, with nothing in it that another test left. Errors of the page's scripts fail the test that asks for them.</summary>
    public async Task<IPage> OpenAsync(Uri address, ICollection<string> errors, BrowserNewContextOptions? options = null)
    {
        Skip.If(_browser is null, $"No browser at {_path}; CHROMIUM_PATH can name one.");
        var context = await _browser!.NewContextAsync(options ?? new() { Locale = "en-GB" });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            // Scripts and styles that the page's own policy forbids are reported here; refused calls of the server are a matter of the test.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                errors.Add(message.Text);
        };
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }
}
