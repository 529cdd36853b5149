using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>What dialogs can do from 11.0 and 11.1 on, and what becomes of it on older servers.</summary>
public sealed class LivelyDialogsSpec : MattermostSpec
{
    private readonly IntegrationPeer _integration = new();

    public override async Task InitializeAsync()
    {
        World.Settings = World.Settings with { Version = "11.1.0" };
        await base.InitializeAsync();
        await _integration.StartAsync();
        World.AddCommand(Team, "new", _integration.Url, Bot);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _integration.DisposeAsync();
    }

    [Theory]
    [InlineData("5.37.0", "")]
    [InlineData("11.0.0", "data_source_url,multiselect")]
    [InlineData("11.1.0", "data_source_url,max_date,min_date,multiselect,refresh,source_url,time_interval")]
    public async Task What_a_server_does_not_know_it_drops(string version, string kept)
    {
        World.Settings = World.Settings with { Version = version };
        var dialog = (await Open()).Json.GetRawText();

        string[] newer = ["data_source_url", "max_date", "min_date", "multiselect", "refresh", "source_url", "time_interval"];
        Assert.Equal(kept, string.Join(',', newer.Where(n => dialog.Contains($"\"{n}\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Change_of_an_element_brings_the_dialog_anew()
    {
        var dialog = await Open();
        _integration.Answer = _ => (200, "application/json", """{"type":"form","form":{"title":"Feature","source_url":"http://127.0.0.1:1/again","elements":[{"name":"weight","type":"text"}]}}""");

        var answer = await Server.RefreshDialogAs(Alice, TownSquare, dialog, "tracker", new() { ["tracker"] = "2" });

        var told = _integration.Calls[^1];
        Assert.Equal(("/source", "refresh"), (told.Path, (string)JsonNode.Parse(told.Body)!["type"]!));
        Assert.Equal("""{"due":"2026-12-01","parent":null,"selected_field":"tracker","tracker":"2","watchers":["1","2"]}""", JsonNode.Parse(told.Body)!["submission"]!.ToJsonString());
        Assert.Equal(("Feature", "weight", dialog.Url), (answer.Next!.Title, answer.Next.Elements.Single().Name, answer.Next.Url));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.RefreshDialogAs(Alice, TownSquare, dialog, "due", []));
    }

    [Fact]
    public async Task Steps_after_the_first_carry_what_was_filled_in_before()
    {
        var dialog = await Open();
        _integration.Answer = _ => (200, "application/json", """{"type":"form","form":{"title":"More","elements":[{"name":"weight","type":"text"}]}}""");
        var second = (await Server.SubmitDialogAs(Alice, TownSquare, dialog, new() { ["parent"] = "7" })).Next!;
        _integration.Answer = _ => (200, "application/json", """{"type":"ok"}""");

        var last = await Server.SubmitDialogAs(Alice, TownSquare, second, new() { ["weight"] = "3" });

        Assert.Null(last.Next);
        Assert.Equal(
            """{"due":"2026-12-01","parent":"7","tracker":"1","watchers":["1","2"],"weight":"3"}""",
            JsonNode.Parse(_integration.Calls[^1].Body)!["submission"]!.ToJsonString());
    }

    [Fact]
    public async Task Choices_are_looked_up_where_the_element_says()
    {
        var dialog = await Open();
        _integration.Answer = _ => (200, "application/json", """{"items":[{"text":"#10 Login","value":"10"}]}""");

        var found = await Server.LookUpAs(Alice, TownSquare, dialog, "parent", "log");

        Assert.Equal([new DialogOption("#10 Login", "10")], found);
        var told = JsonNode.Parse(_integration.Calls[^1].Body)!;
        Assert.Equal(("/lookup", "dialog_lookup"), (_integration.Calls[^1].Path, (string)told["type"]!));
        Assert.Equal(("log", "parent"), ((string)told["submission"]!["query"]!, (string)told["submission"]!["selected_field"]!));
    }

    [Theory]
    [InlineData("5.37.0", "https://example.test/", 404)]
    [InlineData("11.1.0", "", 400)]
    [InlineData("11.1.0", "/elsewhere", 400)]
    public async Task Lookups_go_to_whole_addresses_and_only_on_new_servers(string version, string url, int status)
    {
        World.Settings = World.Settings with { Version = version };
        var body = new JsonObject { ["url"] = url, ["channel_id"] = TownSquare.Id, ["team_id"] = Team.Id };

        Assert.Equal(status, (await Call(Alice, "POST", "/actions/dialogs/lookup", body)).Status);
    }

    [Theory]
    [InlineData("due", "\"2027-01-01\"")]
    [InlineData("parent", "\"7\"")]
    public async Task Clients_of_old_servers_show_no_such_elements(string name, string value)
    {
        World.Settings = World.Settings with { Version = "5.37.0" };
        var dialog = await Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.SubmitDialogAs(Alice, TownSquare, dialog, new() { [name] = JsonNode.Parse(value) }));
    }

    private async Task<OpenedDialog> Open()
    {
        var dialog = JsonNode.Parse(
            """
            {"callback_id":"ticket","title":"New ticket","state":"signed","elements":[
              {"display_name":"Tracker","name":"tracker","type":"select","options":[{"text":"Bug","value":"1"},{"text":"Feature","value":"2"}],"default":"1","refresh":true},
              {"display_name":"Parent","name":"parent","type":"select","data_source":"dynamic","optional":true},
              {"display_name":"Watchers","name":"watchers","type":"select","multiselect":true,"default":"1,2","options":[{"text":"A","value":"1"},{"text":"B","value":"2"}]},
              {"display_name":"Due","name":"due","type":"date","default":"2026-12-01","min_date":"today","max_date":"+1M","time_interval":30}]}
            """)!.AsObject();
        dialog["source_url"] = new Uri(_integration.Url, "/source").AbsoluteUri;
        dialog["elements"]![1]!["data_source_url"] = new Uri(_integration.Url, "/lookup").AbsoluteUri;
        await Server.ExecuteCommandAs(Alice, TownSquare, "/new");
        var opening = new JsonObject { ["trigger_id"] = _integration.Calls[^1].Form["trigger_id"], ["url"] = _integration.Url.AbsoluteUri, ["dialog"] = dialog };
        Assert.Equal(200, (await Call(Bot, "POST", "/actions/dialogs/open", opening)).Status);
        return World.DialogsFor(Alice)[^1];
    }
}
