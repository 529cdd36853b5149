using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Calls of Mattermost's REST API that the bridge itself never makes, with whatever status they are answered.</summary>
internal sealed class MattermostProbe(HttpClient http, BridgeSettings settings, TimeProvider clock)
{
    /// <summary>Where a rate limit doesn't say when to come again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A rate limit is waited for; how often is for the caller to bound.</summary>
    /// <param name="path">Below Mattermost's address.</param>
    /// <param name="asBot">With the bot's token.</param>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<Answer> AskAsync(HttpMethod method, string path, CancellationToken cancellation, JsonNode? body = null, bool asBot = true)
    {
        while (true)
        {
            var (answer, wait) = await AskOnceAsync(method, path, body, asBot, cancellation);
            if (answer.Status != (int)HttpStatusCode.TooManyRequests)
                return answer;
            await Task.Delay(wait, clock, cancellation);
        }
    }

    private async Task<(Answer Answer, TimeSpan Wait)> AskOnceAsync(HttpMethod method, string path, JsonNode? body, bool asBot, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, $"{settings.MattermostUrl.AbsoluteUri.TrimEnd('/')}/{path}");
        if (asBot)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.MattermostToken);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, cancellation);
        return (
            new((int)response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(cancellation)), response.Headers.Date),
            response.Headers.RetryAfter?.Delta is { } told && told > TimeSpan.Zero ? told : Pause);
    }

    private static JsonElement Parse(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <param name="Body">Undefined where it is no JSON.</param>
    /// <param name="Date">The server's time, in whole seconds.</param>
    internal sealed record Answer(int Status, JsonElement Body, DateTimeOffset? Date)
    {
        public bool IsObject => Body.ValueKind == JsonValueKind.Object;

        /// <summary>Empty where there is no such text.</summary>
        public string Text(string name) =>
            IsObject && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }
}
