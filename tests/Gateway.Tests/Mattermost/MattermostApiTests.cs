using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Mattermost;

/// <summary>Calls on the wire, answered as the real server was recorded to answer.</summary>
public sealed class MattermostApiTests : IAsyncLifetime
{
    private readonly WebApplication _server;
    private readonly List<(string Call, JsonNode? Body)> _calls = [];
    private readonly List<string?> _tokens = [];
    private readonly BotToken _token = new("token");
    private MattermostApi _api = null!;
    private Func<string, bool> _refuses = _ => false;
    private int _status = 200;
    private int? _endsAfter;
    private string _answer = """{"status":"OK"}""";

    public MattermostApiTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapFallback(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            _calls.Add(($"{context.Request.Method} {context.Request.Path}", text.Length > 0 ? JsonNode.Parse(text) : null));
            _tokens.Add(context.Request.Headers.Authorization);
            var isRefused = _refuses(context.Request.Path);
            context.Response.StatusCode = isRefused ? 401 : _status;
            if (_endsAfter is { } end)
            {
                await context.Response.WriteAsync(_answer[..end]);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await context.Response.WriteAsync(isRefused ? Expired : _answer);
        });
    }

    public async Task InitializeAsync()
    {
        await _server.StartAsync();
        _api = new(new(_server.Urls.Single()), _token, TestMetrics.New(), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"roles":"system_user","delete_at":0}""", false, false, false)]
    [InlineData("""{"roles":"system_guest"}""", true, false, false)]
    [InlineData("""{"roles":"system_guest_reader system_user"}""", false, false, false)]
    [InlineData("""{"roles":"system_post_all system_guest","delete_at":1767000000123}""", true, true, false)]
    [InlineData("""{"is_bot":true}""", false, false, true)]
    public async Task What_an_account_is_stands_in_its_roles_and_dates(string account, bool isGuest, bool isDeactivated, bool isBot)
    {
        _answer = $$"""[{"id":"u1","username":"alice",{{account[1..]}}]""";

        var user = Assert.Single(await _api.GetUsersAsync([new("u1")], CancellationToken.None));

        Assert.Equal((isGuest, isDeactivated, isBot), (user.IsGuest, user.IsDeactivated, user.IsBot));
    }

    [Theory]
    [InlineData(""", "first_name":"Bob","last_name":"Fisher" """, "Bob", "Fisher")]
    [InlineData(""", "first_name":"","last_name":7 """, "", "")]
    [InlineData("", "", "")]
    public async Task The_name_is_read_where_the_server_tells_it(string names, string first, string last)
    {
        _answer = $$"""[{"id":"u1","username":"bob"{{names}}}]""";

        var user = Assert.Single(await _api.GetUsersAsync([new("u1")], CancellationToken.None));

        Assert.Equal((first, last), (user.FirstName, user.LastName));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(200_000)]
    public async Task A_server_that_ends_in_the_middle_of_its_answer_is_away_and_has_refused_nothing(int after)
    {
        _answer = $$"""{"order":[],"posts":{},"x":"{{new string('x', 300_000)}}"}""";
        _endsAfter = after;

        var failure = await Assert.ThrowsAsync<MattermostException>(() => _api.GetPostsSinceAsync(new("c1"), 5, CancellationToken.None));

        Assert.Equal((PosterFailure.Away, 0), (failure.Kind, failure.Status));
    }

    [Theory]
    [InlineData(4 * 1024 * 1024 - 100, false)]
    [InlineData(4 * 1024 * 1024 + 1, true)]
    public async Task A_list_of_posts_that_is_too_long_is_not_taken_in(int length, bool isRefused)
    {
        _answer = $$"""{"order":[],"posts":{},"x":"{{new string('x', length)}}"}""";

        var reading = _api.GetPostsSinceAsync(new("c1"), 5, CancellationToken.None);

        if (isRefused)
            Assert.Equal(MattermostException.TooLarge, (await Assert.ThrowsAsync<MattermostException>(() => reading)).ErrorId);
        else
            Assert.Empty((await reading).Order);
    }

    [Fact]
    public async Task Opens_a_dialog_by_its_trigger()
    {
        await OpenAsync();

        var (call, body) = Assert.Single(_calls);
        Assert.Equal("POST /api/v4/actions/dialogs/open", call);
        Assert.Equal("""{"trigger_id":"trigger","url":"https://bridge.example.org/mattermost/dialog","dialog":{"title":"New ticket"}}""", body!.ToJsonString());
    }

    [Theory]
    [InlineData("interactive_message.decode_trigger_id.expired")]
    [InlineData("interactive_message.decode_trigger_id.base64_decode_failed")]
    public async Task Tells_a_trigger_that_is_too_old_by_the_errors_name(string id)
    {
        _status = 400;
        _answer = $$"""{"id":"{{id}}","message":"…","detailed_error":"","request_id":"qbfpgu6ac3b1tc7dw95u4cg1pw","status_code":400}""";

        var refused = await Assert.ThrowsAsync<MattermostException>(OpenAsync);

        Assert.Equal((PosterFailure.Rejected, 400, id), (refused.Kind, refused.Status, refused.ErrorId));
    }

    [Theory]
    [InlineData(404, """{"id":"app.post.get.app_error","message":"Unable to get the post.","status_code":404}""", PosterFailure.NotFound)]
    [InlineData(404, "404 page not found", PosterFailure.Away)]
    [InlineData(200, "<html>We are back soon.</html>", PosterFailure.Away)]
    [InlineData(502, "<html>Bad gateway</html>", PosterFailure.Away)]
    [InlineData(200, "{}", PosterFailure.Rejected)]
    public async Task What_a_proxy_answers_for_Mattermost_does_not_make_a_post_gone(int status, string answer, PosterFailure kind)
    {
        _status = status;
        _answer = answer;

        var failure = await Assert.ThrowsAsync<MattermostException>(() => _api.GetPostAsync(new("fo85cz76iiyjfny7jxo1mkigur"), CancellationToken.None));

        Assert.Equal(kind, failure.Kind);
    }

    [Theory]
    [InlineData("app.channel.get_channels.not_found.app_error")]
    [InlineData("api.context.404.app_error")]
    public async Task Who_is_in_no_channel_or_asks_a_server_without_such_a_list_has_none(string id)
    {
        _status = 404;
        _answer = $$"""{"id":"{{id}}","message":"…","status_code":404}""";

        Assert.Empty(await _api.GetChannelsAsync(CancellationToken.None));
        Assert.Empty(await _api.GetChannelsAsync(new TeamId("team"), CancellationToken.None));
        Assert.Equal(["GET /api/v4/users/me/channels", "GET /api/v4/users/me/teams/team/channels"], _calls.Select(c => c.Call));
    }

    [Fact]
    public async Task Writes_a_post_anew_with_all_its_props()
    {
        _answer = """{"id":"fo85cz76iiyjfny7jxo1mkigur","channel_id":"8igo9wax9tfpjejjqwaxt7uzxr","user_id":"dzqh8gyaepdexfexwjmniira6o","message":"Done","props":{"redmine_bridge":"mark","redmine_bridge_says":"digest"}}""";
        var now = new NewPost(new(new("8igo9wax9tfpjejjqwaxt7uzxr"), null), "Done", "mark")
        {
            Says = "digest",
            Attachments = new JsonArray(new JsonObject { ["fallback"] = "Share" }),
        };

        var written = await _api.ReplacePostAsync(new("fo85cz76iiyjfny7jxo1mkigur"), now, CancellationToken.None);

        Assert.Equal(("mark", "digest"), (written.Mark, written.Says));
        var (call, body) = Assert.Single(_calls);
        Assert.Equal("PUT /api/v4/posts/fo85cz76iiyjfny7jxo1mkigur/patch", call);
        Assert.Equal(
            """{"message":"Done","props":{"redmine_bridge":"mark","redmine_bridge_says":"digest","attachments":[{"fallback":"Share"}],"from_bot":"true"}}""",
            body!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"roles":"channel_user","scheme_user":true,"scheme_admin":true}""", true)]
    [InlineData("""{"roles":"channel_user channel_admin"}""", true)]
    [InlineData("""{"roles":"channel_user","scheme_admin":false}""", false)]
    [InlineData("""{"roles":"not_channel_admin"}""", false)]
    [InlineData("""{}""", false)]
    public async Task Knows_a_channels_administrator(string member, bool isAdmin)
    {
        _answer = member;

        Assert.Equal(isAdmin, await _api.IsChannelAdminAsync(new("channel"), new("user"), CancellationToken.None));
        Assert.Equal("GET /api/v4/channels/channel/members/user", Assert.Single(_calls).Call);
    }

    [Fact]
    public async Task Knows_a_teams_administrator()
    {
        _answer = """{"team_id":"team","user_id":"user","roles":"team_user team_admin"}""";

        Assert.True(await _api.IsTeamAdminAsync(new("team"), new("user"), CancellationToken.None));
        Assert.Equal("GET /api/v4/teams/team/members/user", Assert.Single(_calls).Call);
    }

    [Theory]
    [InlineData("""{"Version":"10.11.2","MaxPostSize":"16383","SiteURL":"https://chat.example.org"}""", "10.11.2")]
    [InlineData("""{"Version":"","MaxPostSize":"16383"}""", null)]
    [InlineData("""{}""", null)]
    public async Task Knows_the_servers_version_where_it_tells(string config, string? version)
    {
        _answer = config;

        var server = await _api.GetServerAsync(CancellationToken.None);

        Assert.Equal(version is null ? null : Version.Parse(version), server.Version);
        Assert.Equal(version is not null, server.IsAtLeast(9, 0));
        Assert.Equal(version is null ? 3 : 30, server.TriggersLast.TotalSeconds);
    }

    [Fact]
    public async Task A_token_that_is_seen_to_be_refused_is_not_tried_again_before_there_is_another()
    {
        _refuses = _ => true;
        var first = await Assert.ThrowsAsync<MattermostException>(OpenAsync);
        var second = await Assert.ThrowsAsync<MattermostException>(OpenAsync);

        Assert.Equal((PosterFailure.Unauthorized, PosterFailure.Unauthorized), (first.Kind, second.Kind));
        Assert.Equal(["POST /api/v4/actions/dialogs/open", "GET /api/v4/users/me"], _calls.Select(c => c.Call));

        _refuses = _ => false;
        Assert.False(_token.Replace("token"));
        Assert.True(_token.Replace("another"));
        await OpenAsync();
        Assert.Equal("Bearer another", _tokens[^1]);
    }

    [Fact]
    public async Task One_odd_refusal_passes()
    {
        _refuses = path => path.EndsWith("open", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<MattermostException>(OpenAsync);

        Assert.Equal((PosterFailure.Away, 401), (refused.Kind, refused.Status));
        Assert.False(_token.IsRefused);
        _refuses = _ => false;
        await OpenAsync();
    }

    [Fact]
    public async Task What_a_proxy_refuses_says_nothing_of_the_token()
    {
        (_status, _answer) = (401, "<html>Log in first</html>");

        Assert.Equal(PosterFailure.Away, (await Assert.ThrowsAsync<MattermostException>(OpenAsync)).Kind);
        Assert.False(_token.IsRefused);
        (_status, _answer) = (200, "{}");
        await OpenAsync();
    }

    [Fact]
    public async Task A_refusal_of_the_token_before_says_nothing_of_the_new_one()
    {
        _refuses = _ => _token.Replace("another");

        Assert.Equal(PosterFailure.Away, (await Assert.ThrowsAsync<MattermostException>(OpenAsync)).Kind);
        Assert.False(_token.IsRefused);
        await OpenAsync();
    }

    [Fact]
    public async Task A_late_answer_to_a_command_needs_no_token()
    {
        _token.Refuse("token");

        await _api.RespondAsync("hook", [], CancellationToken.None);

        Assert.Equal("POST /hooks/commands/hook", Assert.Single(_calls).Call);
        Assert.Null(Assert.Single(_tokens));
    }

    private const string Expired =
        """{"id":"api.context.session_expired.app_error","message":"Invalid or expired session, please login again.","detailed_error":"","status_code":401}""";

    private Task OpenAsync() =>
        _api.OpenDialogAsync("trigger", new("https://bridge.example.org/mattermost/dialog"), new JsonObject { ["title"] = "New ticket" }, CancellationToken.None);
}
