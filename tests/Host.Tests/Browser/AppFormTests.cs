using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RedmineBridge.Contract.Tests.Mattermost;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using static Microsoft.Playwright.Assertions;

namespace RedmineBridge.Host.Tests.Browser;

/// <summary>Forms of Apps in the sandbox's page: every kind of field, shown, filled in, brought anew, refused and sent.</summary>
public sealed class AppFormTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Form = """
        {"title":"New ticket","header":"In [Redmine](https://redmine.test)","submit":{"path":"/send","expand":{"acting_user":"id"},"state":"sealed"},
         "source":{"path":"/source","state":"sealed"},"fields":[
          {"name":"note","type":"markdown","description":"All **members** see it"},
          {"name":"subject","type":"text","label":"subject","modal_label":"Subject","is_required":true,"min_length":2,"hint":"What is to be done?"},
          {"name":"description","type":"text","subtype":"textarea","modal_label":"Description","value":"Forty"},
          {"name":"hours","type":"text","subtype":"number","modal_label":"Hours"},
          {"name":"project","type":"static_select","modal_label":"Project","refresh":true,"options":[{"label":"Demo","value":"1"},{"label":"Secret","value":"2"}],
           "value":{"label":"Demo","value":"1"}},
          {"name":"parent","type":"dynamic_select","modal_label":"Parent","lookup":{"path":"/lookup","state":"sealed"},"value":{"label":"#1 Old","value":"1"}},
          {"name":"watchers","type":"static_select","modal_label":"Watchers","multiselect":true,"options":[{"label":"Ann","value":"a"},{"label":"Ben","value":"b"}],
           "value":[{"label":"Ann","value":"a"}]},
          {"name":"assignee","type":"user","modal_label":"Assignee"},
          {"name":"channel","type":"channel","modal_label":"Channel"},
          {"name":"urgent","type":"bool","modal_label":"Urgent","value":true},
          {"name":"author","type":"text","modal_label":"Author","readonly":true,"value":"Alice"}]}
        """;

    private readonly List<string> _errors = [];
    private readonly MattermostWorld _world = MattermostWorld.CreateSeeded(TimeProvider.System);
    private readonly IntegrationPeer _app = new();
    private readonly ConcurrentDictionary<string, string> _answers = new()
    {
        ["/bindings"] = """
            {"type":"ok","data":[{"location":"/command","bindings":[
              {"location":"demo","hint":"[new]","description":"Demo tickets","bindings":[{"location":"new","description":"A ticket","submit":"/new"}]}]}]}
            """,
        ["/new"] = $$$"""{"type":"form","form":{{{Form}}}}""",
    };

    private StandInMattermost _mattermost = null!;

    public async Task InitializeAsync()
    {
        _mattermost = new(_world);
        await _mattermost.StartAsync();
        await _app.StartAsync();
        _answers["/manifest.json"] = $$$"""
            {"app_id":"demo","display_name":"Demo","homepage_url":"https://demo.test","requested_permissions":["act_as_bot"],
             "requested_locations":["/command"],"http":{"root_url":"{{{_app.Url.AbsoluteUri.TrimEnd('/')}}}"}}
            """;
        _app.Answer = call => (200, "application/json", _answers.GetValueOrDefault(call.Path, """{"type":"ok"}"""));
        Assert.Equal("ok", (string?)(await _mattermost.InstallAppAs(_world.User("admin"), new(_app.Url, "manifest.json")))["type"]);
    }

    public async Task DisposeAsync()
    {
        await _mattermost.DisposeAsync();
        await _app.DisposeAsync();
    }

    [SkippableFact]
    public async Task Everything_that_is_filled_in_arrives()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var form = await Open(page);
        await Expect(form.GetByRole(AriaRole.Link, new() { Name = "Redmine" })).ToBeVisibleAsync();
        await Expect(form.GetByText("All members see it")).ToBeVisibleAsync();
        await Expect(form.GetByLabel("Author")).ToBeDisabledAsync();
        await Expect(form.GetByRole(AriaRole.Combobox, new() { Name = "Parent" })).ToHaveValueAsync("#1 Old");

        await form.GetByLabel("Subject").FillAsync("Buy sausages");
        await form.GetByLabel("Hours").FillAsync("1.5");
        _answers["/lookup"] = """{"type":"ok","data":{"items":[{"label":"#10 Login","value":"10"}]}}""";
        // The list opens with all that there is before it has what was typed.
        var answer = _app.Answer;
        _app.Answer = call => call.Path == "/lookup" && (string?)call.Json["query"] != "log" ? (200, "application/json", """{"type":"ok","data":{"items":[]}}""") : answer(call);
        await Choose(form, "Parent", "log", "#10 Login");
        Assert.Equal(("log", "parent", "sealed"), ((string?)Last("/lookup")["query"], (string?)Last("/lookup")["selected_field"], (string?)Last("/lookup")["state"]));
        await Choose(form, "Watchers", "", "Ben");
        await Choose(form, "Assignee", "bo", "Bob Fisher (@bob)");
        await Choose(form, "Channel", "", "Random");
        await form.GetByLabel("Urgent").Last.UncheckAsync();
        _answers["/send"] = """{"type":"ok","text":"Created **#11**"}""";
        await Submit(form);

        await Expect(form).ToHaveCountAsync(0);
        await Expect(page.Locator("#posts").GetByText("Created #11")).ToBeVisibleAsync();
        await Expect(page.Locator("#places").GetByText("demo")).ToHaveCountAsync(0);
        var random = _world.Channel("random");
        Assert.Equal(
            "{\"assignee\":{\"label\":\"bob\",\"value\":\"" + _world.User("bob").Id + "\"},\"author\":\"Alice\","
            + "\"channel\":{\"label\":\"" + random.DisplayName + "\",\"value\":\"" + random.Id + "\"},\"description\":\"Forty\",\"hours\":\"1.5\","
            + "\"parent\":{\"label\":\"#10 Login\",\"value\":\"10\"},\"project\":{\"label\":\"Demo\",\"value\":\"1\"},\"subject\":\"Buy sausages\",\"urgent\":false,"
            + "\"watchers\":[{\"label\":\"Ann\",\"value\":\"a\"},{\"label\":\"Ben\",\"value\":\"b\"}]}",
            new JsonObject(Last("/send")["values"]!.AsObject().OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create(v.Key, v.Value?.DeepClone()))).ToJsonString());
        Assert.Empty(_errors);
    }

    [SkippableFact]
    public async Task What_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var form = await Open(page);
        var subject = form.GetByLabel("Subject");

        await Submit(form);
        await Expect(subject).ToHaveAccessibleDescriptionAsync("Please fill this in.");
        await subject.FillAsync("Buy sausages");
        _answers["/send"] = """{"type":"error","text":"Two things were wrong.","data":{"errors":{"subject":"Too dull","colour":"No such colour"}}}""";
        await Submit(form);
        await Expect(subject).ToHaveAccessibleDescriptionAsync("Too dull");
        await Expect(form.GetByText("Two things were wrong. No such colour")).ToBeVisibleAsync();
        await Expect(subject).ToBeFocusedAsync();
        _answers["/send"] = """{"type":"navigate","navigate_to_url":"https://redmine.test"}""";
        await Submit(form);
        await Expect(form.GetByText("The App answers with something that is shown nowhere: navigate.")).ToBeVisibleAsync();
        _app.Answer = call => (500, "text/plain", "");
        await Submit(form);
        await Expect(form.GetByText("upstream call failed")).ToBeVisibleAsync();

        await Expect(subject).ToHaveValueAsync("Buy sausages");
        await page.Keyboard.PressAsync("Escape");
        await Expect(form).ToHaveCountAsync(0);
        Assert.Empty(_errors);
    }

    /// <summary>Who types on while the App thinks about a choice loses nothing, and stays where they are.</summary>
    [SkippableFact]
    public async Task Choice_brings_the_form_anew_around_what_is_being_typed()
    {
        var page = await chromium.OpenAsync(_mattermost.Url, _errors);
        var form = await Open(page);
        await form.GetByLabel("Subject").FillAsync("Buy sausages");
        var isAnswered = new TaskCompletionSource();
        await page.RouteAsync("**/api/v1/call", async route =>
        {
            await isAnswered.Task;
            await route.ContinueAsync();
        });
        _answers["/source"] = """
            {"type":"form","form":{"title":"New ticket","submit":"/send","fields":[
              {"name":"subject","type":"text","modal_label":"Subject","value":"Buy sausages"},
              {"name":"description","type":"text","subtype":"textarea","modal_label":"Description","value":"As told by the project"},
              {"name":"colour","type":"text","modal_label":"Colour"}]}}
            """;

        await form.GetByLabel("Project").SelectOptionAsync("Secret");
        await form.GetByLabel("Subject").FillAsync("Buy sausages and bread");
        isAnswered.SetResult();

        await Expect(form.GetByLabel("Colour")).ToBeVisibleAsync();
        await Expect(form.GetByLabel("Description")).ToHaveValueAsync("As told by the project");
        await Expect(form.GetByLabel("Subject")).ToHaveValueAsync("Buy sausages and bread");
        await Expect(form.GetByLabel("Subject")).ToBeFocusedAsync();
        Assert.Equal(("project", "Secret"), ((string?)Last("/source")["selected_field"], (string?)Last("/source")["values"]!["project"]!["label"]));
        Assert.Empty(_errors);
    }

    private static async Task<ILocator> Open(IPage page)
    {
        var box = page.GetByLabel("Message to");
        await box.FillAsync("/demo ");
        await Expect(page.GetByText("/demo [new] Demo tickets")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Option)).ToContainTextAsync(["A ticket"]);
        await box.PressAsync("Tab");
        await box.PressAsync("Enter");
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "New ticket" });
        await Expect(form).ToBeVisibleAsync();
        return form;
    }

    private static Task Submit(ILocator form) => form.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();

    private static async Task Choose(ILocator form, string label, string typed, string choice)
    {
        // A click opens the list with all that there is, and asks for it; so does what is typed, for what fits.
        var box = form.GetByRole(AriaRole.Combobox, new() { Name = label });
        await (typed.Length == 0 ? box.ClickAsync() : box.FillAsync(typed));
        await form.GetByRole(AriaRole.Option, new() { Name = choice }).ClickAsync();
    }

    private JsonNode Last(string path) => _app.Calls.Last(c => c.Path == path).Json;
}
