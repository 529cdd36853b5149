using System.Text.Json;
using Akka.Actor;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Where Mattermost calls when a dialog of ours is submitted, wants itself anew, or looks for choices. The person's client may name any
/// address, state and values: the seal alone says that it was our dialog, for whom, where and until when.
/// </summary>
internal static class DialogEndpoint
{
    private const string LookUp = "dialog_lookup";
    private const string Refresh = "refresh";

    /// <summary>What the server adds to the fields of a look-up or a refresh.</summary>
    private const string ChangedField = "selected_field";
    private const string Query = "query";

    public static async Task HandleAsync(HttpContext context, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        using var body = await Incoming.ReadAsync(context, door);
        if (body is null)
            return;
        var sent = body.RootElement;
        if (door.Seals.Open(Wire.Text(sent, "callback_id") ?? "", Wire.Text(sent, "state") ?? "") is not { } dialog)
        {
            Incoming.Refuse(context, door, log, "dialog");
            return;
        }

        var (user, channel) = (Wire.Text(sent, "user_id"), Wire.Text(sent, "channel_id"));
        if (!Incoming.IsId(user) || !Incoming.IsId(channel))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (Wire.IsTrue(sent, "cancelled"))
        {
            await Incoming.WriteAsync(context, new(ReplyJson.Nothing));
            return;
        }

        if (!dialog.IsOf(user!))
        {
            Incoming.Refuse(context, door, log, "dialog", StatusCodes.Status403Forbidden);
            return;
        }

        var kind = Wire.Text(sent, "type");
        if (!dialog.IsOf(user!, channel!))
        {
            // Clients send the channel on view, and that may be another by now.
            await Incoming.WriteAsync(context, new(kind == LookUp ? ReplyJson.Choices([]) : ReplyJson.Error(Sentences.In(dialog.Language)["DialogElsewhere"])));
            return;
        }

        var submission = sent.TryGetProperty("submission", out var found) ? found : default;
        var intent = Intended(dialog.Intent, kind, submission);
        if (door.IsOld(dialog))
        {
            if (intent is not Intent.SubmitForm late)
            {
                await Incoming.WriteAsync(context, new(kind == LookUp ? ReplyJson.Choices([]) : ReplyJson.Error(Sentences.In(dialog.Language)["DialogExpired"])));
                return;
            }

            // What was typed into a dialog that is too old is not lost: it goes on in the direct message.
            intent = new Intent.KeepForm(late.FormId, late.Kind, late.Values);
        }

        if (intent is Intent.Connect)
        {
            // In plain the key goes no further.
            if (!RedmineKey.TryParse(Wire.Text(submission, DialogRenderer.SecretName) ?? "", out var key))
            {
                await Incoming.WriteAsync(context, new(ReplyJson.Problem(DialogRenderer.SecretName, Sentences.In(dialog.Language)["KeyMalformed"])));
                return;
            }

            intent = new Intent.GiveKey(door.Keys.Seal(dialog.Origin.User, key));
        }

        var call = new SlashCall(dialog.Origin, dialog.Trigger, intent) { Language = dialog.Language };
        await Incoming.AnswerAsync(context, door, call, door.Settings.AnswerFormWithin, gateway);
    }

    private static Intent Intended(Intent carried, string? kind, JsonElement submission)
    {
        if (carried is not Intent.SubmitForm form)
            return carried;
        var values = DialogReader.Read(submission, form.Values);
        return kind switch
        {
            LookUp => new Intent.FindChoices(
                form.FormId,
                form.Kind,
                values.Without(ChangedField, Query),
                DialogNames.FieldOf(Wire.Text(submission, ChangedField) ?? ""),
                Wire.Text(submission, Query) ?? ""),
            Refresh => new Intent.RefreshForm(form.FormId, form.Kind, values.Without(ChangedField)),
            _ => form with { Values = values },
        };
    }
}
