using System.Net.Http.Headers;
using System.Text.Json;
using Flurl.Http;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine.Wire;

/// <summary>
/// The requests of one call, and what they have in common: the keys, who may cancel them, and the time that Redmine said. Only here a
/// person's own key is opened, for the one request, and it never goes with the header that acts as somebody else.
/// </summary>
internal sealed class RedmineExchange(IFlurlClient client, string? administratorKey, IKeySeal? seal, CancellationToken cancellation)
{
    private const string KeyHeader = "X-Redmine-API-Key";

    /// <summary>Ten thousand rows; more are no list for people.</summary>
    private const int MostPages = 100;

    /// <summary>Of the last answer that had one.</summary>
    public DateTimeOffset? ServerTime { get; private set; }

    /// <summary>Whether the bridge has a key itself.</summary>
    public bool HasKey => administratorKey is not null;

    public IFlurlRequest Request(params object[] path) => client.Request(path);

    /// <summary>The body of a success.</summary>
    /// <param name="identity">Whom to act as; null: the owner of the bridge's key.</param>
    /// <param name="refusal">What a status means where it means something of its own.</param>
    /// <exception cref="RedmineRefusalException">Any other status than 200.</exception>
    public async Task<JsonElement> Get(IFlurlRequest request, RedmineIdentity? identity, Func<int, RedmineAnswer?>? refusal = null)
    {
        var (status, body) = await Send(As(request, identity));
        return status == 200 ? body : throw new RedmineRefusalException(refusal?.Invoke(status) ?? Unread(status, identity));
    }

    /// <summary>As <see cref="Get"/>, by a key of which it is not known whose account it is.</summary>
    public async Task<JsonElement> GetBy(UserId person, SealedKey key, IFlurlRequest request)
    {
        var (status, body) = await Send(With(request, person, key));
        return status switch
        {
            200 => body,
            401 => throw Refused(),
            _ => throw new RedmineRefusalException(Unread(status, null)),
        };
    }

    /// <summary>Whether Redmine answers a stranger, be it by asking who it is.</summary>
    public async Task<RedmineAnswer> Reach(IFlurlRequest request)
    {
        var (status, _) = await Send(request);
        return status is 200 or 401 ? new RedmineAnswer.Reached() : Unread(status, null);
    }

    /// <summary>As <see cref="Get"/>; null where there is no such thing.</summary>
    public async Task<JsonElement?> Find(IFlurlRequest request, RedmineIdentity? identity)
    {
        var (status, body) = await Send(As(request, identity));
        return status switch
        {
            200 => body,
            404 => null,
            _ => throw new RedmineRefusalException(Unread(status, identity)),
        };
    }

    /// <summary>The rows of all pages of a list.</summary>
    /// <param name="page">The request, save for its page; made anew for each.</param>
    /// <param name="name">The list's in the answer.</param>
    public async Task<IReadOnlyList<JsonElement>> GetAll(
        Func<IFlurlRequest> page, string name, RedmineIdentity? identity, Func<int, RedmineAnswer?>? refusal = null)
    {
        List<JsonElement> rows = [];
        for (var pages = 0; pages < MostPages; pages++)
        {
            var answer = await Get(
                page().SetQueryParam("limit", RedmineCall.MaxRows).SetQueryParam("offset", rows.Count), identity, refusal);
            var before = rows.Count;
            rows.AddRange(answer.GetProperty(name).EnumerateArray());
            if (rows.Count == before || rows.Count >= answer.GetProperty("total_count").GetInt32())
                return rows;
        }

        throw new RedmineRefusalException(new RedmineAnswer.Unexpected($"more than {MostPages * RedmineCall.MaxRows} {name}"));
    }

    /// <summary>Sends it once; whatever status comes is the caller's to understand.</summary>
    public async Task<(int Status, string Body)> Post(IFlurlRequest request, RedmineIdentity? identity, ReadOnlyMemory<byte> json)
    {
        using var content = new ReadOnlyMemoryContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var response = await As(request, identity).PostAsync(content, HttpCompletionOption.ResponseContentRead, cancellation);
        Note(response);
        return (response.StatusCode, await response.GetStringAsync());
    }

    /// <summary>What a status means that is no success, where nothing was changed.</summary>
    public static RedmineAnswer Refusal(int status, RedmineIdentity? identity) => status switch
    {
        401 when identity is OwnKey => new RedmineAnswer.OwnKeyRefused(),
        401 => new RedmineAnswer.Misconfigured(RedmineTrouble.KeyRefused),
        // Nothing else that only reads is forbidden to anybody who may use the API at all, save for what a caller knows itself.
        403 => new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff),
        412 when identity is RedmineLogin login => new RedmineAnswer.NoSuchAccount(login),
        >= 500 => new RedmineAnswer.Unreachable($"Redmine answered {status}"),
        _ => new RedmineAnswer.Unexpected($"status {status}"),
    };

    /// <summary>
    /// As <see cref="Refusal"/>, for what only reads. What is read is there, be it empty: some answers come from what stands before
    /// Redmine, above all while that is being restarted.
    /// </summary>
    private static RedmineAnswer Unread(int status, RedmineIdentity? identity) => status switch
    {
        (>= 300 and < 400) or 404 => new RedmineAnswer.Unreachable($"its address answered {status}; if that lasts, correct Redmine__Url"),
        429 => new RedmineAnswer.Unreachable("it is asked too much"),
        _ => Refusal(status, identity),
    };

    private async Task<(int Status, JsonElement Body)> Send(IFlurlRequest request)
    {
        using var response = await request.GetAsync(HttpCompletionOption.ResponseContentRead, cancellation);
        Note(response);
        if (response.StatusCode != 200)
            return (response.StatusCode, default);
        await using var body = await response.GetStreamAsync();
        return (200, await JsonSerializer.DeserializeAsync<JsonElement>(body, JsonSerializerOptions.Default, cancellation));
    }

    private IFlurlRequest As(IFlurlRequest request, RedmineIdentity? identity) => identity switch
    {
        OwnKey own => With(request, own.Person, own.Key),
        // Without a key Redmine would answer all the same, as to a stranger.
        _ when administratorKey is null => throw Refused(),
        RedmineLogin login => request.WithHeader(KeyHeader, administratorKey).WithHeader("X-Redmine-Switch-User", login.Value),
        _ => request.WithHeader(KeyHeader, administratorKey),
    };

    private IFlurlRequest With(IFlurlRequest request, UserId person, SealedKey key) =>
        request.WithHeader(KeyHeader, (seal?.Open(person, key) ?? throw Refused()).Value);

    private static RedmineRefusalException Refused() => new(new RedmineAnswer.OwnKeyRefused());

    private void Note(IFlurlResponse response) => ServerTime = response.ResponseMessage.Headers.Date ?? ServerTime;
}
