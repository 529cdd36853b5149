using System.Text.RegularExpressions;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Where Mattermost calls for commands, buttons and dialogs. Nothing is believed, and of a command nothing even read, before the call
/// has proved where it comes from.
/// </summary>
public static partial class SlashEndpoints
{
    /// <summary>No call of Mattermost's to any of our doors is longer.</summary>
    public const int BodyBytesAtMost = 64 * 1024;

    /// <summary>What whoever looks at a command's address in a browser reads, and <c>doctor</c>: so the bridge is known from other programs.</summary>
    public const string WhoAnswers = "This is Redmine Bridge. Mattermost calls this address by POST.";

    /// <param name="gateway">Resolved at each call, since it starts after the HTTP server may have.</param>
    public static void MapSlash(this IEndpointRouteBuilder routes, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        routes.MapPost(SlashSettings.CommandPath, context => CommandAsync(context, door, gateway, log));
        routes.MapGet(SlashSettings.CommandPath, context =>
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync(WhoAnswers + "\n", context.RequestAborted);
        });
        routes.MapPost(SlashSettings.ActionPath, context => ButtonEndpoint.HandleAsync(context, door, gateway, log));
        routes.MapPost(SlashSettings.DialogPath, context => DialogEndpoint.HandleAsync(context, door, gateway, log));
    }

    private static async Task CommandAsync(HttpContext context, SlashDoor door, Func<IActorRef> gateway, ILogger log)
    {
        // With an outgoing OAuth connection the header is somebody else's token; then the form's alone decides.
        var header = context.Request.Headers.Authorization.ToString();
        var isOurs = header.StartsWith("Token ", StringComparison.OrdinalIgnoreCase) && door.Tokens.IsKnown(header["Token ".Length..].Trim());
        if (!isOurs && !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            Incoming.Refuse(context, door, log, "command");
            gateway().Tell(CommandRegistrarActor.CallRefused.Instance);
            return;
        }

        if (await Incoming.ReadFormAsync(context, door) is not { } form)
            return;
        var trigger = form["command"].ToString().TrimStart('/').ToLowerInvariant();
        if (!door.Tokens.IsGenuine(new(form["team_id"].ToString()), trigger, form["token"].ToString()))
        {
            Incoming.Refuse(context, door, log, "command");
            gateway().Tell(CommandRegistrarActor.CallRefused.Instance);
            return;
        }

        if (!Incoming.IsId(form["user_id"]) || !Incoming.IsId(form["channel_id"]))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var hook = form["response_url"].ToString();
        if (hook.Length > 0 && !door.Settings.IsMattermost(hook) && door.IsFirstForeignHook())
            LogForeignHook(log, Uri.TryCreate(hook, UriKind.Absolute, out var foreign) ? foreign.Authority : "no address");
        await Incoming.AnswerAsync(context, door, Call(form, trigger, hook, door), door.Settings.GiveUpAfter, gateway);
    }

    private static SlashCall Call(IFormCollection form, string trigger, string responseUrl, SlashDoor door)
    {
        var root = form["root_id"].ToString();
        var origin = new Origin(Door.SlashCommand, new(form["user_id"]!), new(form["channel_id"]!), Incoming.IsId(root) ? new PostId(root) : null);
        if (Hook().Match(responseUrl) is { Success: true } hook)
            origin = origin with { Hook = hook.Groups[1].Value, HookUntil = door.Clock.GetUtcNow() + door.Settings.HooksLast };
        return new(origin, trigger, null)
        {
            Text = form["text"].ToString(),
            IsConversation = Incoming.IsConversation(form["channel_name"].ToString()),
            Team = Incoming.IsId(form["team_id"]) ? new TeamId(form["team_id"]!) : null,
            TeamName = form["team_domain"].ToString() is var team && TeamName().IsMatch(team) ? team : "",
            DialogTrigger = form["trigger_id"].ToString(),
        };
    }

    [LoggerMessage(LogLevel.Warning, "Late answers to commands are asked for at {Host}; they go to Mattermost__Url and nowhere else. Said once")]
    private static partial void LogForeignHook(ILogger log, string host);

    /// <summary>
    /// Of the address nothing but the hook's id is taken: its host may be anybody's, since servers make it of what the caller's client calls them.
    /// </summary>
    [GeneratedRegex(@"/hooks/commands/([a-z0-9]{26})\z")]
    private static partial Regex Hook();

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    private static partial Regex TeamName();
}
