using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RedmineBridge.Contract.Tests.Mattermost;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>Dialogs in the sandbox's page: every kind of element, shown, filled in, refused and sent.</summary>
public sealed class DialogTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly List<string> _errors = [];
    private readonly MattermostWorld _world = MattermostWorld.CreateSeeded(TimeProvider.System);
    private readonly IntegrationPeer _integration = new();
    private StandInMattermost _mattermost = null!;

    public async Task InitializeAsync()
    {
        _world.Settings = _world.Settings with { Version = "11.1.0" };
        _mattermost = new(_world);
        await _mattermost.StartAsync();
        await _integration.StartAsync();
        _world.AddCommand(_world.Teams.Single(), "new", new Uri(_integration.Url, "/command"), _world.User("redmine"));
    }

    public async Task DisposeAsync()
    {
        await _mattermost.DisposeAsync();
        await _integration.DisposeAsync();
    }

    [SkippableFact]
    public async Task Everything_that_is_filled_in_arrives()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var dialog = await Open(page, Dialog());
        await Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Redmine" })).ToBeVisibleAsync();

        await dialog.GetByLabel("Subject").FillAsync("Buy sausages");
        await dialog.GetByLabel("Description").FillAsync("Forty\nof them");
        await dialog.GetByLabel("Hours").FillAsync("1.5");
        await dialog.GetByLabel("Tracker").SelectOptionAsync("Feature");
        await dialog.GetByLabel("High").CheckAsync();
        await Choose(dialog, "Assignee", "bo", "Bob Fisher (@bob)");
        await Choose(dialog, "Channel", "", "Random");
        Answer(_ => """{"items":[{"text":"#10 Login","value":"10"}]}""");
        await Choose(dialog, "Parent", "log", "#10 Login");
        await Choose(dialog, "Watchers", "", "Bob");
        await dialog.GetByLabel("Due date").FillAsync("2027-05-09");
        await dialog.GetByLabel("Only for members").CheckAsync();
        Answer(_ => "{}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal(
            "{\"assignee\":\"" + _world.User("bob").Id + "\",\"channel\":\"" + _world.Channel("random").Id + "\",\"description\":\"Forty\\nof them\",\"due\":\"2027-05-09\","
            + "\"hours\":1.5,\"parent\":\"10\",\"priority\":\"3\",\"private\":true,\"subject\":\"Buy sausages\",\"tracker\":\"2\",\"watchers\":[\"1\",\"2\"]}",
            Sent()["submission"]!.ToJsonString());
        Assert.Equal((_world.User("alice").Id, "signed"), ((string)Sent()["user_id"]!, (string)Sent()["state"]!));
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Errors_stand_where_they_belong_and_nothing_typed_is_lost()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var dialog = await Open(page, Dialog());
        var subject = dialog.GetByLabel("Subject");
        var create = dialog.GetByRole(AriaRole.Button, new() { Name = "Create" });

        await create.ClickAsync();
        await Expect(subject).ToHaveAccessibleDescriptionAsync("At most 150 characters Please fill this in.");
        await Expect(subject).ToBeFocusedAsync();
        await subject.FillAsync("x");
        Answer(_ => """{"errors":{"subject":"Too short"},"error":"Two things were wrong"}""");
        await create.ClickAsync();
        await Expect(subject).ToHaveAccessibleDescriptionAsync("At most 150 characters Too short");
        await Expect(dialog.GetByText("Two things were wrong")).ToBeVisibleAsync();
        _integration.Answer = _ => (502, "text/plain", "away");
        await create.ClickAsync();
        await Expect(dialog.GetByText("Action integration error.")).ToBeVisibleAsync();

        await Expect(subject).ToHaveValueAsync("x");
        Answer(_ => "{}");
        await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Escape"), r => r.Url.EndsWith("/dialogs/submit", StringComparison.Ordinal));
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.True((bool)Sent()["cancelled"]!);
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task Change_and_next_step_bring_another_form()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var given = Dialog();
        given["source_url"] = new Uri(_integration.Url, "/source").AbsoluteUri;
        given["elements"]!.AsArray().Single(e => (string)e!["name"]! == "tracker")!["refresh"] = true;
        var dialog = await Open(page, given);

        await dialog.GetByLabel("Subject").FillAsync("Buy sausages");
        Answer(_ => """{"type":"form","form":{"title":"A feature","elements":[{"display_name":"Subject","name":"subject","type":"text"},{"display_name":"Weight","name":"weight","type":"text"}]}}""");
        await dialog.GetByLabel("Tracker").SelectOptionAsync("Feature");
        await Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "A feature" })).ToBeVisibleAsync();
        Assert.Equal(("refresh", "tracker"), ((string)Sent()["type"]!, (string)Sent()["submission"]!["selected_field"]!));
        await Expect(dialog.GetByLabel("Subject")).ToHaveValueAsync("Buy sausages");

        await dialog.GetByLabel("Weight").FillAsync("3");
        Answer(_ => """{"type":"form","form":{"title":"Sure?","submit_label":"Yes","elements":[]}}""");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "Sure?" })).ToBeVisibleAsync();
        Answer(_ => """{"type":"ok"}""");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal("""{"subject":"Buy sausages","weight":"3"}""", Sent()["submission"]!.ToJsonString());
        Assert.Empty(_errors);
    }

    private static JsonObject Dialog() => JsonNode.Parse(
        """
        {"callback_id":"ticket","title":"New ticket","introduction_text":"Project **Demo** in [Redmine](https://redmine.test)","state":"signed","submit_label":"Create",
        "notify_on_cancel":true,"elements":[
          {"display_name":"Subject","name":"subject","type":"text","max_length":150,"placeholder":"What is to be done?","help_text":"At most 150 characters"},
          {"display_name":"Description","name":"description","type":"textarea","optional":true,"max_length":3000},
          {"display_name":"Hours","name":"hours","type":"text","subtype":"number","optional":true},
          {"display_name":"Tracker","name":"tracker","type":"select","options":[{"text":"Bug","value":"1"},{"text":"Feature","value":"2"}],"default":"1"},
          {"display_name":"Priority","name":"priority","type":"radio","options":[{"text":"Normal","value":"2"},{"text":"High","value":"3"}],"default":"2"},
          {"display_name":"Assignee","name":"assignee","type":"select","data_source":"users","optional":true},
          {"display_name":"Channel","name":"channel","type":"select","data_source":"channels","optional":true},
          {"display_name":"Parent","name":"parent","type":"select","data_source":"dynamic","optional":true},
          {"display_name":"Watchers","name":"watchers","type":"select","multiselect":true,"default":"1","optional":true,
           "options":[{"text":"Alice","value":"1"},{"text":"Bob","value":"2"}]},
          {"display_name":"Due date","name":"due","type":"date","optional":true,"min_date":"today"},
          {"display_name":"Private","name":"private","type":"bool","optional":true,"placeholder":"Only for members"}]}
        """)!.AsObject();

    /// <summary>As a bridge does it, by the trigger of a command.</summary>
    private async Task<ILocator> Open(IPage page, JsonObject given)
    {
        await page.GetByLabel("Message to").FillAsync("/new");
        await page.RunAndWaitForResponseAsync(
            () => page.GetByLabel("Message to").PressAsync("Enter"), r => r.Url.EndsWith("/commands/execute", StringComparison.Ordinal));
        given["elements"]!.AsArray().Single(e => (string)e!["name"]! == "parent")!["data_source_url"] = new Uri(_integration.Url, "/lookup").AbsoluteUri;
        using var http = new HttpClient();
        using var body = new StringContent(
            new JsonObject { ["trigger_id"] = _integration.Calls[^1].Form["trigger_id"], ["url"] = new Uri(_integration.Url, "/submit").AbsoluteUri, ["dialog"] = given }.ToJsonString());
        using var answer = await http.PostAsync(new Uri(_mattermost.Url, "/api/v4/actions/dialogs/open"), body);
        answer.EnsureSuccessStatusCode();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        return dialog;
    }

    private static async Task Choose(ILocator dialog, string label, string typed, string choice)
    {
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = label }).FillAsync(typed);
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = label }).ClickAsync();
        await dialog.GetByRole(AriaRole.Option, new() { Name = choice }).ClickAsync();
    }

    private void Answer(Func<IntegrationPeer.Received, string> body) => _integration.Answer = call => (200, "application/json", body(call));

    private JsonNode Sent() => JsonNode.Parse(_integration.Calls[^1].Body)!;
}
