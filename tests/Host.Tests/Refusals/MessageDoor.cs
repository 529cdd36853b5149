using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>A list pasted into the direct message with the bot. What is wrong stands in the preview; the list itself stands above it.</summary>
public sealed class MessageDoor(Scene scene) : IRefusalDoor
{
    public bool IsOpen { get; private set; }

    public Task<Told> OpenAsync(FormKind kind, string text = "")
    {
        IsOpen = true;
        return Task.FromResult(new Told("", new Dictionary<string, string>(), new Dictionary<string, string>()));
    }

    public async Task<Told> SubmitAsync(IReadOnlyDictionary<string, string> values)
    {
        var before = scene.DirectMessages.Count;
        await scene.Office.DoneAsync(scene.Office.World.PostAs(scene.Person, scene.Office.Direct(scene.Person), $"{(scene.Language == Language.Russian ? "список" : "batch")}:\n{values["tasks"]}"));
        return Told.Message(scene.DirectMessages.Count > before ? scene.DirectMessages[^1].Message : "");
    }
}
