using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Doors;

/// <summary>One bridge with all of its doors, and for each door a request that is right: Alice's, but for Bob's button.</summary>
public sealed class DoorOffice : IAsyncLifetime
{
    private const string TokenHeader = "Mattermost-App-Authorization";
    private int _sources;

    public Office Office { get; private set; } = null!;

    /// <summary>By the names of the doors.</summary>
    internal Dictionary<string, Knock> Right { get; } = [];

    /// <summary>Another channel of Alice's and Bob's.</summary>
    internal string OtherChannel => Office.World.Channel("random").Id;

    internal string Subject { get; } = $"Through a door {Guid.NewGuid():N}"[..30];

    public async Task InitializeAsync()
    {
        Office = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret, TrustedProxies = [new(IPAddress.Loopback, 32)] });
        await Office.CommandsAreThereAsync();
        Right["command"] = Command();
        Right["button"] = await ButtonAsync();
        Right["dialog"] = await DialogAsync();
        Right["dialog lookup"] = Right["dialog"].Change(d =>
        {
            d["type"] = "dialog_lookup";
            d["submission"] = new JsonObject { ["query"] = "de", ["selected_field"] = "project" };
        });
        Right["app"] = App("/tickets_for_me", App());
        Right["app bindings"] = App("/bindings", App());
        Right["app install"] = App("/install", App());
        Right["app form"] = await AppFormAsync();
        Right["app manifest"] = new("GET", "/manifest.json", []);
    }

    public async Task DisposeAsync() => await Office.DisposeAsync();

    /// <summary>Each from an address of its own, so that none is refused for those before it.</summary>
    internal Task<(int Status, string Body)> SendAsync(Knock knock)
    {
        var source = Interlocked.Increment(ref _sources);
        return knock.AndAlso("X-Forwarded-For", $"10.9.{source / 250}.{1 + (source % 250)}").SendAsync(Office.BridgeUrl);
    }

    /// <summary>All that the doors can have done, counted.</summary>
    internal string Done()
    {
        var world = Office.World;
        MattermostUser[] people = [Office.Alice, Office.Bob, Office.Ivan];
        return $"{Office.Redmine.Requests.All.Count(r => r.As != "admin")} requests as people, {Office.TicketsWith(Subject).Count} tickets, "
            + $"{world.Channels.Sum(c => world.AllRowsIn(c).Count)} posts, {people.Sum(p => world.EphemeralsFor(p).Count)} private answers, "
            + $"{people.Sum(p => world.DialogsFor(p).Count)} dialogs, {world.Commands.Count} commands, "
            + $"{Office.Mattermost.Requests.All.Count(r => r.Path.Contains("/subscribe", StringComparison.Ordinal))} subscriptions";
    }

    /// <summary>Nothing more is done for several looks: what somebody was promised an answer to has it.</summary>
    internal Task QuietAsync() => Office.QuietAsync(Done, looks: 20);

    internal static Knock Signed(Knock knock, MattermostUser user, string key = Office.AppsSecret, int minutes = 15) =>
        knock.With(TokenHeader, "Bearer " + new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["acting_user_id"] = user.Id },
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(minutes).UtcDateTime,
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256),
        }));

    private Knock Command()
    {
        var command = Office.World.Commands.Single(c => c.Trigger == "redmine");
        return Knock.Form("/mattermost/command", new Dictionary<string, string>
        {
            ["channel_id"] = Office.World.Channel("dev").Id,
            ["channel_name"] = "dev",
            ["command"] = "/redmine",
            ["team_id"] = command.TeamId,
            ["text"] = "mine",
            ["token"] = command.Token,
            ["user_id"] = Office.Alice.Id,
        }).With("Authorization", "Token " + command.Token);
    }

    /// <summary>That of a list of more than one page.</summary>
    private async Task<Knock> ButtonAsync()
    {
        Office.GiveTasks("bob", 30);
        await Office.TypeAsync(Office.Bob, "/redmine mine");
        return Knock.Json("/mattermost/action", new JsonObject
        {
            ["user_id"] = Office.Bob.Id,
            ["channel_id"] = Office.World.Channel("dev").Id,
            ["type"] = "button",
            ["context"] = Controls.Of(Office.World.EphemeralsFor(Office.Bob)[^1]).First()["integration"]!["context"]!.DeepClone(),
        });
    }

    private async Task<Knock> DialogAsync()
    {
        var form = await Office.TicketFormAsync(Subject);
        return Knock.Json("/mattermost/dialog", new JsonObject
        {
            ["type"] = "dialog_submission",
            ["callback_id"] = form.CallbackId,
            ["state"] = form.State,
            ["user_id"] = Office.Alice.Id,
            ["channel_id"] = Office.World.Channel("dev").Id,
            ["submission"] = new JsonObject(form.Elements.Where(e => e.Default.Length > 0).Select(e => KeyValuePair.Create(e.Name, (JsonNode?)e.Default))),
            ["cancelled"] = false,
        });
    }

    private JsonObject App() => new()
    {
        ["path"] = "/x",
        ["context"] = new JsonObject
        {
            ["mattermost_site_url"] = Office.Mattermost.Url.AbsoluteUri,
            ["bot_access_token"] = "token",
            ["acting_user"] = new JsonObject { ["id"] = Office.Alice.Id, ["username"] = "alice", ["locale"] = "en" },
        },
    };

    private Knock App(string path, JsonObject body) => Signed(Knock.Json(path, body), Office.Alice);

    private async Task<Knock> AppFormAsync()
    {
        var first = (await AnswerAsync(App("/create_ticket_by_form", App())))["form"]!;
        var demo = first["fields"]![0]!["options"]!.AsArray().Single(o => (string?)o!["label"] == "Demo")!;
        var full = (await AnswerAsync(Filled(first["source"]!, new() { ["project"] = demo.DeepClone() })))["form"]!;
        var tracker = full["fields"]!.AsArray().Single(f => (string?)f!["name"] == "tracker")!["value"]!;
        return Filled(full["submit"]!, new() { ["project"] = demo.DeepClone(), ["tracker"] = tracker.DeepClone(), ["subject"] = $"{Subject} by the App" });

        Knock Filled(JsonNode call, JsonObject values)
        {
            var body = App();
            body["state"] = call["state"]!.DeepClone();
            body["values"] = values;
            return App((string)call["path"]!, body);
        }
    }

    private async Task<JsonNode> AnswerAsync(Knock knock) => JsonNode.Parse((await SendAsync(knock)).Body)!;
}
