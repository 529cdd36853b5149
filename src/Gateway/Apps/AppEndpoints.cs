using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Rendering;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Apps;

/// <summary>
/// Where the Apps plugin calls. Nothing is read before the plugin's token is right, and nothing is done for anybody but the person whom
/// the token names. Without <c>Apps__Secret</c> all of it is shut.
/// </summary>
public static partial class AppEndpoints
{
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(5);

    public static void MapApps(this IEndpointRouteBuilder routes, AppDoor door, Func<IActorRef> gateway, ILogger log)
    {
        routes.MapGet(AppPaths.Manifest, context => door.Proof is null
            ? ShutAsync(context, door)
            : WriteAsync(context, AppManifest.Write(door.Slash.Settings, door.Version)));
        Map(AppPaths.Ping, (context, _) => WriteAsync(context, AppJson.Ok("")), needsPerson: false);
        Map(AppPaths.BotJoinedTeam, (context, call) => JoinedAsync(context, call, gateway), needsPerson: false);
        Map(AppManifest.InstallPath, (context, call) => InstallAsync(context, call, door, gateway, log));
        Map(AppManifest.BindingsPath, (context, call) => BindAsync(context, call, door, gateway));
        Map(AppPaths.Help, Begin(_ => new Intent.ShowHelp()));
        Map(AppPaths.Mine, Begin(max => new Intent.ShowTickets(TicketList.AssignedToMe, 1, TableRenderer.PageSize(max))));
        Map(AppPaths.Created, Begin(max => new Intent.ShowTickets(TicketList.CreatedByMe, 1, TableRenderer.PageSize(max))));
        Map(AppPaths.Ticket, Begin(_ => new Intent.OpenForm(FormKind.Ticket, "")));
        Map(AppPaths.Batch, Begin(_ => new Intent.OpenForm(FormKind.Batch, "")));
        foreach (var path in new[] { AppPaths.TicketSubmit, AppPaths.BatchSubmit })
        {
            Map(path, Continue((form, call) => form with { Values = AppForms.Read(call.Values) }));
            Map(path + AppPaths.Refresh, Continue((form, call) => new Intent.RefreshForm(form.FormId, form.Kind, AppForms.Read(call.Values))));
            Map(path + AppPaths.LookUp, Continue((form, call) => new Intent.FindChoices(
                form.FormId, form.Kind, AppForms.Read(call.Values), Wire.Text(call.Body, "selected_field") ?? "", Wire.Text(call.Body, "query") ?? "")));
        }

        void Map(string path, Func<HttpContext, AppCall, Task> work, bool needsPerson = true) =>
            routes.MapPost(path, context => ProveAsync(context, door, log, needsPerson, work));

        Func<HttpContext, AppCall, Task> Begin(Func<int, Intent> intent) => (context, call) =>
        {
            var trigger = call.State is { ValueKind: JsonValueKind.Object } state && Wire.Text(state, "trigger") is { } word
                && door.Slash.Settings.Triggers.Contains(word) ? word : SlashSettings.FirstVersionTrigger;
            // A table here has no button to go on, so it is as long as any message may be.
            return Pass(context, new(call.Origin, trigger, intent(MattermostServer.Unknown.MaxPostSize)) { Language = call.Language });
        };

        Func<HttpContext, AppCall, Task> Continue(Func<Intent.SubmitForm, AppCall, Intent> intent) => (context, call) =>
        {
            var form = door.Slash.Seals.Open(Seals.App, call.State is { ValueKind: JsonValueKind.Object } state ? Wire.Text(state, "sealed") ?? "" : "");
            if (form is not { Intent: Intent.SubmitForm submit })
            {
                Incoming.Refuse(context, door.Slash, log, "app");
                return Task.CompletedTask;
            }

            if (form.Origin.User != call.Origin.User)
            {
                Incoming.Refuse(context, door.Slash, log, "app", StatusCodes.Status403Forbidden);
                return Task.CompletedTask;
            }

            var wanted = intent(submit, call);
            if (door.Slash.IsOld(form))
            {
                if (wanted is not Intent.SubmitForm late)
                    return WriteAsync(context, AppJson.Error(Sentences.In(call.Language)["DialogExpired"]));
                // What was typed into a form that is too old is not lost: it goes on in the direct message.
                wanted = new Intent.KeepForm(late.FormId, late.Kind, late.Values);
            }

            return Pass(context, new(form.Origin, form.Trigger, wanted) { Language = call.Language });
        };

        Task Pass(HttpContext context, SlashCall call) => Incoming.AnswerAsync(context, door.Slash, call, door.Slash.Settings.AnswerFormWithin, gateway);
    }

    /// <summary>A word that slash commands of ours offer already is not offered a second time; from Mattermost 12 the framework is gone.</summary>
    private static async Task BindAsync(HttpContext context, AppCall call, AppDoor door, Func<IActorRef> gateway)
    {
        if (!door.Slash.BindingCalls.TryTake(call.Origin.User))
        {
            await Incoming.WriteAsync(context, door.Slash.TooMany(new(call.Origin, "", null) { Language = call.Language }));
            return;
        }

        var known = await KnownAsync(gateway, context);
        var triggers = known.Server.IsAtLeast(12, 0) ? [] : door.Slash.Settings.Triggers.Where(t => !door.Slash.Tokens.Offers(t));
        await WriteAsync(context, AppJson.Data(AppManifest.Bindings(triggers, Sentences.In(call.Language))));
    }

    private static async Task ProveAsync(HttpContext context, AppDoor door, ILogger log, bool needsPerson, Func<HttpContext, AppCall, Task> work)
    {
        if (door.Proof is null)
        {
            await ShutAsync(context, door);
            return;
        }

        if (await door.Proof.CheckAsync(context.Request.Headers[AppProof.Header].ToString()) is not { } claimed)
        {
            Incoming.Refuse(context, door.Slash, log, "app");
            return;
        }

        using var body = await Incoming.ReadAsync(context, door.Slash);
        if (body is null)
            return;
        var call = AppCall.Read(body.RootElement, door.Slash.Settings.Language);
        // The body is not covered by the token: it must speak of the person whom the token names.
        if (needsPerson && (call.Origin.User.Value != claimed || !Incoming.IsId(claimed)))
        {
            Incoming.Refuse(context, door.Slash, log, "app");
            return;
        }

        await work(context, call);
    }

    /// <summary>Our Mattermost is the one that is set, by that address or by the one which it gives as its own.</summary>
    private static async Task InstallAsync(HttpContext context, AppCall call, AppDoor door, Func<IActorRef> gateway, ILogger log)
    {
        var site = Uri.TryCreate(Wire.Text(call.Context, "mattermost_site_url"), UriKind.Absolute, out var named) ? Canonical(named) : "";
        var known = await KnownAsync(gateway, context);
        if (!new[] { door.Slash.Settings.Mattermost, known.Server.SiteUrl }.Any(ours => ours is not null && Canonical(ours) == site))
        {
            await WriteAsync(context, AppJson.Error(Sentences.In(call.Language)["AppForeign"]));
            return;
        }

        try
        {
            await door.Slash.Api.SubscribeAppAsync(Wire.Text(call.Context, "bot_access_token") ?? "", AppPaths.BotJoinedTeam, context.RequestAborted);
        }
        catch (MattermostException failure)
        {
            // The registrar looks at the teams every ten minutes as well.
            LogNotSubscribed(log, failure.Message);
        }

        await WriteAsync(context, AppJson.Ok(Sentences.In(call.Language)["AppInstalled"]));
    }

    /// <summary>Scheme, host, port and path; the first two don't care for capitals, the last does.</summary>
    private static string Canonical(Uri address) => address.AbsoluteUri.TrimEnd('/');

    private static Task<SlashKnowledge> KnownAsync(Func<IActorRef> gateway, HttpContext context) =>
        gateway().Ask<SlashKnowledge>(SlashKnowledge.Question.Instance, KnownWithin, context.RequestAborted);

    private static Task JoinedAsync(HttpContext context, AppCall call, Func<IActorRef> gateway)
    {
        gateway().Tell(new Listener.TeamJoined(new TeamId(Incoming.IsId(call.Team) ? call.Team! : "")));
        return WriteAsync(context, AppJson.Ok(""));
    }

    /// <summary>In the bridge's language: nothing that comes here says for certain who is calling.</summary>
    private static Task ShutAsync(HttpContext context, AppDoor door)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, AppJson.Error(Sentences.In(door.Slash.Settings.Language)["AppShut"]));
    }

    private static Task WriteAsync(HttpContext context, JsonNode body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "The App could not subscribe to bot_joined_team: {Why}")]
    private static partial void LogNotSubscribed(ILogger log, string why);
}
