namespace RedmineBridge.Contract.Tests.Mattermost.Apps;

/// <summary>What is bound where, commands as they are typed, and forms as they are filled in.</summary>
public sealed class AppBindingsSpec : AppsSpec
{
    private const string Form = """
        {"title":"T","submit":{"path":"/send","expand":{"acting_user":"id"},"state":{"k":1}},"source":"/source","fields":[
          {"name":"subject","type":"text","position":1,"is_required":true},
          {"name":"project","type":"static_select","label":"in","refresh":true,"options":[{"label":"Project A","value":"a"},{"label":"Project B","value":"b"}]},
          {"name":"parent","type":"dynamic_select","lookup":"/lookup"},
          {"name":"who","type":"user"},{"name":"urgent","type":"bool"},{"name":"rest","type":"text","position":-1}]}
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Install();
        Bind($$$"""
            [{"location":"/command","bindings":[{"location":"demo","bindings":[
               {"location":"create","form":{{{Form}}}},{"location":"list","submit":{"path":"/list","expand":{"acting_user":"+summary"},"state":7}},
               {"location":"ask","form":{"source":"/source"}}]}]}]
            """);
        Reply("/source", $$$"""{"type":"form","form":{{{Form}}}}""");
        Reply("/lookup", """{"type":"ok","data":{"items":[{"label":"#1 Old","value":"1"},{"label":"#10 Login","value":"10"}]}}""");
    }

    [Theory]
    [InlineData("""[{"location":"/in_post","bindings":[{"location":"a","label":"a","submit":"/x"}]}]""", "")]
    [InlineData("""[{"location":"/command","bindings":[{"location":"a","label":"two words","submit":"/x"},{"label":"b","submit":"/x"}]}]""", "/command b/b")]
    [InlineData("""[{"location":"/command","bindings":[{"location":"a","submit":"/x"},{"location":"a","label":"c","submit":"/x"},{"location":"d","label":"a","submit":"/x"}]}]""", "/command a/a")]
    [InlineData("""[{"location":"/command","bindings":[{"location":"a"},{"location":"b","submit":"/x","form":{"submit":"/x"}},{"location":"c","bindings":[{"location":"d"}]}]}]""", "")]
    [InlineData("""[{"location":"/channel_header","bindings":[{"location":"a","label":"A b","submit":"/x"},{"location":"b","label":"B","icon":"b.png","submit":"/x"}]}]""", "/channel_header b/B")]
    [InlineData("""[{"location":"/command","bindings":[{"location":"a","submit":"/x","app_id":"other","call":"/old"}]}]""", "/command a/a")]
    [InlineData("""[{"location":"/command","bindings":[{"location":"a","submit":5}]}]""", "")]
    [InlineData("""{"location":"/command"}""", "")]
    public async Task Only_what_is_granted_and_can_work_is_bound(string given, string bound)
    {
        Bind(given);

        var mine = (await Server.AppBindingsFor(Alice, TownSquare))
            .Select(top => (Top: top!, Mine: top!["bindings"]!.AsArray().Where(b => (string?)b!["app_id"] == "demo-app").ToList()))
            .Where(x => x.Mine.Count > 0);

        Assert.Equal(bound, string.Join("; ", mine.Select(x => $"{x.Top["location"]} {string.Join(' ', x.Mine.Select(b => $"{b!["location"]}/{b["label"]}"))}")));
    }

    [Fact]
    public async Task App_that_is_away_takes_nobody_elses_commands_with_it()
    {
        Answers["/bindings"] = (500, "text/plain", "");

        Assert.Equal(["apps"], (await Server.AppBindingsFor(Alice, TownSquare)).Single()!["bindings"]!.AsArray().Select(b => (string)b!["location"]!));
    }

    [Fact]
    public async Task Command_without_a_form_is_called_with_what_it_told_itself()
    {
        Reply("/list", """{"type":"ok","text":"nothing to do"}""");

        var answer = await Server.RunAppCommandAs(Alice, TownSquare, "/Demo LIST");

        Assert.Equal("nothing to do", (string?)answer["text"]);
        var call = Last("/list").Json;
        Assert.Equal(("/Demo LIST", 7, "alice"), ((string?)call["raw_command"], (int)call["state"]!, (string?)call["context"]!["acting_user"]!["username"]));
        Assert.Equal(Alice.Id, TokenOf(Last("/list")).GetClaim("acting_user_id").Value);
    }

    [Theory]
    [InlineData("create", "/demo create Milk")]
    [InlineData("ask", "/demo ask Milk")]
    public async Task Typed_words_fill_the_form(string command, string shortest)
    {
        await Server.RunAppCommandAs(Alice, TownSquare, $"/demo {command} \"Buy \\\"fresh\\\" milk\" --in project b --urgent --who @bob --parent=10 and the rest".Replace("--in project b", "--in `Project B`", StringComparison.Ordinal));

        Assert.Equal(
            $$$"""{"subject":"Buy \u0022fresh\u0022 milk","project":{"label":"Project B","value":"b"},"parent":{"label":"#10 Login","value":"10"},"who":{"label":"bob","value":"{{{Bob.Id}}}"},"urgent":true,"rest":"and the rest"}""",
            Last("/send").Json["values"]!.ToJsonString());
        Assert.Equal(("10", "parent"), ((string?)Last("/lookup").Json["query"], (string?)Last("/lookup").Json["selected_field"]));

        await Server.RunAppCommandAs(Alice, TownSquare, shortest);
        Assert.Equal(
            """{"subject":"Milk","project":null,"parent":null,"who":null,"urgent":false,"rest":null}""",
            Last("/send").Json["values"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/demo")]
    [InlineData("/demo nothing")]
    [InlineData("/other list")]
    [InlineData("/demo list too much")]
    [InlineData("/demo create")]
    [InlineData("/demo create \"open")]
    [InlineData("/demo create a --nothing b")]
    [InlineData("/demo create a --in")]
    [InlineData("/demo create a --in c")]
    [InlineData("/demo create a --who @nobody")]
    [InlineData("/demo create a --parent 11")]
    public async Task Client_sends_no_command_that_cannot_be_right(string typed)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.RunAppCommandAs(Alice, TownSquare, typed));

        Assert.DoesNotContain(App.Calls, c => c.Path is "/send" or "/list");
    }

    [Fact]
    public async Task Form_is_filled_refreshed_and_its_errors_come_back()
    {
        var form = (await Server.CallAppAs(Alice, TownSquare, "/source"))["form"]!.AsObject();
        Reply("/send", """{"type":"error","data":{"errors":{"subject":"too short"}}}""");

        var fresh = await Server.RefreshAppFormAs(Alice, TownSquare, form, "project", new() { ["project"] = "a" });
        Assert.Equal("form", (string?)fresh["type"]);
        Assert.Equal(("project", "a"), ((string?)Last("/source").Json["selected_field"], (string?)Last("/source").Json["values"]!["project"]!["value"]));

        var found = await Server.LookUpAs(Alice, TownSquare, form, "parent", "log", new() { ["project"] = "a" });
        Assert.Equal(2, found["data"]!["items"]!.AsArray().Count);
        Assert.Equal("a", (string?)Last("/lookup").Json["values"]!["project"]!["value"]);

        var answer = await Server.SubmitAppFormAs(Alice, TownSquare, form, new() { ["subject"] = "S", ["parent"] = found["data"]!["items"]![1]!.DeepClone() });
        Assert.Equal("too short", (string?)answer["data"]!["errors"]!["subject"]);
        Assert.Equal((1, "10"), ((int)Last("/send").Json["state"]!["k"]!, (string?)Last("/send").Json["values"]!["parent"]!["value"]));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.SubmitAppFormAs(Alice, TownSquare, form, []));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.SubmitAppFormAs(Alice, TownSquare, form, new() { ["subject"] = 5 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.SubmitAppFormAs(Alice, TownSquare, form, new() { ["subject"] = "S", ["nothing"] = "x" }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.RefreshAppFormAs(Alice, TownSquare, form, "subject", []));
    }

    private void Bind(string data) => Reply("/bindings", $$$"""{"type":"ok","data":{{{data}}}}""");
}
