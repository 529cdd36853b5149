using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Mattermost.Apps;
using RedmineBridge.Sandbox.Mattermost.Integrations;
using RedmineBridge.Sandbox.Mattermost.Sockets;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Sandbox.Mattermost;

/// <summary>
/// A Mattermost 5.37 as far as a bridge sees it: REST, WebSocket, slash commands, message buttons, dialogs and Apps, with the rights, the silences
/// and the error texts of the real one.
/// </summary>
public sealed partial class StandInMattermost(MattermostWorld world, int port = 0, string path = "") : StandInServer(port, path)
{
    /// <summary>A real server asks each client for a sign of life this often, and waits another forty seconds for it.</summary>
    private static readonly WebSocketOptions KeepAlive = new() { KeepAliveInterval = TimeSpan.FromSeconds(60), KeepAliveTimeout = TimeSpan.FromSeconds(40) };

    private SocketHub? _hub;
    private RateLimiter? _limiter;

    public MattermostWorld World => world;

    /// <summary>How many calls were refused since <see cref="Limit"/>.</summary>
    public int CallsRefused => _limiter?.Refused ?? 0;

    /// <summary>From now on callers are held to this, each token by itself (<c>VaryByUser</c>); null: to nothing, as usual.</summary>
    public void Limit(RateLimit? limit) => _limiter = limit is null ? null : new(limit, world.Time);

    /// <summary>Usernames of those connected at this moment, once for each WebSocket.</summary>
    public IReadOnlyList<string> Connected => [.. Seats(null).Select(s => world.FindUser(s.UserId)!.Username)];

    /// <summary>How the WebSockets of one person, or all, have ended since this server started, oldest first: by a close frame of this status, or null.</summary>
    public IReadOnlyList<WebSocketCloseStatus?> ClosedBy(MattermostUser? user = null) =>
        [.. (_hub?.Left ?? []).Where(l => user is null || l.UserId == user.Id).Select(l => l.Status)];

    /// <summary>Cuts the line to one person's clients, or to all, without a goodbye.</summary>
    public void KillSockets(MattermostUser? user = null)
    {
        foreach (var seat in Seats(user))
            seat.Client?.Abort();
    }

    /// <summary>The lines that are open now stay open, but nothing passes any more in either direction.</summary>
    public void FreezeSockets(MattermostUser? user = null)
    {
        foreach (var client in Seats(user).Select(s => s.Client).OfType<HttpContext>())
            FreezableUpgrade.Freeze(client);
    }

    /// <summary>The next events that anybody (or this person) should hear of go missing on the way; their numbers are used up.</summary>
    public void LoseEvents(int count, MattermostUser? user = null) => _hub?.Lose(count, user?.Id);

    /// <summary>As typed into the box of a channel. The posts that come of it are in the world when this ends.</summary>
    /// <exception cref="MattermostRefusalException">What the person is shown as an error.</exception>
    public async Task<CommandAnswer> ExecuteCommandAs(MattermostUser user, MattermostChannel channel, string text, MattermostPost? root = null)
    {
        using var caller = new IntegrationCaller(world);
        var team = world.TeamsOf(user.Id) is [var first, ..] ? first.Id : "";
        return await new CommandRunner(world, caller, () => Url).Run(user, channel.Id, team, root?.Id ?? "", text);
    }

    /// <summary>Presses a button, or chooses <paramref name="selected"/> from a menu; the post may be an ephemeral one.</summary>
    /// <exception cref="MattermostRefusalException">What the person is shown as an error.</exception>
    public async Task PressAs(MattermostUser user, MattermostPost post, string actionId, string selected = "")
    {
        using var caller = new IntegrationCaller(world);
        await new ActionPresser(world, caller).Press(user, post.Id, actionId, world.CookieOf(post, actionId), selected);
    }

    /// <summary>
    /// Fills in a dialog that was opened for this person (see <see cref="MattermostWorld.DialogsFor"/>) and sends it, from the channel that is on
    /// view. Elements that <paramref name="values"/> doesn't name keep their defaults; nothing is checked, as by a careless client.
    /// </summary>
    /// <exception cref="MattermostRefusalException">What the person is shown as an error; what was filled in is kept.</exception>
    /// <exception cref="InvalidOperationException">No client of the world's version shows such an element.</exception>
    public Task<DialogAnswer> SubmitDialogAs(MattermostUser user, MattermostChannel channel, OpenedDialog dialog, JsonObject values) =>
        With(user, channel, dialog, client => client.Submit(values));

    /// <summary>Changes an element that the rest of the dialog depends on; the answer's dialog takes the place of this one.</summary>
    public Task<DialogAnswer> RefreshDialogAs(MattermostUser user, MattermostChannel channel, OpenedDialog dialog, string field, JsonObject values) =>
        With(user, channel, dialog, client => client.Refresh(field, values));

    /// <summary>Types into a menu whose choices the integration knows.</summary>
    public Task<IReadOnlyList<DialogOption>> LookUpAs(
        MattermostUser user, MattermostChannel channel, OpenedDialog dialog, string field, string query, JsonObject? values = null) =>
        With(user, channel, dialog, client => client.LookUp(field, query, values ?? []));

    public Task CancelDialogAs(MattermostUser user, MattermostChannel channel, OpenedDialog dialog) =>
        With(user, channel, dialog, async client =>
        {
            await client.Cancel();
            return 0;
        });

    protected override string? ActingAs(HttpRequest request) => world.Bearer(ApiCall.TokenOf(request))?.Username;

    protected override void Map(WebApplication app)
    {
        var door = new ApiDoor(world);
        var hub = new SocketHub(world);
        hub.Open();
        _hub = hub;
        app.Lifetime.ApplicationStopping.Register(hub.Dispose);
        app.Use(async (context, next) =>
        {
            if (_limiter is not { } limiter || await limiter.TakesAsync(context))
                await next(context);
        });
        app.Use(FreezableUpgrade.Wrap);
        app.UseWebSockets(KeepAlive);
        app.Map("/api/v4/websocket", context => Connect(context, hub, door));
        foreach (var (method, path, work) in Routes.ForStrangers)
            app.MapMethods("/api/v4" + path, [method], door.For(work, isForStrangers: true));
        foreach (var (method, path, work) in Routes.All)
            app.MapMethods("/api/v4" + path, [method], door.For(work));
        var caller = new IntegrationCaller(world);
        var runner = new CommandRunner(world, caller, () => Url);
        var presser = new ActionPresser(world, caller);
        app.Lifetime.ApplicationStopped.Register(caller.Dispose);
        app.MapPost("/api/v4/commands/execute", door.ForSlow(call => CommandsApi.Execute(call, runner)));
        app.MapPost("/api/v4/posts/{post}/actions/{action}", door.ForSlow(call => CommandsApi.Press(call, presser)));
        var submitter = new DialogSubmitter(world, caller);
        app.MapPost("/api/v4/actions/dialogs/submit", door.ForSlow(call => DialogsApi.Submit(call, submitter)));
        app.MapPost("/api/v4/actions/dialogs/lookup", door.ForSlow(call => DialogsApi.LookUp(call, submitter)));
        app.MapPost("/hooks/commands/{id}", door.For(CommandsApi.AnswerLate, isForStrangers: true));
        var apps = new AppCaller(world);
        var plugin = new AppsPlugin(world, apps, () => Url);
        var notifier = new AppNotifier(world, plugin);
        notifier.Open();
        app.Lifetime.ApplicationStopping.Register(notifier.Dispose);
        app.Lifetime.ApplicationStopped.Register(apps.Dispose);
        new AppsApi(world, plugin).Map(app);
        app.MapFallback("/api/v4/{*path}", door.Refusing(SystemApi.NoPage));
        app.MapGet("/sandbox/people", () => Results.Json(People.Of(world)));
        ChatPage.Map(app);
    }

    private async Task<T> With<T>(MattermostUser user, MattermostChannel channel, OpenedDialog dialog, Func<DialogClient, Task<T>> act)
    {
        using var caller = new IntegrationCaller(world);
        return await act(new(world, new(world, caller), user, channel, dialog));
    }

    private IEnumerable<Seat> Seats(MattermostUser? user) =>
        (_hub?.Seats ?? []).Where(s => s.Client is not null && (user is null || s.UserId == user.Id));

    private async Task Connect(HttpContext context, SocketHub hub, ApiDoor door)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await door.Refusing(new(400, "api.web_socket.connect.upgrade.app_error", "Failed to upgrade websocket connection."))(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var client = new SocketClient(world, hub, context, socket);
        await client.RunAsync();
    }
}
