using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The slash command and its dialogs.</summary>
public sealed class DialogDoor(Scene scene) : IRefusalDoor
{
    private OpenedDialog? _dialog;
    private MattermostChannel _channel = scene.Dev;
    private Dictionary<string, string> _typed = [];
    private int _heard;
    private int _dialogs;

    public bool IsOpen => _dialog is not null;

    public async Task<Told> OpenAsync(FormKind kind, string text = "")
    {
        Look();
        await scene.Office.Mattermost.ExecuteCommandAs(scene.Person, scene.Dev, $"/redmine {(kind == FormKind.Batch ? "batch" : "new")} {text}".Trim());
        var told = await HearAsync();
        if (kind == FormKind.Batch || told.Form is null || told.Form.ContainsKey("tracker"))
            return told;
        // Several projects, and nothing tells which one is meant: the next step asks for what depends on it.
        return await SubmitAsync(new Dictionary<string, string> { ["project"] = Scene.Text(scene.Project.Id) });
    }

    public async Task<Told> SubmitAsync(IReadOnlyDictionary<string, string> values)
    {
        Look();
        foreach (var (field, value) in values)
            _typed[field] = value;
        var dialog = _dialog ?? throw new InvalidOperationException("No dialog is open.");
        var filled = new JsonObject(_typed.Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, Sent(dialog.Element(v.Key), v.Value))));
        var answer = await scene.Office.Mattermost.SubmitDialogAs(scene.Person, _channel, dialog, filled);
        if (answer.Next is { } next)
            return Show(next, "");
        if (answer is { Error: "", Errors.Count: 0 })
        {
            _dialog = null;
            // In the direct message the result itself is the answer.
            return _channel.Id == scene.Dev.Id ? await HearAsync() : Told.Message("");
        }

        // It stays open, and what was typed stays in it.
        var problems = answer.Errors.ToDictionary(e => e.Key, e => Told.Seen(e.Value));
        if (answer.Error.Length > 0)
            problems[Told.Whole] = Told.Seen(answer.Error);
        return new("", Filled(dialog), problems);
    }

    /// <summary>Presses a button in the direct message, and goes on with the dialog that it opens.</summary>
    public async Task<Told> PressAsync(MattermostPost post, string button)
    {
        Look();
        var dialog = await scene.Office.DialogAsync(scene.Person, () => scene.PressAsync(post, button));
        _channel = scene.Office.Direct(scene.Person);
        return Show(dialog, "");
    }

    private void Look()
    {
        _heard = scene.Heard.Count;
        _dialogs = scene.Office.World.DialogsFor(scene.Person).Count;
    }

    private Told Show(OpenedDialog dialog, string notice)
    {
        _dialog = dialog;
        _typed = [];
        _dialogs = scene.Office.World.DialogsFor(scene.Person).Count;
        return new(Told.Seen(notice.Length > 0 ? notice : dialog.IntroductionText), Filled(dialog), new Dictionary<string, string>());
    }

    /// <summary>A dialog, or a message; one that offers the form leads to it.</summary>
    private async Task<Told> HearAsync()
    {
        await scene.Office.UntilAsync(w => w.DialogsFor(scene.Person).Count > _dialogs || News().Any());
        if (scene.Office.World.DialogsFor(scene.Person) is { } dialogs && dialogs.Count > _dialogs)
            return Show(dialogs[^1], "");
        var message = News().Last();
        if (Controls.ButtonOf(message, scene.Say["OpenFormButton"]) is null)
            return Told.Message(message.Message);
        return Show(await scene.Office.DialogAsync(scene.Person, () => scene.PressAsync(message, scene.Say["OpenFormButton"])), message.Message);
    }

    /// <summary>What was said since, save that it takes a while.</summary>
    private IEnumerable<MattermostPost> News() => scene.Heard.Skip(_heard).Where(p => p.Message != scene.Say["StillWorking"]);

    private Dictionary<string, string> Filled(OpenedDialog dialog) => dialog.Elements.ToDictionary(e => e.Name, e => _typed.GetValueOrDefault(e.Name, e.Default));

    /// <summary>A menu of people sends ids.</summary>
    private string Sent(DialogElement element, string value) =>
        element.DataSource == "users" && value.StartsWith('@') ? scene.Office.World.User(value[1..]).Id : value;
}
