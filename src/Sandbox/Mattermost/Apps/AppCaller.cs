using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Calls Apps over HTTP as the plugin does: once, for so long, signed where the App asks for it.</summary>
internal sealed class AppCaller(MattermostWorld world) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string TokenHeader = "Mattermost-App-Authorization";
    private const int LongestManifest = 1024 * 1024;
    private const int LongestAnswer = 16 * 1024 * 1024;
    private const int KeyBytes = 32;

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        UseCookies = false,
        ActivityHeadersPropagator = null,
    })
    {
        MaxResponseContentBufferSize = LongestAnswer,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="actingUserId">Whom the token names; empty: nobody.</param>
    /// <returns>The App's answer, as it gave it.</returns>
    /// <exception cref="AppsFailureException">There was none, or one with another status than 200, or that is no JSON.</exception>
    public async Task<JsonObject> Call(AppManifest app, string secret, string path, JsonObject body, string actingUserId, TimeSpan patience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app.RootUrl.AbsoluteUri.TrimEnd('/') + "/" + path.TrimStart('/'))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(WorldEvent.Text(body))),
        };
        request.Content.Headers.ContentType = new("application/json");
        if (app.UsesJwt)
            request.Headers.Add(TokenHeader, "Bearer " + Sign(secret, actingUserId));
        try
        {
            var (status, text) = await Send(request, patience);
            return status switch
            {
                HttpStatusCode.OK => JsonNode.Parse(text) as JsonObject
                    ?? throw new AppsFailureException("json: cannot unmarshal into Go value of type apps.CallResponse"),
                HttpStatusCode.NotFound => throw AppsFailureException.NotFound($"failed to invoke via HTTP: {request.RequestUri}"),
                _ => throw new AppsFailureException($"failed to invoke via HTTP: {text}"),
            };
        }
        catch (JsonException broken)
        {
            throw new AppsFailureException(broken.Message);
        }
    }

    /// <exception cref="AppsFailureException">There was none, or no object, or one of more than a megabyte.</exception>
    public async Task<JsonObject> FetchManifest(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw AppsFailureException.Invalid($"invalid URL \"{url}\"");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (status, text) = await Send(request, Patience);
        if (status != HttpStatusCode.OK)
            throw new AppsFailureException($"failed to get {url}: {(int)status}");
        if (text.Length > LongestManifest)
            throw AppsFailureException.Invalid($"{url} is longer than {LongestManifest} bytes");
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw AppsFailureException.Invalid("not a manifest");
        }
        catch (JsonException broken)
        {
            throw AppsFailureException.Invalid(broken.Message);
        }
    }

    /// <summary>A picture of the App's, for its bot or the people's clients; null: it has none of that name.</summary>
    public async Task<(byte[] Bytes, string? Type)?> FetchStatic(AppManifest app, string path)
    {
        using var patience = new CancellationTokenSource(Patience, world.Time);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{app.RootUrl.AbsoluteUri.TrimEnd('/')}/static/{path.TrimStart('/')}");
        request.Headers.UserAgent.ParseAdd("Mattermost-Bot/1.1");
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? (await response.Content.ReadAsByteArrayAsync(patience.Token), response.Content.Headers.ContentType?.ToString())
                : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            throw new AppsFailureException($"Get \"{request.RequestUri}\": {failure.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Text)> Send(HttpRequestMessage request, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience, world.Time);
        request.Headers.UserAgent.ParseAdd("Mattermost-Bot/1.1");
        try
        {
            using var response = await _http.SendAsync(request, end.Token);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            throw Failed("context deadline exceeded");
        }
        catch (HttpRequestException failure)
        {
            throw Failed(failure.Message);
        }

        AppsFailureException Failed(string why) =>
            new($"failed to invoke via HTTP: {request.Method.Method[0]}{request.Method.Method[1..].ToLowerInvariant()} \"{request.RequestUri}\": {why}");
    }

    /// <summary>
    /// The plugin signs with whatever was typed; the library here wants 256 bits. HMAC itself fills short keys up with zeros, so doing it
    /// beforehand gives the same signature.
    /// </summary>
    private string Sign(string secret, string actingUserId)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        if (key.Length < KeyBytes)
            Array.Resize(ref key, KeyBytes);
        var claims = new Dictionary<string, object> { ["exp"] = (world.Time.GetUtcNow() + TokenLife).ToUnixTimeSeconds() };
        if (actingUserId.Length > 0)
            claims["acting_user_id"] = actingUserId;
        return Tokens.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });
    }
}
