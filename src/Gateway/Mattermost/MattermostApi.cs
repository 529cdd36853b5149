using System.Net.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flurl;
using Flurl.Http;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>The wire of Mattermost 5.37 and later: which call has which address, body and answer.</summary>
public sealed class MattermostApi : IMattermostApi, IDisposable
{
    private const int PostsBytesAtMost = 4 * 1024 * 1024;

    private readonly MattermostExchange _exchange;
    private readonly bool _isBackground;

    /// <param name="trust">Decides on the server's certificate; null for this machine's own rules.</param>
    public MattermostApi(Uri address, BotToken token, BridgeMetrics metrics, TimeProvider clock, RemoteCertificateValidationCallback? trust = null) =>
        _exchange = new(address, token, metrics, clock, trust);

    private MattermostApi(MattermostExchange exchange) => (_exchange, _isBackground) = (exchange, true);

    /// <summary>The same for calls that nobody waits for: where the rate limit comes near, they are held back first. Lives as long as this.</summary>
    public IMattermostApi InBackground() => new MattermostApi(_exchange);

    public void Dispose() => _exchange.Dispose();

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
        Channels($"users/me/teams/{team}/channels", cancellation);

    public Task<IReadOnlyList<MattermostChannel>> GetChannelsAsync(CancellationToken cancellation) => Channels("users/me/channels", cancellation);

    public Task<IReadOnlyList<MattermostChannel>> GetPublicChannelsAsync(TeamId team, int page, CancellationToken cancellation) =>
        Send(
            "teams/…/channels",
            HttpMethod.Get,
            Api("teams", team.Value, "channels").SetQueryParam("page", page).SetQueryParam("per_page", IMattermostApi.ChannelsInPage),
            null,
            All(ApiJson.Channel),
            cancellation);

    public Task JoinChannelAsync(ChannelId channel, UserId bot, CancellationToken cancellation) =>
        Send(
            "channels/…/members",
            HttpMethod.Post,
            Api("channels", channel.Value, "members"),
            new JsonObject { ["user_id"] = bot.Value },
            _ => true,
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
        PostsOf("channels/…/posts?since", Api("channels", channel.Value, "posts").SetQueryParam("since", since), PostsBytesAtMost, cancellation);

    public Task<MattermostPostList> GetPostsBeforeAsync(ChannelId channel, PostId? before, int atMost, CancellationToken cancellation) =>
        PostsOf(
            "channels/…/posts",
            Api("channels", channel.Value, "posts").SetQueryParam("per_page", atMost).SetQueryParam("before", before?.Value),
            // Fewer can't be asked for: of these each may be as long as the server lets it.
            atMost > IMattermostApi.PostsInSmallestPage ? PostsBytesAtMost : MattermostCall.BytesAtMost,
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

    public Task SubscribeAppAsync(string token, string path, CancellationToken cancellation) =>
        _exchange.AsAnybodyAsync(
            new(
                "plugins/com.mattermost.apps/subscribe",
                HttpMethod.Post,
                _exchange.Request("plugins", "com.mattermost.apps", "api", "v1", "subscribe").WithHeader("Authorization", $"Bearer {token}"),
                new JsonObject
                {
                    ["subject"] = "bot_joined_team",
                    ["call"] = new JsonObject { ["path"] = path, ["expand"] = new JsonObject { ["team"] = "id" } },
                })
            {
                IsBackground = _isBackground,
            },
            (_, _) => Task.FromResult(true),
            cancellation);

    public Task RespondAsync(string hook, JsonObject response, CancellationToken cancellation) =>
        // The hook is its own proof, and what comes back says nothing.
        _exchange.AsAnybodyAsync(
            new("hooks/commands/…", HttpMethod.Post, _exchange.Request("hooks", "commands", hook), response) { IsBackground = _isBackground },
            (_, _) => Task.FromResult(true),
            cancellation);

    private IFlurlRequest Api(params object[] path) => _exchange.Request(["api", "v4", .. path]);

    private Task<T> Get<T>(string path, Func<JsonElement, T> read, CancellationToken cancellation) =>
        Send(path, HttpMethod.Get, Api([.. path.Split('/')]), null, read, cancellation);

    /// <summary>Who is in no channel is told that none was found.</summary>
    private async Task<IReadOnlyList<MattermostChannel>> Channels(string path, CancellationToken cancellation)
    {
        try
        {
            return await Get(path, All(ApiJson.Channel), cancellation);
        }
        catch (MattermostException none) when (none.Kind == PosterFailure.NotFound)
        {
            return [];
        }
    }

    private Task<T> Send<T>(string call, HttpMethod method, IFlurlRequest request, JsonNode? body, Func<JsonElement, T> read, CancellationToken cancellation) =>
        Send(new(call, method, request, body), read, cancellation);

    private Task<T> Send<T>(MattermostCall call, Func<JsonElement, T> read, CancellationToken cancellation) =>
        _exchange.AsBotAsync(
            call with { IsBackground = _isBackground },
            async (response, token) =>
            {
                await using var stream = await response.GetStreamAsync();
                using var document = await JsonDocument.ParseAsync(stream, Wire.Depth, token);
                return read(document.RootElement);
            },
            cancellation);

    /// <summary>What is too long can be asked for in smaller parts: of many long posts nobody needs all in memory at once.</summary>
    private Task<MattermostPostList> PostsOf(string call, IFlurlRequest request, int bytesAtMost, CancellationToken cancellation) =>
        Send(new MattermostCall(call, HttpMethod.Get, request) { AnswerBytesAtMost = bytesAtMost }, ApiJson.Posts, cancellation);

    private static JsonObject Body(PostPlace place, string message) => new()
    {
        ["channel_id"] = place.Channel.Value,
        ["root_id"] = place.Root?.Value ?? "",
        ["message"] = message,
    };

    private static JsonArray Ids(IEnumerable<string> ids) => [.. ids.Select(i => JsonValue.Create(i))];

    private static string Id(JsonElement from) => Wire.Required(from, "id");

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
