using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Apps;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Gateway.Tests.Fuzz;

/// <summary>
/// The doors of HTTP, behind their proofs: each call is answered as a call is, and what is handed on is of the person who was proved, in a
/// place that is one, and can be sealed and stored.
/// </summary>
public sealed partial class DoorFuzz : ActorSpec, IAsyncLifetime
{
    private const string Alice = "9q9tm8fi37dnmcmzqco94gk5ir";
    private const string Dev = "8igo9wax9tfpjejjqwaxt7uzxr";
    private const string Token = "xr3j5x3dkiy7prqw6iy1tyqz6a";
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly int[] Answers = [200, 400, 401, 403, 413];

    private readonly ITestOutputHelper _output;
    private readonly WebApplication _host = WebApplication.CreateSlimBuilder().Build();
    private readonly Dictionary<string, RequestDelegate> _doors;
    private readonly Seals _seals = new(new EphemeralDataProtectionProvider());
    private readonly Dictionary<string, string> _sealed;
    private SlashCall? _passed;

    public DoorFuzz(ITestOutputHelper output)
    {
        _output = output;
        var tokens = new CommandTokenBook();
        tokens.Learn([new(new("rjx5p1rmp3gmbkruqn6y81nt6w"), "redmine", Token)]);
        var settings = new SlashSettings("redmine", new("https://bridge.example.org"), new("https://redmine.example.org"), Language.English, true, []);
        var nobody = new Required<Poster>(TestActor);
        var door = new SlashDoor(
            settings, new FakeMattermost(), new NoTokens(), tokens, _seals, new PlainSeal(), nobody, new Required<PeopleDirectory>(TestActor),
            new Required<SessionDoor>(TestActor), Clock, TestMetrics.New());
        Action<SlashCall> pass = call => _passed = call;
        var gateway = Sys.ActorOf(Props.Create(() => new Gateway(pass)));
        _host.MapSlash(door, () => gateway, NullLogger.Instance);
        _host.MapApps(new(door, new AppProof(Secret, Clock), "1.0"), () => gateway, NullLogger.Instance);
        _doors = ((IEndpointRouteBuilder)_host).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: ["POST"] })
            .ToDictionary(e => e.RoutePattern.RawText!, e => e.RequestDelegate!);
        var form = new Intent.SubmitForm("form", FormKind.Ticket, FormValues.None.With("tracker", "1"));
        _sealed = new()
        {
            ["SEAL-TICKET"] = Seal(Seals.TicketDialog, form),
            ["SEAL-BATCH"] = Seal(Seals.BatchDialog, form with { Kind = FormKind.Batch }),
            ["SEAL-OLD"] = Seal(Seals.TicketDialog, form, days: -1),
            ["SEAL-BUTTON"] = Seal(Seals.Button, new Intent.CreateBatch("batch")),
            ["SEAL-MENU"] = Seal(Seals.Button, new Intent.AnswerDraft("draft", 1, "project", [])),
            ["SEAL-APP"] = Seal(Seals.App, form),
        };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public Task Commands_of_any_kind_are_answered() => Fuzzer.TextsAsync(_output, "forms", async form =>
    {
        const string type = "application/x-www-form-urlencoded";
        await CallAsync(SlashSettings.CommandPath, form, type, "Authorization", "Token " + Token);
        await CallAsync(SlashSettings.CommandPath, form, type, "Authorization", "Bearer x");
    });

    [Fact]
    public Task Dialogs_of_any_kind_are_answered() => Fuzzer.JsonAsync(_output, "dialogs", json => CallAsync(SlashSettings.DialogPath, json));

    [Fact]
    public Task Buttons_of_any_kind_are_answered() => Fuzzer.JsonAsync(_output, "buttons", json => CallAsync(SlashSettings.ActionPath, json));

    [Fact]
    public Task Calls_of_the_App_of_any_kind_are_answered() => Fuzzer.JsonAsync(_output, "apps", async json =>
    {
        string[] paths =
        [
            AppPaths.Mine, AppPaths.TicketSubmit, AppPaths.TicketSubmit + AppPaths.Refresh, AppPaths.TicketSubmit + AppPaths.LookUp, AppPaths.BotJoinedTeam,
            AppManifest.BindingsPath, AppManifest.InstallPath,
        ];
        foreach (var path in paths)
            await CallAsync(path, json, "application/json", AppProof.Header, "Bearer " + Proof());
    });

    private async Task CallAsync(string path, string body, string type = "application/json", string header = "X-None", string value = "")
    {
        // No budget is ever used up.
        Clock.Advance(TimeSpan.FromSeconds(3));
        _passed = null;
        foreach (var (name, seal) in _sealed)
            body = body.Replace(name, seal, StringComparison.Ordinal);
        var context = new DefaultHttpContext { RequestServices = _host.Services };
        context.Request.Method = "POST";
        context.Request.Headers[header] = value;
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.ContentLength = context.Request.Body.Length;
        context.Response.Body = new MemoryStream();

        await _doors[path](context);

        Assert.Contains(context.Response.StatusCode, Answers);
        if (context.Response.StatusCode != 200)
            return;
        context.Response.Body.Position = 0;
        using var answer = await JsonDocument.ParseAsync(context.Response.Body);
        if (_passed is { } call)
            Check(call);
    }

    private static void Check(SlashCall call)
    {
        NoNulls.Check(call);
        // Of a command the server's own token vouches for who and where; of the others the seal or the plugin's token does.
        if (call.Origin.Door == Door.SlashCommand)
            Assert.All(new[] { call.User.Value, call.Origin.Channel.Value }, id => Assert.Matches(Id(), id));
        else
            Assert.Equal((Alice, call.Origin.Door == Door.App ? "" : Dev), (call.User.Value, call.Origin.Channel.Value));
        Assert.All(new[] { call.Origin.Root?.Value, call.Origin.Hook, call.Team?.Value }.OfType<string>(), id => Assert.Matches(Id(), id));
        Assert.Matches(Name(), call.TeamName);
        var intent = call.Intent ?? CommandParser.Parse(call.Text, 20, 16_383);
        // Half a character would not come back as it was.
        Assert.True(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(call.Text)) == call.Text);
        var written = JsonSerializer.Serialize(intent, Seals.Format.Intent);
        Assert.Equal(written, JsonSerializer.Serialize(JsonSerializer.Deserialize(written, Seals.Format.Intent)!, Seals.Format.Intent));
    }

    private string Seal(string purpose, Intent intent, int days = 4_000) => _seals.Seal(
        purpose,
        new(new(purpose == Seals.App ? Door.App : Door.Dialog, new(Alice), new(purpose == Seals.App ? "" : Dev), null), intent, "redmine", Language.Russian, Clock.GetUtcNow().AddDays(days)));

    private string Proof()
    {
        var said = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded($$"""{"exp":{{Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()}},"acting_user_id":"{{Alice}}"}""")}";
        return $"{said}.{WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(said)))}";
    }

    private static string Encoded(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^[a-z0-9]{26}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[a-z0-9-]{0,64}\z")]
    private static partial Regex Name();

    private sealed class Gateway : ReceiveActor
    {
        public Gateway(Action<SlashCall> passed)
        {
            Receive<SlashCall>(call =>
            {
                passed(call);
                Sender.Tell(new SlashAnswer([]));
            });
            Receive<SlashKnowledge.Question>(_ => Sender.Tell(SlashKnowledge.None));
            ReceiveAny(_ => { });
        }
    }

    private sealed class NoTokens : ICommandTokens
    {
        public Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CommandToken>>([]);

        public Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation) => Task.CompletedTask;
    }
}
