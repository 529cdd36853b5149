using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The direct message with the bot: what is said, a pasted list above all, stands above its answer. What is wrong with a line stands in the preview.</summary>
public sealed class MessageDoor(Scene scene) : IRefusalDoor
{
    public bool IsOpen { get; private set; }

    public Task<Told> OpenAsync(FormKind kind, string text = "")
    {
        IsOpen = true;
        return Task.FromResult(new Told("", new Dictionary<string, string>(), new Dictionary<string, string>()));
    }

    public Task<Told> SubmitAsync(IReadOnlyDictionary<string, string> values) =>
        SayAsync($"{(scene.Language == Language.Russian ? "список" : "batch")}:\n{values["tasks"]}");

    /// <summary>Says what would begin a draft, or lead to the preview of a list.</summary>
    public Task<Told> BeginAsync(FormKind kind) => SayAsync((kind, scene.Language) switch
    {
        (FormKind.Batch, Language.Russian) => "1. Купить сосиски\n2. Вызвать сантехника",
        (FormKind.Batch, _) => "1. Buy sausages\n2. Call the plumber",
        (_, Language.Russian) => "Починить кран @bob завтра",
        _ => "Fix the tap @bob tomorrow",
    });

    private async Task<Told> SayAsync(string text)
    {
        var before = scene.DirectMessages.Count;
        await scene.Office.DoneAsync(scene.Office.World.PostAs(scene.Person, scene.Office.Direct(scene.Person), text));
        return Told.Message(scene.DirectMessages.Count > before ? scene.DirectMessages[^1].Message : "");
    }
}
