using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>The examples for Caddy and nginx, run as they are: Mattermost gets through each of them, and nobody to what is for administrators.</summary>
public sealed class ReverseProxyTests : IDisposable
{
    /// <summary>The status page and its like, by ways that a careless proxy lets through.</summary>
    private static readonly string[] Inside =
    [
        "/", "/metrics", "/health/ready", "/health/live", "//metrics", "/mattermost/../metrics", "/mattermost/command/../../metrics", "/mattermost/%2e%2e/metrics",
        "/mattermost/..%2fmetrics", "/ping/../metrics", "/mattermost/command/..;/metrics", "/mattermost/", "/mattermost/elsewhere", "/create_tickets_submit/elsewhere",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == ReverseProxy.Subject },
    });

    [SkippableTheory]
    [InlineData("caddy")]
    [InlineData("nginx")]
    public async Task Commands_get_through_in_three_layouts_and_nothing_that_is_inside_does(string program)
    {
        await using var proxy = new ReverseProxy();
        await using var office = await Office.OpenAsync(
            s => s with { PublicUrl = proxy.Below, AppsSecret = Office.AppsSecret, TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] },
            prepare: w => w.Settings = w.Settings with { EnableInsecureOutgoingConnections = true });
        await proxy.StartAsync(program, office.BridgeUrl);
        await office.CommandsAreThereAsync(proxy.Below);
        var command = office.World.Commands.Single(c => c.Trigger == "redmine");

        foreach (var door in proxy.All)
        {
            office.World.Redirect(command, Under(door, SlashSettings.CommandPath));
            Assert.Contains("/issues/", await office.TypeAsync(office.Alice, "/redmine mine"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Post, Under(door, SlashSettings.ActionPath)));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Post, Under(door, SlashSettings.DialogPath)));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Post, Under(door, "/create_tickets_submit/lookup")));
            var manifest = JsonNode.Parse(await _http.GetStringAsync(Under(door, "/manifest.json")))!;
            Assert.Equal(proxy.Below.AbsoluteUri, (string?)manifest["http"]!["root_url"]);
            foreach (var path in Inside)
                Assert.True(await IsShutAsync(Under(door, path)), $"{door} lets {path} through.");
        }

        Assert.Equal("something else", await _http.GetStringAsync(new Uri(proxy.Below, "/health/ready")));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>As it is written: nothing of it is made straight before it is sent.</summary>
    private static Uri Under(Uri door, string path) =>
        new(door.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task<HttpStatusCode> AskAsync(HttpMethod method, Uri address)
    {
        using var request = new HttpRequestMessage(method, address) { Content = JsonContent.Create(new { }) };
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>What leaves the bridge's path for that of the other thing on the same host is that thing's affair.</summary>
    private async Task<bool> IsShutAsync(Uri address)
    {
        using var answer = await _http.GetAsync(address);
        return answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest || await answer.Content.ReadAsStringAsync() == "something else";
    }
}
