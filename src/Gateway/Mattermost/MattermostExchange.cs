using System.Net;
using System.Net.Security;
using System.Text.Json;
using System.Text.RegularExpressions;
using Flurl.Http;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>
/// One call and its answer, and what each failure means. Cookies and redirects are off: a cookie would win over our token, and a redirect
/// means a wrong address. Calls keep to the server's rate limit (<see cref="CallPacing"/>).
/// </summary>
internal sealed partial class MattermostExchange : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly IFlurlClient _client;
    private readonly BotToken _token;
    private readonly BridgeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly CallPacing _pacing;

    /// <param name="trust">Decides on the server's certificate; null for this machine's own rules.</param>
    public MattermostExchange(Uri address, BotToken token, BridgeMetrics metrics, TimeProvider clock, RemoteCertificateValidationCallback? trust)
    {
        _token = token;
        _metrics = metrics;
        _clock = clock;
        _pacing = new(clock);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = { RemoteCertificateValidationCallback = trust },
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var http = new HttpClient(handler)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client = new FlurlClient(http, address.AbsoluteUri).AllowAnyHttpStatus();
    }

    public void Dispose()
    {
        _client.Dispose();
        _pacing.Dispose();
    }

    public IFlurlRequest Request(params object[] path) => _client.Request(path);

    /// <summary>A call with the bot's token; one that is known to be refused is not sent at all.</summary>
    public async Task<T> AsBotAsync<T>(MattermostCall call, Func<IFlurlResponse, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var token = _token.Current;
        if (_token.IsRefused)
            throw new MattermostException(call.Name, PosterFailure.Unauthorized, 401, MattermostException.TokenRefused);
        try
        {
            return await AsAnybodyAsync(call with { Request = With(token, call.Request) }, read, cancellation);
        }
        catch (MattermostException refused) when (refused.Kind == PosterFailure.Unauthorized)
        {
            if (await IsRefusedAsync(token, cancellation))
                throw;
            throw new MattermostException(call.Name, PosterFailure.Away, refused.Status, refused.ErrorId, null, refused);
        }
    }

    /// <summary>A call without a token.</summary>
    public async Task<T> AsAnybodyAsync<T>(MattermostCall call, Func<IFlurlResponse, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var span = Tracing.Call($"{call.Method} {Ids().Replace(call.Name, "…")}");
        using var turn = await _pacing.EnterAsync(call.IsBackground, cancellation);
        using var response = await SendAsync(call, cancellation);
        turn.Heard(response.StatusCode, response.Headers);
        span?.SetTag("http.response.status_code", response.StatusCode);
        try
        {
            return response.StatusCode is 200 or 201
                ? await read(response, cancellation)
                : throw await Refused(call.Name, response);
        }
        catch (JsonException odd)
        {
            // A success that is no JSON comes from what stands before the server: a page that says it is being mended, above all.
            throw new MattermostException(call.Name, PosterFailure.Away, 200, "an answer that is no JSON", null, odd);
        }
        catch (Exception odd) when (odd is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MattermostException(call.Name, PosterFailure.Rejected, 200, "an answer of an unknown form", null, odd);
        }
    }

    /// <summary>The whole answer. Whatever keeps it from coming, by whatever exception that shows, says nothing of what was asked: it is asked again.</summary>
    private async Task<IFlurlResponse> SendAsync(MattermostCall call, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(AnswerWithin, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        IFlurlResponse? response = null;
        try
        {
            using var content = call.Body is null ? null : new StringContent(call.Body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            response = await call.Request.SendAsync(call.Method, content, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.ResponseMessage.Content.LoadIntoBufferAsync(call.AnswerBytesAtMost, either.Token);
            _metrics.MattermostCalled(response.StatusCode);
            return response;
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response?.Dispose();
            throw new MattermostException(call.Name, PosterFailure.Rejected, 200, MattermostException.TooLarge, null, failure);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            response?.Dispose();
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception failure)
        {
            response?.Dispose();
            _metrics.MattermostCalled(0);
            var why = timeout.IsCancellationRequested ? new TimeoutException($"no answer within {AnswerWithin.TotalSeconds:0} s")
                : (failure as FlurlHttpException)?.InnerException ?? failure;
            throw new MattermostException(call.Name, PosterFailure.Away, 0, "", null, why);
        }
    }

    /// <summary>One 401 may be a mishap, of a proxy above all. When the bot may not even ask who it is, its token is no longer good.</summary>
    private async Task<bool> IsRefusedAsync(string token, CancellationToken cancellation)
    {
        if (_token.Current == token && !_token.IsRefused)
        {
            try
            {
                await AsAnybodyAsync(
                    new("users/me", HttpMethod.Get, With(token, Request("api", "v4", "users", "me"))), (_, _) => Task.FromResult(true), cancellation);
            }
            catch (MattermostException again) when (again.Kind == PosterFailure.Unauthorized)
            {
                _token.Refuse(token);
            }
        }

        return _token.Current == token && _token.IsRefused;
    }

    /// <summary>Spans are named alike where they are alike.</summary>
    [GeneratedRegex("[a-z0-9]{26}")]
    private static partial Regex Ids();

    private static IFlurlRequest With(string token, IFlurlRequest request) => request.WithHeader("Authorization", $"Bearer {token}");

    private static async Task<MattermostException> Refused(string call, IFlurlResponse response)
    {
        var id = ErrorId(await response.GetStringAsync());
        var kind = response.StatusCode switch
        {
            429 or >= 500 => PosterFailure.Away,
            // Without a name it is the answer of a proxy, behind which Mattermost is just being restarted: nothing is gone, forbidden or refused.
            _ when id.Length == 0 => PosterFailure.Away,
            401 => PosterFailure.Unauthorized,
            403 => PosterFailure.Forbidden,
            404 => PosterFailure.NotFound,
            _ => PosterFailure.Rejected,
        };
        return new(call, kind, response.StatusCode, id, CallPacing.RetryAfter(response.Headers));
    }

    /// <summary>Proxies and the rate limit answer with a text that is no JSON.</summary>
    private static string ErrorId(string body)
    {
        if (!body.StartsWith('{'))
            return "";
        try
        {
            using var error = JsonDocument.Parse(body);
            return Wire.Text(error.RootElement, "id") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
