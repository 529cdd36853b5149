using System.Globalization;
using System.Net;
using System.Text.Json;
using Flurl;
using Flurl.Http;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// The wire of Redmine 5 to 7. Cookies and redirects are off: filtered lists set a session cookie that overflows, and a redirect to
/// the login page means a wrong address.
/// </summary>
public sealed class RedmineApi : IRedmineApi, IDisposable
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;
    private readonly IFlurlClient _client;

    /// <param name="address">May have a sub-path.</param>
    /// <param name="apiKey">An administrator's; sent as a header, never in the address.</param>
    public RedmineApi(Uri address, string apiKey)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var http = new HttpClient(handler)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _client = new FlurlClient(http, address.AbsoluteUri)
            .WithHeader("X-Redmine-API-Key", apiKey)
            .WithHeader("Accept", "application/json")
            .AllowAnyHttpStatus();
    }

    public void Dispose() => _client.Dispose();

    public async Task<RedmineAnswer> SendAsync(RedmineCall call, CancellationToken cancellation)
    {
        try
        {
            return call switch
            {
                RedmineCall.CheckKey => await CheckKey(cancellation),
                RedmineCall.SeeTickets see => await SeeTickets(see, cancellation),
                RedmineCall.ListTickets list => await ListTickets(list, cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(call), call, "Not a call to Redmine."),
            };
        }
        catch (FlurlHttpException failure) when (!cancellation.IsCancellationRequested)
        {
            // Flurl wraps all that the transport throws; the address in its message carries no secret.
            return new RedmineAnswer.Unreachable((failure.InnerException ?? failure).Message);
        }
        catch (FlurlHttpException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return new RedmineAnswer.Unexpected($"{call.GetType().Name}: {failure.Message}");
        }
    }

    private Task<RedmineAnswer> CheckKey(CancellationToken cancellation) =>
        Send(_client.Request("users", "current.json"), null, json =>
        {
            var user = json.GetProperty("user");
            return new RedmineAnswer.KeyChecked(user.GetProperty("login").GetString()!, user.TryGetProperty("admin", out var admin) && admin.GetBoolean());
        }, cancellation);

    private Task<RedmineAnswer> SeeTickets(RedmineCall.SeeTickets call, CancellationToken cancellation) =>
        Send(
            _client.Request("issues.json")
                .SetQueryParam("issue_id", string.Join(',', call.Tickets))
                .SetQueryParam("status_id", "*")
                .SetQueryParam("limit", RedmineCall.MaxRows),
            call.As,
            json => new RedmineAnswer.TicketsSeen(
                json.GetProperty("issues").EnumerateArray().Select(i => new TicketId(i.GetProperty("id").GetInt32())).ToHashSet()),
            cancellation);

    private Task<RedmineAnswer> ListTickets(RedmineCall.ListTickets call, CancellationToken cancellation) =>
        Send(
            _client.Request("issues.json")
                .SetQueryParam(call.List == TicketList.AssignedToMe ? "assigned_to_id" : "author_id", "me")
                .SetQueryParam("status_id", "open")
                .SetQueryParam("sort", "updated_on:desc,id:desc")
                .SetQueryParam("limit", call.PageSize)
                .SetQueryParam("offset", (call.Page - 1) * call.PageSize),
            call.As,
            json => new RedmineAnswer.TicketsListed(
                new TicketPage(
                    call.List,
                    call.Page,
                    call.PageSize,
                    json.GetProperty("total_count").GetInt32(),
                    [.. json.GetProperty("issues").EnumerateArray().Select(ReadTicket)])),
            cancellation);

    private static async Task<RedmineAnswer> Send(
        IFlurlRequest request, RedmineLogin? login, Func<JsonElement, RedmineAnswer> read, CancellationToken cancellation)
    {
        if (login is not null)
            request = request.WithHeader("X-Redmine-Switch-User", login.Value);
        using var response = await request.GetAsync(HttpCompletionOption.ResponseContentRead, cancellation);
        switch (response.StatusCode)
        {
            case 200:
                await using (var body = await response.GetStreamAsync())
                using (var document = await JsonDocument.ParseAsync(body, default, cancellation))
                    return read(document.RootElement);
            case 401:
                return new RedmineAnswer.Misconfigured(RedmineTrouble.KeyRefused);
            case 403:
                // None of these lists is forbidden to anybody who may use the API at all.
                return new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff);
            case 412 when login is not null:
                return new RedmineAnswer.NoSuchAccount(login);
            case >= 500:
                return new RedmineAnswer.Unreachable($"Redmine answered {response.StatusCode}");
            default:
                return new RedmineAnswer.Unexpected($"status {response.StatusCode}");
        }
    }

    private static Ticket ReadTicket(JsonElement issue) => new(
        new TicketId(issue.GetProperty("id").GetInt32()),
        Name(issue, "project")!,
        Name(issue, "tracker")!,
        Name(issue, "status")!,
        Name(issue, "priority")!,
        issue.GetProperty("subject").GetString()!,
        Name(issue, "author")!,
        Name(issue, "assigned_to"),
        issue.GetProperty("updated_on").GetDateTimeOffset(),
        issue.TryGetProperty("due_date", out var due) && due.ValueKind == JsonValueKind.String
            ? DateOnly.ParseExact(due.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null);

    /// <summary>Redmine leaves out what isn't set, rather than writing null.</summary>
    private static string? Name(JsonElement issue, string key) =>
        issue.TryGetProperty(key, out var named) && named.ValueKind == JsonValueKind.Object ? named.GetProperty("name").GetString() : null;
}
