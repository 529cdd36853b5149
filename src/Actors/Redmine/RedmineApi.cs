using System.Net;
using System.Net.Security;
using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Redmine.Wire;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// The wire of Redmine 5 to 7. Cookies and redirects are off: filtered lists set a session cookie that overflows, and a redirect to
/// the login page means a wrong address.
/// </summary>
public sealed class RedmineApi : IRedmineApi, IDisposable
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    /// <summary>Shorter than a call may take, so that whoever waits longer has sent something.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Shorter than servers keep one open, so that no creation is written into a connection that is just being closed.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(3);

    private readonly IFlurlClient _client;
    private readonly string? _administratorKey;
    private readonly IKeySeal? _seal;

    /// <param name="address">May have a sub-path.</param>
    /// <param name="administratorKey">Sent as a header, never in the address; null: everybody has a key of their own.</param>
    /// <param name="trust">Decides on the server's certificate; null for this machine's own rules.</param>
    /// <param name="seal">Opens people's own keys; null where nobody has one.</param>
    public RedmineApi(Uri address, string? administratorKey, RemoteCertificateValidationCallback? trust = null, IKeySeal? seal = null)
        : this(
            address,
            administratorKey,
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                SslOptions = { RemoteCertificateValidationCallback = trust },
                ConnectTimeout = ConnectTimeout,
                PooledConnectionIdleTimeout = IdleTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            },
            seal)
    {
    }

    internal RedmineApi(Uri address, string? administratorKey, HttpMessageHandler handler, IKeySeal? seal = null)
    {
        (_administratorKey, _seal) = (administratorKey, seal);
        var http = new HttpClient(handler)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _client = new FlurlClient(http, address.AbsoluteUri)
            .WithHeader("Accept", "application/json")
            .AllowAnyHttpStatus();
    }

    public void Dispose() => _client.Dispose();

    public async Task<RedmineAnswer> SendAsync(RedmineCall call, CancellationToken cancellation)
    {
        var exchange = new RedmineExchange(_client, _administratorKey, _seal, cancellation);
        var answer = call.As is OwnKey own && await Doubt(exchange, own, cancellation) is { } doubt ? doubt : await Answer(exchange, call, cancellation);
        return answer with { ServerTime = answer.ServerTime ?? exchange.ServerTime };
    }

    /// <summary>
    /// A key that is not accepted gets the public's view with a success, and may even create tickets as nobody; so it is looked at before
    /// each call. Null where it is the person's.
    /// </summary>
    private static async Task<RedmineAnswer?> Doubt(RedmineExchange exchange, OwnKey own, CancellationToken cancellation) =>
        await Answer(exchange, new RedmineCall.CheckOwnKey(own.Person, own.Key), cancellation) switch
        {
            RedmineAnswer.OwnKeyChecked good when good.Account.Id == own.Account.Id => null,
            RedmineAnswer.OwnKeyChecked => new RedmineAnswer.OwnKeyRefused(),
            var failure => failure,
        };

    private static async Task<RedmineAnswer> Answer(RedmineExchange exchange, RedmineCall call, CancellationToken cancellation)
    {
        try
        {
            return call switch
            {
                RedmineCall.CheckKey => await AccountCalls.CheckKey(exchange),
                RedmineCall.CheckOwnKey check => await AccountCalls.CheckOwnKey(exchange, check),
                RedmineCall.FindUsers find => await AccountCalls.FindUsers(exchange, find),
                RedmineCall.ReadAccounts read => await AccountCalls.ReadAccounts(exchange, read),
                RedmineCall.SeeTickets see => await TicketCalls.See(exchange, see),
                RedmineCall.ListTickets list => await TicketCalls.List(exchange, list),
                RedmineCall.FindTickets find => await TicketCalls.Find(exchange, find),
                RedmineCall.CreateTicket create => await CreationCalls.Create(exchange, create),
                RedmineCall.ReadCatalog read => await CatalogCalls.Read(exchange, read),
                RedmineCall.ReadProjects read => await ProjectCalls.ReadProjects(exchange, read),
                RedmineCall.ReadMembers read => await ProjectCalls.ReadMembers(exchange, read),
                _ => throw new ArgumentOutOfRangeException(nameof(call), call, "Not a call to Redmine."),
            };
        }
        catch (RedmineRefusalException refusal)
        {
            return refusal.Answer;
        }
        catch (FlurlHttpException failure) when (!cancellation.IsCancellationRequested)
        {
            // Flurl wraps all that the transport throws; the address in its message carries no secret.
            var why = (failure.InnerException ?? failure).Message;
            return MayHaveBeenSent(failure) ? call.Lost(why) : new RedmineAnswer.Unreachable(why);
        }
        catch (FlurlHttpException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (JsonException) when (call.IsRepeatable)
        {
            // So does a page that says it is being mended, or asks for a password.
            return new RedmineAnswer.Unreachable("its address gave an answer that is no JSON; if that lasts, correct Redmine__Url");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            var what = $"{call.GetType().Name}: {failure.Message}";
            return call.IsRepeatable ? new RedmineAnswer.Unexpected(what) : new RedmineAnswer.OutcomeUnknown(what);
        }
    }

    /// <summary>Only a failure to connect, slow or quick, says for certain that no request left.</summary>
    internal static bool MayHaveBeenSent(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
                }:
                case OperationCanceledException { InnerException: TimeoutException }:
                    return false;
            }
        }

        return true;
    }
}
