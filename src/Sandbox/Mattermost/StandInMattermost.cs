using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using RedmineBridge.Sandbox.Mattermost.Sockets;
using RedmineBridge.Sandbox.Mattermost.Wire;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Serving;

namespace RedmineBridge.Sandbox.Mattermost;

/// <summary>
/// A Mattermost 5.37 as far as a bridge sees it: REST, WebSocket, slash commands and message buttons, with the rights, the silences
/// and the error texts of the real one.
/// </summary>
public sealed class StandInMattermost(MattermostWorld world, int port = 0) : StandInServer(port)
{
    /// <summary>A real server asks each client for a sign of life this often, and waits another forty seconds for it.</summary>
    private static readonly WebSocketOptions KeepAlive = new() { KeepAliveInterval = TimeSpan.FromSeconds(60), KeepAliveTimeout = TimeSpan.FromSeconds(40) };

    private SocketHub? _hub;

    public MattermostWorld World => world;

    /// <summary>Usernames of those connected at this moment, once for each WebSocket.</summary>
    public IReadOnlyList<string> Connected => [.. Seats(null).Select(s => world.FindUser(s.UserId)!.Username)];

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

    protected override string? ActingAs(HttpRequest request) => world.Bearer(ApiCall.TokenOf(request))?.Username;

    protected override void Map(WebApplication app)
    {
        var hub = new SocketHub(world);
        hub.Open();
        _hub = hub;
        app.Lifetime.ApplicationStopping.Register(hub.Dispose);
        app.Use(FreezableUpgrade.Wrap);
        app.UseWebSockets(KeepAlive);
        app.Map("/api/v4/websocket", context => Connect(context, hub));
        foreach (var (method, path, work) in Routes.All)
            app.MapMethods("/api/v4" + path, [method], context => Answer(context, work));
        app.MapFallback("/api/v4/{*path}", context => Refuse(context, SystemApi.NoPage));
        app.MapGet("/sandbox/people", () => Results.Json(People.Of(world)));
        var pages = new EmbeddedFileProvider(typeof(StandInMattermost).Assembly, "RedmineBridge.Sandbox.Chat");
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = pages });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = pages });
    }

    private IEnumerable<Seat> Seats(MattermostUser? user) =>
        (_hub?.Seats ?? []).Where(s => s.Client is not null && (user is null || s.UserId == user.Id));

    private async Task Connect(HttpContext context, SocketHub hub)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Refuse(context, new(400, "api.web_socket.connect.upgrade.app_error", "Failed to upgrade websocket connection."));
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var client = new SocketClient(world, hub, context, socket);
        await client.RunAsync();
    }

    private Task Refuse(HttpContext context, MattermostRefusalException refusal) => AnswerAsync(context, _ => Task.FromException<ApiAnswer>(refusal));

    private Task Answer(HttpContext context, Func<ApiCall, ApiAnswer> work) => AnswerAsync(context, call => Task.FromResult(work(call)));

    private async Task AnswerAsync(HttpContext context, Func<ApiCall, Task<ApiAnswer>> work)
    {
        var requestId = Guid.NewGuid().ToString("N")[..26];
        ApiAnswer answer;
        try
        {
            var body = await Read(context.Request);
            answer = await work(new(world, context.Request, world.Bearer(ApiCall.TokenOf(context.Request)), body));
        }
        catch (MattermostRefusalException refusal)
        {
            answer = new(
                new JsonObject
                {
                    ["id"] = refusal.Id,
                    ["message"] = refusal.Message,
                    ["detailed_error"] = refusal.Detail,
                    ["request_id"] = requestId,
                    ["status_code"] = refusal.Status,
                },
                refusal.Status);
        }

        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.Headers.Vary = "Origin, Accept-Encoding";
        response.Headers["X-Request-Id"] = requestId;
        response.Headers["X-Version-Id"] = world.Settings.VersionId;
        await response.WriteAsync(answer.Body is null ? "null" : WorldEvent.Text(answer.Body), context.RequestAborted);
    }

    /// <summary>What is no JSON reads as nothing; what that leads to is each call's matter.</summary>
    private static async Task<JsonNode?> Read(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
