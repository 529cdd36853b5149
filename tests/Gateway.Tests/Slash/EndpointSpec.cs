using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Akka.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Slash;

/// <summary>The doors of dialogs and buttons behind real HTTP; what they hand on comes to <see cref="Gateway"/>.</summary>
public abstract class EndpointSpec : ActorSpec, IAsyncLifetime
{
    protected static readonly UserId Alice = new("9q9tm8fi37dnmcmzqco94gk5ir");
    protected static readonly ChannelId Dev = new("8igo9wax9tfpjejjqwaxt7uzxr");

    private readonly Seals _seals = new(new EphemeralDataProtectionProvider());
    private readonly HttpClient _http = new();
    private readonly WebApplication _host;
    private Uri _address = null!;

    protected EndpointSpec()
    {
        Gateway = CreateTestProbe();
        var settings = new SlashSettings("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []);
        var door = new SlashDoor(
            settings,
            new FakeMattermost(),
            new NoTokens(),
            new CommandTokenBook(),
            _seals,
            new PlainSeal(),
            new Required<Poster>(TestActor),
            new Required<PeopleDirectory>(TestActor),
            new Required<SessionDoor>(TestActor),
            Clock,
            TestMetrics.New());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _host = builder.Build();
        _host.MapSlash(door, () => Gateway.Ref, NullLogger.Instance);
    }

    protected TestProbe Gateway { get; }

    protected static Origin Origin => new(Door.Button, Alice, Dev, null) { Link = "https://chat.example.org/x", Hook = "8ubj1hs87idzjcputwr9mti4mh" };

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        _address = new(_host.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
    }

    protected static JsonObject Button(string seal) => new()
    {
        ["user_id"] = Alice.Value,
        ["channel_id"] = Dev.Value,
        ["trigger_id"] = "press-trigger",
        ["type"] = "button",
        ["context"] = new JsonObject { ["sealed"] = seal },
    };

    protected string Seal(string purpose, Intent intent) => Seal(purpose, intent, Origin);

    protected string Seal(string purpose, Intent intent, Origin origin) => _seals.Seal(
        purpose,
        new(origin with { Door = purpose == Seals.Button ? Door.Button : Door.Dialog }, intent, "rm", Language.Russian, Clock.GetUtcNow().AddHours(24)));

    protected Task<(HttpStatusCode Status, string Body)> PostAsync(string path, JsonObject body) => PostAsync(path, body.ToJsonString());

    protected async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, $"mattermost/{path}"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class NoTokens : ICommandTokens
    {
        public Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CommandToken>>([]);

        public Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation) => Task.CompletedTask;
    }
}
