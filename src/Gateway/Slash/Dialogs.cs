using System.Text.Json.Nodes;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>Dialogs with their sealed state, for one call of a person.</summary>
internal sealed class Dialogs(SlashSettings settings, MattermostServer server, Seals seals, TimeProvider clock)
{
    public DialogSupport Support { get; } = DialogSupport.Of(server, settings.PublicUrl);

    public JsonObject Form(Reply.FormShown shown, SlashCall call)
    {
        var form = shown.Form;
        var renderer = new DialogRenderer(Support, settings.DialogUrl, shown.Language);
        var callback = Seals.DialogOf(form.Kind);
        return renderer.Write(form, callback, State(callback, call, new Intent.SubmitForm(form.Id, form.Kind, renderer.Kept(form)), shown.Language));
    }

    /// <summary>Asks whether what is private may be shown to others.</summary>
    public JsonObject Question(Reply.ShareDoubted doubted, SlashCall call)
    {
        var say = Sentences.In(doubted.Language);
        return DialogRenderer.Question(
            say["ShareTitle"],
            say.Format("ShareDoubted", TicketCells.Shown(doubted.Project, 100)),
            say["ShareAnywayButton"],
            Seals.ShareDialog,
            State(Seals.ShareDialog, call, new Intent.ShareCreated(doubted.RequestId, IsSure: true), doubted.Language));
    }

    /// <summary>Asks for the person's API key.</summary>
    public JsonObject Key(Reply.KeyWanted wanted, SlashCall call)
    {
        var say = Sentences.In(wanted.Language);
        var introduction = wanted.Account is { } account
            ? $"{say.Format("KeyIntroductionAgain", TicketCells.Shown(account, 100))}\n\n{say["KeyIntroduction"]}"
            : say["KeyIntroduction"];
        return DialogRenderer.Secret(
            say["KeyTitle"], introduction, say["KeyLabel"], say["KeySubmit"], Seals.KeyDialog, State(Seals.KeyDialog, call, new Intent.Connect(), wanted.Language));
    }

    private string State(string purpose, SlashCall call, Intent intent, Language language) =>
        seals.Seal(purpose, new(call.Origin with { Door = Door.Dialog }, intent, call.Trigger, language, clock.GetUtcNow() + settings.SealsLast));
}
