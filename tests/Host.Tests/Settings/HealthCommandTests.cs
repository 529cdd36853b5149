using System.CommandLine;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RedmineBridge.Host.Commands;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>The health command beside something that listens, or doesn't; of the settings it gets the address and nothing that is right besides.</summary>
public sealed class HealthCommandTests
{
    private readonly int _port = OwnPort.Next();

    [Theory]
    [InlineData("http://127.0.0.1", 200, 0)]
    [InlineData("http://0.0.0.0", 200, 0)]
    [InlineData("http://localhost", 200, 0)]
    [InlineData("http://127.0.0.1", 503, 1)]
    public async Task It_asks_the_bridge_where_that_listens(string host, int status, int code)
    {
        await using var bridge = await ListenAsync(status);

        Assert.Equal((code, $"answers {status}."), await AskAsync($"{host}:{_port}", "answers"));
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_with_a_sentence() =>
        Assert.Equal((1, $"No bridge answers at http://[::1]:{_port}/health/live: "), await AskAsync($"http://[::]:{_port}", "No bridge", upTo: "Connection"));

    [Fact]
    public async Task A_wrong_address_is_a_wrong_setting() =>
        Assert.Equal((2, "Bridge__ListenUrl is not an address"), await AskAsync("8090", "Bridge__ListenUrl", upTo: " of the form"));

    private async Task<WebApplication> ListenAsync(int status)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, _port));
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.StatusCode(status));
        await app.StartAsync();
        return app;
    }

    private static async Task<(int Code, string Said)> AskAsync(string listen, string from, string upTo = "\n")
    {
        using var said = new StringWriter();
        var code = await CommandLine.InvokeAsync(
            ["health", $"--Bridge:ListenUrl={listen}", "--Redmine:ApiKeyFile=/no/such/file"], new InvocationConfiguration { Output = said, Error = said });
        var text = said.ToString().ReplaceLineEndings("\n");
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return (code, start < 0 ? text : text[start..].Split(upTo)[0]);
    }
}
