using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Calls to a server as one of its administrators. Redirects and cookies are off, as for the bridge itself. Refusals are
/// <see cref="ServerRefusedException"/>s that say what was asked and what came, and nothing of what was sent.
/// </summary>
/// <param name="server">As people call it.</param>
/// <param name="setting">That has its address.</param>
internal sealed class AdminCalls(string server, string setting, Uri address, RemoteCertificateValidationCallback? trust) : IDisposable
{
    private const int MostTries = 20;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, SslOptions = { RemoteCertificateValidationCallback = trust },
    })
    {
        Timeout = AnswerWithin,
    };

    /// <summary>Puts the credentials onto each request.</summary>
    public Action<HttpRequestHeaders> Authorize { get; set; } = _ => { };

    public void Dispose() => _http.Dispose();

    /// <summary>The body of a success, and what a header of it says.</summary>
    /// <param name="path">Below the server's address, without a slash before it.</param>
    /// <param name="header">Null: none is looked for.</param>
    public async Task<(JsonNode? Body, string? Header)> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellation, string? header = null)
    {
        var (status, text, found, pause) = await AnswerAsync(method, path, body, header, cancellation);
        for (var tries = 1; status == 429 && tries < MostTries; tries++)
        {
            // Such a call was not carried out, whatever it was.
            await Task.Delay(pause, cancellation);
            (status, text, found, pause) = await AnswerAsync(method, path, body, header, cancellation);
        }

        try
        {
            if (status is >= 200 and < 300)
                return (text.Length == 0 ? null : JsonNode.Parse(text), found);
        }
        catch (JsonException odd)
        {
            throw new ServerRefusedException($"{server} answers with something that is no JSON: look whether {setting} is its address", 0, "", odd);
        }

        var id = ErrorId(text);
        throw new ServerRefusedException($"{server} refuses {method} /{path.Split('?')[0]} with {status}{(id.Length > 0 ? $" ({id})" : "")}", status, id);
    }

    /// <summary>What an answer must have in it.</summary>
    public JsonNode Part(JsonNode? answer, string name) =>
        (answer as JsonObject)?[name] ?? throw new ServerRefusedException($"{server} answers without {name}: look whether {setting} is its address", 0);

    private async Task<(int Status, string Text, string? Header, TimeSpan Pause)> AnswerAsync(
        HttpMethod method, string path, JsonNode? body, string? header, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address.AbsoluteUri.TrimEnd('/') + '/' + path);
        Authorize(request.Headers);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var found = header is not null && response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
            var pause = response.Headers.RetryAfter?.Delta is { } told && told > TimeSpan.Zero && told < AnswerWithin ? told : UsualPause;
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), found, pause);
        }
        catch (HttpRequestException failure)
        {
            throw Silent(failure.Message, failure);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Silent($"nothing came within {AnswerWithin.TotalSeconds:0} s", late);
        }
    }

    private ServerRefusedException Silent(string why, Exception inner) =>
        new($"{server} does not answer at {address}: {why}. Start it, or correct {setting}", 0, "", inner);

    private static string ErrorId(string body)
    {
        try
        {
            return body.StartsWith('{') && JsonNode.Parse(body) is JsonObject error && error["id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
