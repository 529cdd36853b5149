using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Integrations;

/// <summary>Calls an integration as the server does: once, for so long, and for no more than a megabyte of answer.</summary>
internal sealed class IntegrationCaller(MattermostWorld world) : IDisposable
{
    private const int LongestAnswer = 1024 * 1024;

    private const string Forbidden =
        "address forbidden, you may need to set AllowedUntrustedInternalConnections to allow an integration access to your internal network";

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || world.Settings.EnableInsecureOutgoingConnections },
    })
    {
        MaxResponseContentBufferSize = LongestAnswer,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="HttpRequestException">There was no whole answer.</exception>
    /// <exception cref="OperationCanceledException">It took too long, by the world's clock.</exception>
    public async Task<(int Status, string? ContentType, string Body)> Call(HttpRequestMessage request)
    {
        if (world.Settings.AllowedUntrustedInternalConnections is { } allowed && !IsAllowed(request.RequestUri!, allowed))
            throw new HttpRequestException(Forbidden);
        using var patience = new CancellationTokenSource(world.Settings.IntegrationTimeout, world.Time);
        request.Headers.UserAgent.ParseAdd("Mattermost-Bot/1.1");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await _http.SendAsync(request, patience.Token);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(patience.Token));
    }

    /// <summary>As for buttons and dialogs: JSON is sent, and only a 200 is an answer.</summary>
    /// <exception cref="MattermostRefusalException">There was none.</exception>
    public async Task<string> Ask(string address, JsonObject body)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw Failed("no address");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(WorldEvent.Text(body))) };
        request.Content.Headers.ContentType = new("application/json");
        try
        {
            var (status, _, text) = await Call(request);
            return status == 200 ? text : throw Failed($"status={status}");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            throw Failed(failure.Message);
        }
    }

    public static MattermostRefusalException Failed(string detail) => new(400, "api.post.do_action.action_integration.app_error", "Action integration error.", detail);

    /// <summary>All that listens beside a stand-in is in the own network. A host counts as it is written, an address by a network too.</summary>
    private static bool IsAllowed(Uri address, string allowed) =>
        allowed.Split([' ', ',', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Any(a =>
            a == address.IdnHost || (IPNetwork.TryParse(a, out var network) && IPAddress.TryParse(address.IdnHost, out var ip) && network.Contains(ip)));

    public void Dispose() => _http.Dispose();
}
