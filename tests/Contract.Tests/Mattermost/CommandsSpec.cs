using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

public sealed class CommandsSpec : MattermostSpec
{
    private readonly IntegrationPeer _integration = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await _integration.StartAsync();
        World.AddCommand(Team, "redmine", _integration.Url, Bot);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _integration.DisposeAsync();
    }

    [Fact]
    public async Task Ephemeral_answer_is_seen_by_the_caller_alone()
    {
        Answer(new() { ["text"] = "for you" });

        var answer = await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine mine");

        Assert.Equal("for you", answer.Text);
        Assert.Equal("for you", World.EphemeralsFor(Alice).Single().Message);
        Assert.Empty(World.EphemeralsFor(Bob));
        Assert.Empty(World.PostsIn(TownSquare));
    }

    [Fact]
    public async Task Empty_answer_shows_nothing()
    {
        Answer([]);

        await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine new");

        Assert.Empty(World.EphemeralsFor(Alice));
    }

    [Fact]
    public async Task Answer_for_all_is_a_post_of_the_caller_in_the_same_thread()
    {
        var root = World.PostAs(Bob, TownSquare, "root");
        Answer(new()
        {
            ["response_type"] = "in_channel", ["text"] = "see <http://x|this>", ["props"] = new JsonObject { ["rm"] = 1, ["from_bot"] = "true" },
            ["extra_responses"] = new JsonArray(new JsonObject { ["text"] = "and <this>, raw", ["skip_slack_parsing"] = true }),
        });

        await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine link #t1", root);

        var post = World.PostsIn(TownSquare)[^1];
        Assert.Equal((Alice.Id, root.Id, "see [this](http://x)"), (post.UserId, post.RootId, post.Message));
        Assert.Equal("""{"rm":1,"from_webhook":"true","override_icon_url":""}""", post.Props.GetRawText());
        Assert.Equal("and <this>, raw", World.EphemeralsFor(Alice).Single().Message);
    }

    [Fact]
    public async Task Plain_text_is_an_answer_too()
    {
        _integration.Answer = _ => (200, "text/plain", "just words");

        Assert.Equal("just words", (await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x")).Text);
    }

    [Theory]
    [InlineData(201, "application/json", "{}", "api.command.execute_command.failed_resp.app_error")]
    [InlineData(500, "text/plain", "oops", "api.command.execute_command.failed_resp.app_error")]
    [InlineData(200, "application/json", "oops", "api.command.execute_command.failed.app_error")]
    public async Task Anything_but_a_good_200_is_an_error_for_the_caller(int status, string type, string body, string refusal)
    {
        _integration.Answer = _ => (status, type, body);

        var failure = await Assert.ThrowsAsync<MattermostRefusalException>(() => Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x"));

        Assert.Equal((500, refusal), (failure.Status, failure.Id));
    }

    /// <summary>Why it failed is told where developers are at work, and to nobody else.</summary>
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "address forbidden, you may need to set AllowedUntrustedInternalConnections to allow an integration access to your internal network")]
    public async Task A_private_address_is_called_only_where_it_is_allowed(bool isForDevelopers, string told)
    {
        Answer(new() { ["text"] = "here" });
        World.Settings = World.Settings with { AllowedUntrustedInternalConnections = "10.0.0.1", DeveloperMode = isForDevelopers };

        var failure = await Assert.ThrowsAsync<MattermostRefusalException>(() => Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x"));

        Assert.Equal((500, "api.command.execute_command.failed.app_error", told), (failure.Status, failure.Id, failure.Detail));
        Assert.Empty(_integration.Calls);
        World.Settings = World.Settings with { AllowedUntrustedInternalConnections = "10.0.0.1 127.0.0.1" };
        Assert.Equal("here", (await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x")).Text);
    }

    [Fact]
    public async Task In_a_direct_channel_the_command_of_the_open_team_runs()
    {
        await Server.ExecuteCommandAs(Alice, World.DirectChannel(Alice, Bot), "/redmine mine @bob #t1\nmore");

        var form = _integration.Calls.Single().Form;
        Assert.Equal(("dev", "mine @bob #t1\nmore", "bob"), (form["team_domain"], form["text"], form["user_mentions"]));
        Assert.False(form.ContainsKey("root_id"));
    }

    [Fact]
    public async Task Newest_servers_name_the_thread()
    {
        World.Settings = World.Settings with { Version = "11.1.0" };
        var root = World.PostAs(Bob, TownSquare, "root");

        await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine mine", root);

        Assert.Equal(root.Id, _integration.Calls.Single().Form["root_id"]);
    }

    [Fact]
    public async Task Response_url_serves_five_times()
    {
        var path = await ResponseUrl();

        for (var i = 0; i < 5; i++)
            Assert.Equal(200, await Late(path));
        Assert.Equal(400, await Late(path));
        Assert.Equal(5, World.EphemeralsFor(Alice).Count);
    }

    [Fact]
    public async Task Response_url_serves_half_an_hour()
    {
        var path = await ResponseUrl();

        Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, await Late(path));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(404, await Late(path));
    }

    [Fact]
    public async Task Response_url_is_of_the_site()
    {
        World.Settings = World.Settings with { SiteUrl = new("https://chat.example/") };

        Assert.StartsWith("/hooks/commands/", await ResponseUrl(), StringComparison.Ordinal);
        Assert.StartsWith("https://chat.example/hooks/commands/", _integration.Calls[0].Form["response_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_token_is_sent_from_then_on()
    {
        var command = World.Commands.Single();

        var renewed = (string?)(await Call(Bot, "PUT", $"/commands/{command.Id}/regen_token")).Body!["token"];
        await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x");

        Assert.NotEqual(command.Token, renewed);
        Assert.Equal($"Token {renewed}", _integration.Calls.Single().Headers["Authorization"]);
    }

    [Fact]
    public async Task Commands_are_hidden_from_those_who_may_not_manage_them()
    {
        var command = World.Commands.Single();

        Assert.Equal(404, (await Call(Alice, "GET", $"/commands/{command.Id}")).Status);
        Assert.Equal(403, (await Call(Alice, "GET", $"/commands?team_id={Team.Id}&custom_only=true")).Status);
        Assert.Equal("", (string?)(await Call(Alice, "GET", $"/teams/{Team.Id}/commands/autocomplete")).Body![0]!["token"]);
    }

    private void Answer(JsonObject json) => _integration.Answer = _ => (200, "application/json", json.ToJsonString());

    private async Task<string> ResponseUrl()
    {
        await Server.ExecuteCommandAs(Alice, TownSquare, "/redmine x");
        return new Uri(_integration.Calls[0].Form["response_url"]).AbsolutePath;
    }

    private async Task<int> Late(string path)
    {
        using var response = await Send(null, "POST", path, new JsonObject { ["text"] = "late" });
        return (int)response.StatusCode;
    }
}
