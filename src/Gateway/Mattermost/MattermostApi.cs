using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flurl;
using Flurl.Http;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>
/// The wire of Mattermost 5.37 and later. Cookies and redirects are off: a cookie would win over our token, and a redirect means a
/// wrong address. When the server says that we ask too much, all further calls wait for as long as it wants.
/// </summary>
public sealed class MattermostApi : IMattermostApi, IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly IFlurlClient _client;
    private readonly BridgeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly CallPacing _pacing;

    public MattermostApi(Uri address, string token, BridgeMetrics metrics, TimeProvider clock)
    {
        _metrics = metrics;
        _clock = clock;
        _pacing = new(clock);
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
        _client = new FlurlClient(http, address.AbsoluteUri).WithHeader("Authorization", $"Bearer {token}").AllowAnyHttpStatus();
    }

    public void Dispose() => _client.Dispose();

    public Task<ChatUser> GetMeAsync(CancellationToken cancellation) => Get("users/me", ApiJson.User, cancellation);

    public Task<IReadOnlyList<ChatUser>> GetUsersAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancellation) =>
        Send("users/ids", HttpMethod.Post, Api("users", "ids"), Ids(ids.Select(i => i.Value)), All(ApiJson.User), cancellation);

    public Task<IReadOnlyList<ChatUser>> GetUsersByNameAsync(IReadOnlyCollection<string> usernames, CancellationToken cancellation) =>
        Send("users/usernames", HttpMethod.Post, Api("users", "usernames"), Ids(usernames), All(ApiJson.User), cancellation);

    public Task<MattermostServer> GetServerAsync(CancellationToken cancellation) =>
        Send("config/client", HttpMethod.Get, Api("config", "client").SetQueryParam("format", "old"), null, ApiJson.Server, cancellation);

    public Task<IReadOnlyList<MattermostTeam>> GetTeamsAsync(CancellationToken cancellation) =>
        Get("users/me/teams", All(t => new MattermostTeam(new(Id(t)), Wire.Text(t, "name") ?? "")), cancellation);

    public Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(TeamId team, CancellationToken cancellation) =>
        Get(
            $"users/me/teams/{team}/channels",
            All(c => new MattermostChannel(new(Id(c)), MattermostChannel.KindOf(Wire.Text(c, "type")), Wire.Number(c, "last_post_at"))),
            cancellation);

    public async Task<bool> IsMemberAsync(ChannelId channel, CancellationToken cancellation)
    {
        try
        {
            return await Get($"channels/{channel}/members/me", _ => true, cancellation);
        }
        catch (MattermostException no) when (no.Kind is PosterFailure.NotFound or PosterFailure.Forbidden)
        {
            return false;
        }
    }

    public Task<ChannelId> GetDirectChannelAsync(UserId bot, UserId user, CancellationToken cancellation) =>
        Send(
            "channels/direct", HttpMethod.Post, Api("channels", "direct"), Ids([bot.Value, user.Value]), c => new ChannelId(Id(c)), cancellation);

    public Task<MattermostPost> GetPostAsync(PostId post, CancellationToken cancellation) => Get($"posts/{post}", MattermostPost.Read, cancellation);

    public Task<MattermostPostList> GetThreadAsync(PostId post, CancellationToken cancellation) =>
        Get($"posts/{post}/thread", ApiJson.Posts, cancellation);

    public Task<MattermostPostList> GetPostsSinceAsync(ChannelId channel, long since, CancellationToken cancellation) =>
        Send(
            "channels/…/posts?since",
            HttpMethod.Get,
            Api("channels", channel.Value, "posts").SetQueryParam("since", since),
            null,
            ApiJson.Posts,
            cancellation);

    public Task<MattermostPostList> GetPostsBeforeAsync(ChannelId channel, PostId? before, int atMost, CancellationToken cancellation) =>
        Send(
            "channels/…/posts",
            HttpMethod.Get,
            Api("channels", channel.Value, "posts").SetQueryParam("per_page", atMost).SetQueryParam("before", before?.Value),
            null,
            ApiJson.Posts,
            cancellation);

    public Task<MattermostPost> CreatePostAsync(NewPost post, CancellationToken cancellation)
    {
        var body = Body(post.Place, post.Message);
        body["props"] = Props(post);
        body["pending_post_id"] = post.Mark;
        return Send("posts", HttpMethod.Post, Api("posts"), body, MattermostPost.Read, cancellation);
    }

    public Task CreateEphemeralPostAsync(UserId user, PostPlace place, string message, CancellationToken cancellation) =>
        Send(
            "posts/ephemeral",
            HttpMethod.Post,
            Api("posts", "ephemeral"),
            new JsonObject { ["user_id"] = user.Value, ["post"] = Body(place, message) },
            _ => true,
            cancellation);

    public Task<MattermostPost> PatchPostAsync(PostId post, string message, CancellationToken cancellation) =>
        Send(
            "posts/…/patch",
            HttpMethod.Put,
            Api("posts", post.Value, "patch"),
            new JsonObject { ["message"] = message },
            MattermostPost.Read,
            cancellation);

    public Task<MattermostPost> ReplacePostAsync(PostId post, NewPost now, CancellationToken cancellation)
    {
        // All props are replaced, so what the server has put there when the post was created is given again.
        var props = Props(now);
        props["from_bot"] = "true";
        return Send(
            "posts/…/patch",
            HttpMethod.Put,
            Api("posts", post.Value, "patch"),
            new JsonObject { ["message"] = now.Message, ["props"] = props },
            MattermostPost.Read,
            cancellation);
    }

    public Task<bool> IsChannelAdminAsync(ChannelId channel, UserId user, CancellationToken cancellation) =>
        Get($"channels/{channel}/members/{user}", member => IsAdmin(member, "channel_admin"), cancellation);

    public Task<bool> IsTeamAdminAsync(TeamId team, UserId user, CancellationToken cancellation) =>
        Get($"teams/{team}/members/{user}", member => IsAdmin(member, "team_admin"), cancellation);

    public Task OpenDialogAsync(string trigger, Uri url, JsonObject dialog, CancellationToken cancellation) =>
        Send(
            "actions/dialogs/open",
            HttpMethod.Post,
            Api("actions", "dialogs", "open"),
            new JsonObject { ["trigger_id"] = trigger, ["url"] = url.AbsoluteUri, ["dialog"] = dialog.DeepClone() },
            _ => true,
            cancellation);

    public Task<IReadOnlyList<MattermostCommand>> GetCommandsAsync(TeamId team, CancellationToken cancellation) =>
        Send(
            "commands",
            HttpMethod.Get,
            Api("commands").SetQueryParam("team_id", team.Value).SetQueryParam("custom_only", "true"),
            null,
            All(CommandJson.Read),
            cancellation);

    public Task<MattermostCommand> CreateCommandAsync(MattermostCommand command, CancellationToken cancellation) =>
        Send("commands", HttpMethod.Post, Api("commands"), CommandJson.Write(command), CommandJson.Read, cancellation);

    public Task<MattermostCommand> UpdateCommandAsync(MattermostCommand command, CancellationToken cancellation) =>
        Send("commands/…", HttpMethod.Put, Api("commands", command.Id), CommandJson.Write(command), CommandJson.Read, cancellation);

    public Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation) =>
        // What comes back says nothing.
        Exchange("hooks/commands/…", HttpMethod.Post, _client.Request("hooks", "commands", hook), response, (_, _) => Task.FromResult(true), cancellation);

    private IFlurlRequest Api(params object[] path) => _client.Request(["api", "v4", .. path]);

    private Task<T> Get<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation) =>
        Send(path, HttpMethod.Get, Api([.. path.Split('/')]), null, read, cancellation);

    private Task<T> Send<T>(string call, HttpMethod method, IFlurlRequest request, JsonNode? body, Func<JsonElement, T> read, CancellationToken cancellation) =>
        Exchange(
            call,
            method,
            request,
            body,
            async (response, token) =>
            {
                await using var stream = await response.GetStreamAsync();
                using var document = await JsonDocument.ParseAsync(stream, default, token);
                return read(document.RootElement);
            },
            cancellation);

    private async Task<T> Exchange<T>(
        string call,
        HttpMethod method,
        IFlurlRequest request,
        JsonNode? body,
        Func<IFlurlResponse, CancellationToken, Task<T>> read,
        CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(AnswerWithin, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await _pacing.WaitAsync(either.Token);
            using var content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var response = await request.SendAsync(method, content, HttpCompletionOption.ResponseContentRead, either.Token);
            _metrics.MattermostCalled(response.StatusCode);
            _pacing.Heard(response.Headers);
            return response.StatusCode is 200 or 201
                ? await read(response, either.Token)
                : throw await Refused(call, response);
        }
        catch (FlurlHttpException failure) when (failure.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            throw new MattermostException(call, PosterFailure.Rejected, 200, MattermostException.TooLarge, null, failure.InnerException);
        }
        catch (Exception failure) when (failure is FlurlHttpException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            _metrics.MattermostCalled(0);
            var why = timeout.IsCancellationRequested ? new TimeoutException($"no answer within {AnswerWithin.TotalSeconds:0} s") : failure.InnerException ?? failure;
            throw new MattermostException(call, PosterFailure.Away, 0, "", null, why);
        }
        catch (FlurlHttpException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (JsonException odd)
        {
            // A success that is no JSON comes from what stands before the server: a page that says it is being mended, above all.
            throw new MattermostException(call, PosterFailure.Away, 200, "an answer that is no JSON", null, odd);
        }
        catch (Exception odd) when (odd is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MattermostException(call, PosterFailure.Rejected, 200, "an answer of an unknown form", null, odd);
        }
    }

    private static async Task<MattermostException> Refused(string call, IFlurlResponse response)
    {
        var id = ErrorId(await response.GetStringAsync());
        var kind = response.StatusCode switch
        {
            401 => PosterFailure.Unauthorized,
            403 => PosterFailure.Forbidden,
            // Without a name it is the 404 of a proxy behind which Mattermost is just being restarted, and nothing is gone.
            404 => id.Length > 0 ? PosterFailure.NotFound : PosterFailure.Away,
            429 or >= 500 => PosterFailure.Away,
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

    private static JsonObject Body(PostPlace place, string message) => new()
    {
        ["channel_id"] = place.Channel.Value,
        ["root_id"] = place.Root?.Value ?? "",
        ["message"] = message,
    };

    private static JsonArray Ids(IEnumerable<string> ids) => [.. ids.Select(i => JsonValue.Create(i))];

    private static string Id(JsonElement from) => from.GetProperty("id").GetString()!;

    private static Func<JsonElement, IReadOnlyList<T>> All<T>(Func<JsonElement, T> read) => all => [.. all.EnumerateArray().Select(read)];

    private static bool IsAdmin(JsonElement member, string role) =>
        Wire.IsTrue(member, "scheme_admin") || (Wire.Text(member, "roles") ?? "").Split(' ').Contains(role);

    private static JsonObject Props(NewPost post)
    {
        var props = new JsonObject { [PostMark.Prop] = post.Mark };
        if (post.Says is not null)
            props[PostMark.SaysProp] = post.Says;
        if (post.Attachments is not null)
            props["attachments"] = post.Attachments.DeepClone();
        return props;
    }
}
