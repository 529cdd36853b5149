using Akka.Actor;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Actors.Words;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>Where Mattermost calls when somebody presses a button of ours.</summary>
internal static class ButtonEndpoint
{
    public static async Task HandleAsync(HttpContext context, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        using var body = await Incoming.ReadAsync(context, door);
        if (body is null)
            return;
        var pressed = body.RootElement;
        var carried = pressed.TryGetProperty("context", out var found) ? Wire.Text(found, "sealed") : null;
        if (carried is null || door.Seals.Open(Seals.Button, carried) is not { } button)
        {
            Incoming.Refuse(context, door, log, "button");
            return;
        }

        var (user, channel) = (Wire.Text(pressed, "user_id"), Wire.Text(pressed, "channel_id"));
        if (!Incoming.IsId(user) || !Incoming.IsId(channel))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // No button of ours stands where anybody else sees it, so nobody presses another's by mistake.
        if (!button.IsOf(user!, channel!))
        {
            Incoming.Refuse(context, door, log, "button", StatusCodes.Status403Forbidden);
            return;
        }

        if (door.IsOld(button))
        {
            await Incoming.WriteAsync(context, new(ReplyJson.Ephemeral(Expired(button))));
            return;
        }

        var intent = button.Intent;
        if (intent is Intent.AnswerDraft { Values.Count: 0 } menu && Wire.Text(found, "selected_option") is { Length: > 0 } selected)
            intent = menu with { Values = [selected] };
        var call = new SlashCall(button.Origin, button.Trigger, intent)
        {
            DialogTrigger = Wire.Text(pressed, "trigger_id") ?? "",
            Language = button.Language,
        };
        await Incoming.AnswerAsync(context, door, call, door.Settings.AnswerButtonWithin, gateway);
    }

    private static string Expired(SealedCall button)
    {
        var word = button.Intent switch
        {
            Intent.ShowTickets { List: TicketList.AssignedToMe } => CommandWord.Mine,
            Intent.ShowTickets => CommandWord.Created,
            Intent.RefreshForm { Kind: FormKind.Ticket } or Intent.BeginDraft or Intent.AnswerDraft or Intent.MoveDraft => CommandWord.New,
            Intent.RefreshForm or Intent.CreateBatch or Intent.CorrectForm => CommandWord.Batch,
            _ => CommandWord.Help,
        };
        return Sentences.In(button.Language).Format("ButtonExpired", button.Trigger, CommandWords.Name(word, button.Language));
    }
}
