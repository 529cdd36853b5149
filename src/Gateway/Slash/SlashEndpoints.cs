using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Where Mattermost calls for commands and buttons. Nothing is believed, or even read, before the call has proved where it comes from.
/// Here is the only Ask of the system: an HTTP call has to end.
/// </summary>
public static partial class SlashEndpoints
{
    private const int MaxBytes = 64 * 1024;

    /// <param name="gateway">Resolved at each call, since it starts after the HTTP server may have.</param>
    public static void MapSlash(this IEndpointRouteBuilder routes, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        routes.MapPost(SlashSettings.CommandPath, context => CommandAsync(context, door, gateway, log));
        routes.MapPost(SlashSettings.ActionPath, context => ActionAsync(context, door, gateway, log));
    }

    private static async Task CommandAsync(HttpContext context, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        // With an outgoing OAuth connection the header is somebody else's token; then the form's alone decides.
        var header = context.Request.Headers.Authorization.ToString();
        var isOurs = header.StartsWith("Token ", StringComparison.OrdinalIgnoreCase) && door.Tokens.IsKnown(header["Token ".Length..].Trim());
        if (!isOurs && !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(context, door, log, "command");
            gateway().Tell(CommandRegistrarActor.CallRefused.Instance);
            return;
        }

        if (!Limit(context))
            return;
        if (!context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            context.Response.StatusCode = (broken as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return;
        }

        var trigger = form["command"].ToString().TrimStart('/').ToLowerInvariant();
        if (!door.Tokens.IsGenuine(new(form["team_id"].ToString()), trigger, form["token"].ToString()))
        {
            Refuse(context, door, log, "command");
            gateway().Tell(CommandRegistrarActor.CallRefused.Instance);
            return;
        }

        if (!IsId(form["user_id"]) || !IsId(form["channel_id"]))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var root = form["root_id"].ToString();
        var call = new SlashCall(
            new Origin(Door.SlashCommand, new(form["user_id"]!), new(form["channel_id"]!), IsId(root) ? new PostId(root) : null),
            trigger,
            form["text"].ToString(),
            null,
            // The name of a direct message is made of two ids; that of a group message is their hash.
            IsConversation: form["channel_name"].ToString() is var name && (name.Contains("__", StringComparison.Ordinal) || GroupName().IsMatch(name)),
            Hook().Match(form["response_url"].ToString()) is { Success: true } hook ? hook.Groups[1].Value : null);
        await AnswerAsync(context, call, door.Settings.GiveUpAfter, gateway);
    }

    private static async Task ActionAsync(HttpContext context, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        if (!Limit(context))
            return;
        ButtonContext? button = null;
        string user = "", channel = "";
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = 16 }, context.RequestAborted);
            user = Wire.Text(body.RootElement, "user_id") ?? "";
            channel = Wire.Text(body.RootElement, "channel_id") ?? "";
            if (body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("context", out var carried))
                button = ButtonContext.Open(Wire.Text(carried, "sealed") ?? "", door.Protector);
        }
        catch (Exception broken) when (broken is JsonException or BadHttpRequestException)
        {
            context.Response.StatusCode = (broken as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return;
        }

        if (button is null)
        {
            Refuse(context, door, log, "button");
            return;
        }

        if (!IsId(user) || !IsId(channel))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (button.User.Value != user || button.Until < door.Clock.GetUtcNow())
        {
            var say = Actors.Texts.Sentences.In(door.Settings.Language);
            await WriteAsync(context, new(ReplyRenderer.Ephemeral(say.Format("ButtonExpired", button.Trigger, TableRenderer.Word(button.List, door.Settings.Language)))));
            return;
        }

        var call = new SlashCall(
            new Origin(Door.Button, button.User, new(channel), null),
            button.Trigger,
            "",
            new Intent.ShowTickets(button.List, button.Page, button.PageSize),
            IsConversation: false,
            Hook: null);
        await AnswerAsync(context, call, door.Settings.AnswerButtonWithin, gateway);
    }

    private static async Task AnswerAsync(HttpContext context, SlashCall call, TimeSpan within, Func<IActorRef> gateway)
    {
        try
        {
            await WriteAsync(context, await gateway().Ask<SlashAnswer>(call, within + TimeSpan.FromSeconds(5), context.RequestAborted));
        }
        catch (AskTimeoutException)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }

    private static Task WriteAsync(HttpContext context, SlashAnswer answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
    }

    private static bool Limit(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        return true;
    }

    private static void Refuse(HttpContext context, SlashDoor door, ILogger log, string what)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        door.Metrics.CallRefused(what);
        LogRefused(log, what, context.Connection.RemoteIpAddress?.ToString() ?? "somewhere");
    }

    /// <summary>Ids end up in actor names and addresses: nothing but what Mattermost gives is let in.</summary>
    private static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    [LoggerMessage(LogLevel.Warning, "A call of a {What} from {Where} did not prove that it comes from our Mattermost; refused")]
    private static partial void LogRefused(ILogger log, string what, string where);

    [GeneratedRegex("^[a-z0-9]{26}$")]
    private static partial Regex Id();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex GroupName();

    /// <summary>Of the address nothing but the hook's id is taken: its host may be anybody's.</summary>
    [GeneratedRegex("/hooks/commands/([a-z0-9]{26})$")]
    private static partial Regex Hook();
}
