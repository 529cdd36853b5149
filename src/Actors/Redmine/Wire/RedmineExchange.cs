using System.Net.Http.Headers;
using System.Text.Json;
using Flurl.Http;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>The requests of one call, and what they have in common: who may cancel them, and the time that Redmine said.</summary>
internal sealed class RedmineExchange(IFlurlClient client, CancellationToken cancellation)
{
    /// <summary>Ten thousand rows; more are no list for people.</summary>
    private const int MostPages = 100;

    /// <summary>Of the last answer that had one.</summary>
    public DateTimeOffset? ServerTime { get; private set; }

    public IFlurlRequest Request(params object[] path) => client.Request(path);

    /// <summary>The body of a success.</summary>
    /// <param name="login">Whom to act as; null: the owner of the key.</param>
    /// <param name="refusal">What a status means where it means something of its own.</param>
    /// <exception cref="RedmineRefusalException">Any other status than 200.</exception>
    public async Task<JsonElement> Get(IFlurlRequest request, RedmineLogin? login, Func<int, RedmineAnswer?>? refusal = null)
    {
        var (status, body) = await Send(request, login);
        return status == 200 ? body : throw new RedmineRefusalException(refusal?.Invoke(status) ?? Unread(status, login));
    }

    /// <summary>As <see cref="Get"/>; null where there is no such thing.</summary>
    public async Task<JsonElement?> Find(IFlurlRequest request)
    {
        var (status, body) = await Send(request, null);
        return status switch
        {
            200 => body,
            404 => null,
            _ => throw new RedmineRefusalException(Unread(status, null)),
        };
    }

    /// <summary>The rows of all pages of a list.</summary>
    /// <param name="page">The request, save for its page; made anew for each.</param>
    /// <param name="name">The list's in the answer.</param>
    public async Task<IReadOnlyList<JsonElement>> GetAll(
        Func<IFlurlRequest> page, string name, RedmineLogin? login, Func<int, RedmineAnswer?>? refusal = null)
    {
        List<JsonElement> rows = [];
        for (var pages = 0; pages < MostPages; pages++)
        {
            var answer = await Get(
                page().SetQueryParam("limit", RedmineCall.MaxRows).SetQueryParam("offset", rows.Count), login, refusal);
            var before = rows.Count;
            rows.AddRange(answer.GetProperty(name).EnumerateArray());
            if (rows.Count == before || rows.Count >= answer.GetProperty("total_count").GetInt32())
                return rows;
        }

        throw new RedmineRefusalException(new RedmineAnswer.Unexpected($"more than {MostPages * RedmineCall.MaxRows} {name}"));
    }

    /// <summary>Sends it once; whatever status comes is the caller's to understand.</summary>
    public async Task<(int Status, string Body)> Post(IFlurlRequest request, RedmineLogin login, ReadOnlyMemory<byte> json)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var response = await As(request, login).PostAsync(content, HttpCompletionOption.ResponseContentRead, cancellation);
        Note(response);
        return (response.StatusCode, await response.GetStringAsync());
    }

    /// <summary>What a status means that is no success, where nothing was changed.</summary>
    public static RedmineAnswer Refusal(int status, RedmineLogin? login) => status switch
    {
        401 => new RedmineAnswer.Misconfigured(RedmineTrouble.KeyRefused),
        // Nothing that only reads is forbidden to anybody who may use the API at all, save for what a caller knows itself.
        403 => new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff),
        412 when login is not null => new RedmineAnswer.NoSuchAccount(login),
        >= 500 => new RedmineAnswer.Unreachable($"Redmine answered {status}"),
        _ => new RedmineAnswer.Unexpected($"status {status}"),
    };

    /// <summary>
    /// As <see cref="Refusal"/>, for what only reads. What is read is there, be it empty: some answers come from what stands before
    /// Redmine, above all while that is being restarted.
    /// </summary>
    private static RedmineAnswer Unread(int status, RedmineLogin? login) => status switch
    {
        (>= 300 and < 400) or 404 => new RedmineAnswer.Unreachable($"its address answered {status}; if that lasts, correct Redmine__Url"),
        429 => new RedmineAnswer.Unreachable("it is asked too much"),
        _ => Refusal(status, login),
    };

    private async Task<(int Status, JsonElement Body)> Send(IFlurlRequest request, RedmineLogin? login)
    {
        using var response = await As(request, login).GetAsync(HttpCompletionOption.ResponseContentRead, cancellation);
        Note(response);
        if (response.StatusCode != 200)
            return (response.StatusCode, default);
        await using var body = await response.GetStreamAsync();
        return (200, await JsonSerializer.DeserializeAsync<JsonElement>(body, JsonSerializerOptions.Default, cancellation));
    }

    private static IFlurlRequest As(IFlurlRequest request, RedmineLogin? login) =>
        login is null ? request : request.WithHeader("X-Redmine-Switch-User", login.Value);

    private void Note(IFlurlResponse response) => ServerTime = response.ResponseMessage.Headers.Date ?? ServerTime;
}
