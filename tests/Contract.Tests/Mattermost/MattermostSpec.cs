using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>A running stand-in with an administrator's bot, alice and bob in the team dev, and a clock that moves by hand.</summary>
public abstract class MattermostSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly HttpClient _http = new();

    protected MattermostSpec()
    {
        World = MattermostWorld.CreateEmpty(Time);
        Alice = World.AddUser("alice", "Alice", "Test");
        Bob = World.AddUser("bob", "Bob", "Test");
        Bot = World.AddBot("redmine", "system_user", "system_admin");
        Team = World.AddTeam("dev", "Dev");
        foreach (var user in new[] { Alice, Bob, Bot })
            World.Join(Team, user);
        TownSquare = World.Channel("town-square");
        Server = new(World);
    }

    protected FakeTimeProvider Time { get; } = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    protected MattermostWorld World { get; }

    protected StandInMattermost Server { get; }

    protected MattermostUser Alice { get; }

    protected MattermostUser Bob { get; }

    protected MattermostUser Bot { get; set; }

    protected MattermostTeam Team { get; }

    protected MattermostChannel TownSquare { get; }

    public virtual Task InitializeAsync() => Server.StartAsync();

    public virtual async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>Status and body; <paramref name="path"/> without <c>/api/v4</c>.</summary>
    protected async Task<(int Status, JsonNode? Body)> Call(MattermostUser user, string method, string path, JsonNode? body = null)
    {
        using var response = await Send(World.IssueToken(user), method, "/api/v4" + path, body);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text) : JsonValue.Create(text));
    }

    protected async Task<HttpResponseMessage> Send(string? token, string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(Server.Url, path));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await _http.SendAsync(request);
    }

    protected Task<SocketPeer> Connect(MattermostUser user, string query = "") => SocketPeer.ConnectAsync(Server, World.IssueToken(user), query);

    protected void Tick() => Time.Advance(TimeSpan.FromMilliseconds(10));
}
