using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

public sealed class AppCallSpec : AppsSpec
{
    private static readonly string[] Always = ["app_id", "app_path", "bot_access_token", "bot_user_id", "mattermost_site_url", "oauth2", "track_as_submit", "user_agent"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Install();
    }

    [Fact]
    public async Task Where_somebody_is_comes_only_if_asked_for()
    {
        await Server.CallAppAs(Alice, TownSquare, Call("/x"));

        Assert.Equal(Always, Context("/x").AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("", "webapp"), ((string?)Context("/x")["app_id"], (string?)Context("/x")["user_agent"]));
        Assert.DoesNotContain(TokenOf(Last("/x")).Claims, c => c.Type == "acting_user_id");
        Assert.DoesNotContain(TownSquare.Id, Last("/x").Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Alice.Id, Last("/x").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Levels_tell_more_and_more()
    {
        World.Join(Team, AppBot);
        await Server.CallAppAs(Alice, TownSquare, Call("/x", ("acting_user", "id"), ("channel", "id"), ("team", "id")));
        Assert.Equal((Alice.Id, ""), ((string?)Context("/x")["acting_user"]!["id"], (string?)Context("/x")["acting_user"]!["username"]));
        Assert.Equal((TownSquare.Id, ""), ((string?)Context("/x")["channel"]!["id"], (string?)Context("/x")["channel"]!["name"]));
        Assert.Equal((Team.Id, ""), ((string?)Context("/x")["team"]!["id"], (string?)Context("/x")["team"]!["name"]));

        await Server.CallAppAs(Alice, TownSquare, Call("/x", ("acting_user", "+summary"), ("channel", "summary"), ("team", "summary"), ("locale", "all")));
        Assert.Equal(("alice", "en"), ((string?)Context("/x")["acting_user"]!["username"], (string?)Context("/x")["locale"]));
        Assert.Equal(("town-square", 0), ((string?)Context("/x")["channel"]!["name"], (long)Context("/x")["channel"]!["create_at"]!));

        await Server.CallAppAs(Alice, TownSquare, Call("/x", ("channel", "all")));
        Assert.Equal(TownSquare.CreateAt, (long)Context("/x")["channel"]!["create_at"]!);
    }

    [Fact]
    public async Task What_the_bot_may_not_see_is_missing_or_fails_the_call()
    {
        var council = World.AddChannel(Team, "council", MattermostChannel.Private, Alice, Bob);
        var post = World.PostAs(Bob, council, "secret");
        World.Join(Team, AppBot);

        await Server.CallAppAs(Alice, council, Call("/x", ("channel", "summary"), ("post", "all")), post: post);
        Assert.Equal((null, null), (Context("/x")["channel"], Context("/x")["post"]));
        var answer = await Server.CallAppAs(Alice, council, Call("/y", ("channel", "+summary")));
        Assert.StartsWith("failed to expand context: failed to expand required channel: id: ", (string?)answer["text"], StringComparison.Ordinal);
        Assert.DoesNotContain(App.Calls, c => c.Path == "/y");

        World.Join(council, AppBot);
        await Server.CallAppAs(Alice, council, Call("/x", ("channel", "summary"), ("post", "summary")), post: post);
        Assert.Equal(("council", "secret"), ((string?)Context("/x")["channel"]!["name"], (string?)Context("/x")["post"]!["message"]));
    }

    [Fact]
    public async Task Persons_token_needs_the_permission()
    {
        await Server.CallAppAs(Alice, TownSquare, Call("/x", ("acting_user_access_token", "all")));
        Assert.Null(Context("/x")["acting_user_access_token"]);

        var answer = await Server.CallAppAs(Alice, TownSquare, Call("/y", ("acting_user_access_token", "+all")));
        Assert.Equal(
            "failed to expand context: failed to expand required acting_user_access_token: demo-app does not have permission to act_as_user: forbidden",
            (string?)answer["text"]);
    }

    [Fact]
    public async Task Group_conversation_that_the_bot_sees_contradicts_the_team_on_view()
    {
        var group = World.GroupChannel(Alice, Bob, AppBot);

        var answer = await Server.CallAppAs(Alice, group, Call("/x", ("channel", "id")));

        Assert.StartsWith("failed to expand context: failed post-expand consistency check: ", (string?)answer["text"], StringComparison.Ordinal);
        Assert.Equal("ok", (string?)(await Server.CallAppAs(Alice, World.DirectChannel(Alice, AppBot), Call("/x", ("channel", "id"))))["type"]);
    }

    [Theory]
    [InlineData("/install", "forbidden call path: path /install defined as on_install.path")]
    [InlineData("/ping", "forbidden call path: path /ping defined as /ping")]
    [InlineData("/webhook", "forbidden call path: path /webhook defined as on_remote_webhook.path")]
    [InlineData("/a/../install", "failed to clean call path: bad path: \"/a/../install\": invalid input")]
    [InlineData("x", "call path must start with a \"/\": \"x\": invalid input")]
    public async Task Some_paths_are_not_for_people(string path, string refusal)
    {
        var before = App.Calls.Count;

        var answer = await Server.CallAppAs(Alice, TownSquare, path);

        Assert.Equal(("error", refusal), ((string?)answer["type"], (string?)answer["text"]));
        Assert.Equal(before, App.Calls.Count);
    }

    [Theory]
    [InlineData(500, "oops", "upstream call failed: failed to invoke via HTTP: oops")]
    [InlineData(201, "{}", "upstream call failed: failed to invoke via HTTP: {}")]
    public async Task Only_200_is_an_answer(int status, string body, string refusal)
    {
        Answers["/x"] = (status, "application/json", body);

        Assert.Equal(refusal, (string?)(await Server.CallAppAs(Alice, TownSquare, Call("/x")))["text"]);
    }

    [Fact]
    public async Task An_answer_is_waited_for_thirty_seconds()
    {
        var answer = App.Answer;
        App.Answer = call =>
        {
            Time.Advance(TimeSpan.FromSeconds(call.Path == "/slow" ? 29 : 30));
            return answer(call);
        };

        Assert.Equal("ok", (string?)(await Server.CallAppAs(Alice, TownSquare, "/slow"))["type"]);
        Assert.EndsWith("context deadline exceeded", (string?)(await Server.CallAppAs(Alice, TownSquare, "/slower"))["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"type":"ok","text":5}""")]
    [InlineData("""{"type":"form","form":{"fields":[5]}}""")]
    public async Task Only_an_answer_of_the_right_shape_is_one(string body)
    {
        Answers["/x"] = (200, "application/json", body);

        Assert.StartsWith("upstream call failed: ", (string?)(await Server.CallAppAs(Alice, TownSquare, Call("/x")))["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_is_shown_without_what_no_client_could_show()
    {
        Reply("/x", """
            {"type":"form","surprise":1,"form":{"title":"T","submit":"/send","surprise":1,"fields":[
              {"name":"","type":"text"},{"name":"two words","type":"text"},{"name":"a","type":"text","label":"two words"},
              {"name":"b","type":"text","surprise":1,"is_required":false},{"name":"c","type":"text","label":"b"},
              {"name":"d","type":"static_select"},{"name":"e","type":"dynamic_select"},
              {"name":"f","type":"static_select","options":[
                {"label":"","value":""},{"label":"One","value":"1"},{"label":"One","value":"2"},{"label":"Two","value":"1"},{"value":"3"}]}]}}
            """);

        var answer = await Server.CallAppAs(Alice, TownSquare, Call("/x"));

        answer.Remove("app_metadata");
        Assert.Equal(
            """{"type":"form","form":{"title":"T","submit":{"path":"/send"},"fields":[{"name":"b","type":"text"},{"name":"f","type":"static_select","options":[{"label":"One","value":"1"},{"value":"3"}]}]}}""",
            answer.ToJsonString());
    }

    [Fact]
    public async Task Fresh_bindings_are_announced_to_the_persons_clients()
    {
        Reply("/x", """{"type":"ok","refresh_bindings":true}""");
        using var alice = await Connect(Alice);
        await alice.Next("hello");

        await Server.CallAppAs(Alice, TownSquare, Call("/x"));

        Assert.NotNull(await alice.Next("custom_com.mattermost.apps_refresh_bindings"));
    }
}
