using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>Redmine refuses when the form has closed already: what was typed comes back with a button.</summary>
public sealed class LateRefusalTests(RefusalOffice office) : IClassFixture<RefusalOffice>
{
    [Fact]
    public async Task Form_that_has_closed_is_opened_again_as_it_was_filled()
    {
        var rows = RefusalDoors.Each(["late"]).Select(row => RefuseAsync((string)row[1], office.Enter((Language)row[2])));

        await Task.WhenAll(rows);
    }

    private static async Task RefuseAsync(string door, Scene scene)
    {
        scene.Office.Direct(scene.Person);
        scene.Use(RefusalOffice.RequiredSince);
        var way = RefusalDoors.Open(door, scene);
        Assert.NotNull((await way.OpenAsync(FormKind.Ticket)).Form);
        var released = new TaskCompletionSource();
        scene.Office.Redmine.Faults.Inject("POST", $"/projects/{scene.Project.Id}", new Fault.Hold(released.Task), times: 1);

        var sending = way.SubmitAsync(new Dictionary<string, string> { ["subject"] = scene.Subject, ["description"] = "Room 5,\nleft" });
        await Look.UntilAsync(() => !way.IsOpen, Office.Patience);
        released.SetResult();

        var sentence = scene.Language == Language.Russian ? "Room не может быть пустым" : "Room cannot be blank";
        var told = await sending;
        if (told.Form is null)
        {
            var card = await scene.DirectMessageAsync(p => Controls.ButtonOf(p, scene.Say["CorrectButton"]) is not null);
            Assert.Equal(
                $"{scene.Say.Format("TicketNotCreated", scene.Subject)}\n- {sentence}\n\n{scene.Say["TypedIsKept"]}", Told.Seen(card.Message));
            var dialog = new DialogDoor(scene);
            (told, way) = (await dialog.PressAsync(card, scene.Say["CorrectButton"]), dialog);
        }

        Assert.EndsWith($"**: {sentence}", told.Notice, StringComparison.Ordinal);
        Assert.Equal((scene.Subject, "Room 5,\nleft"), (told.Form!["subject"], told.Form["description"]));
        Assert.Empty(scene.Tickets);
        Assert.Empty((await way.SubmitAsync(new Dictionary<string, string> { [scene.KeyOf(RefusalOffice.RequiredSince)] = "Room 5" })).Problems);
        await scene.Office.UntilAsync(_ => scene.Tickets.Count == 1);
    }
}
