using System.Collections.Concurrent;
using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Commands;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>What people type after a slash, and what others send to the same addresses.</summary>
public sealed partial class Office
{
    private readonly HttpClient _http = new();
    private readonly ConcurrentDictionary<string, MattermostChannel> _direct = [];

    /// <summary>The bridge has registered its commands, they lead to it, and it knows their tokens.</summary>
    /// <param name="public">Where they lead, if that is not where the bridge listens.</param>
    public async Task CommandsAreThereAsync(Uri? @public = null)
    {
        var url = (@public ?? BridgeUrl).AbsoluteUri;
        await UntilAsync(w => w.Commands.Count(c => c.Url.StartsWith(url, StringComparison.Ordinal)) == 2 * w.Teams.Count);
        await HealthAsync("slash-commands", "online");
    }

    /// <summary>Runs a command whose answer only the caller sees; gives its text.</summary>
    public async Task<string> TypeAsync(MattermostUser user, string command, string channel = "dev")
    {
        var answer = await Mattermost.ExecuteCommandAs(user, World.Channel(channel), command);
        Assert.Equal("ephemeral", answer.ResponseType);
        return answer.Text;
    }

    /// <summary>Types it again and again, as people do, until the answer is the one expected.</summary>
    public Task UntilSaidAsync(MattermostUser user, string command, Func<string, bool> isExpected)
    {
        string? said = null;
        return Look.UntilAsync(async () => isExpected(said = await TypeAsync(user, command)), Patience, every: 200, seen: () => said);
    }

    /// <summary>Calls the bridge as Mattermost would for this command.</summary>
    /// <param name="later">Where it takes late answers.</param>
    /// <param name="path">Before that of the door.</param>
    public async Task<HttpResponseMessage> PostCommandAsync(MattermostCommand command, MattermostUser user, string text, Uri? later = null, string path = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BridgeUrl, path + "/mattermost/command"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["channel_id"] = World.Channel("dev").Id,
                ["channel_name"] = "dev",
                ["command"] = "/" + command.Trigger,
                ["response_url"] = later?.AbsoluteUri ?? "",
                ["team_id"] = command.TeamId,
                ["text"] = text,
                ["token"] = command.Token,
                ["user_id"] = user.Id,
            }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Token " + command.Token);
        AskBeforeSending(request, text);
        return await _http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(BridgeUrl, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        AskBeforeSending(request, json);
        return await _http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _http.GetAsync(new Uri(BridgeUrl, path), patience.Token);
    }

    /// <summary>A body that is too long is refused while it is still sent, and then the connection may be gone before the refusal is read.</summary>
    public static void AskBeforeSending(HttpRequestMessage request, string body) => request.Headers.ExpectContinue = body.Length > 10_000;

    public Task<HttpResponseMessage> HealthCallAsync() => GetAsync("health/ready");

    /// <summary>What health says of a connection once it is in this state.</summary>
    public async Task<JsonNode> HealthAsync(string connection, string state)
    {
        JsonNode? report = null;
        await UntilHeardAsync(
            HealthCallAsync,
            async response =>
            {
                report = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["connections"]![connection];
                return (string?)report?["state"] == state;
            });
        return report!;
    }

    /// <summary>As an administrator does it, beside the running bridge; the exit code and what was said.</summary>
    public async Task<(int Code, string Said)> CommandLineAsync(params string[] command)
    {
        using var said = new StringWriter();
        string[] settings =
        [
            $"--Mattermost:Url={Mattermost.Url}", $"--Mattermost:Token={BotToken}", $"--Redmine:Url={RedmineUrl}", $"--Redmine:ApiKey={RedmineKey}",
            $"--Bridge:Database={Database}",
        ];
        var code = await CommandLine.InvokeAsync(
            [command[0], command[1], .. settings, .. command[2..]], new InvocationConfiguration { Output = said, Error = said });
        return (code, said.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    /// <summary>Asks again and again, as monitoring does, until the answer is the one expected.</summary>
    public Task UntilHeardAsync(Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, bool> isExpected) =>
        UntilHeardAsync(ask, r => Task.FromResult(isExpected(r)));

    public Task UntilHeardAsync(Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task<bool>> isExpected)
    {
        string? heard = null;
        return Look.UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await ask();
                    heard = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
                    return await isExpected(response);
                }
                catch (Exception nobody) when (nobody is HttpRequestException or TaskCanceledException)
                {
                    heard = nobody.Message;
                    return false;
                }
            },
            Patience,
            every: 100,
            seen: () => heard);
    }

    /// <summary>
    /// The dialog that a person is shown who does this. Where it came too late for what the server remembers of a command or a press, they are
    /// given a button instead, and press it, or are asked to press again, and do.
    /// </summary>
    public async Task<OpenedDialog> DialogAsync(MattermostUser user, Func<Task> act)
    {
        var dialogs = World.DialogsFor(user).Count;
        while (true)
        {
            var heard = World.EphemeralsFor(user).Count;
            await act();
            await UntilAsync(w => w.DialogsFor(user).Count > dialogs || Button(w, heard) is not null || IsTooLate(w, heard));
            if (World.DialogsFor(user).Count > dialogs)
                return World.DialogsFor(user)[^1];
            if (Button(World, heard) is var (post, button))
                act = () => Mattermost.PressAs(user, post, button);
        }

        (MattermostPost Post, string Id)? Button(MattermostWorld world, int heard) => world.EphemeralsFor(user).Skip(heard)
            .SelectMany(p => Controls.Of(p).Select(a => (Post: p, Id: (string)a["id"]!)))
            .Where(b => b.Id is "open" or "connect")
            .Select(b => ((MattermostPost, string)?)b)
            .LastOrDefault();

        bool IsTooLate(MattermostWorld world, int heard) =>
            world.EphemeralsFor(user).Skip(heard).Any(p => Enum.GetValues<Language>().Any(l => p.Message == Sentences.In(l)["PressAgain"]));
    }

    /// <summary>Typed in the channel that has it all.</summary>
    public Task<OpenedDialog> DialogAsync(MattermostUser user, string command) =>
        DialogAsync(user, () => Mattermost.ExecuteCommandAs(user, World.Channel("dev"), command));

    /// <summary>The whole form of a ticket of Alice's for the public project, begun with this subject.</summary>
    public async Task<OpenedDialog> TicketFormAsync(string subject)
    {
        var dialog = await DialogAsync(Alice, $"/redmine new {subject}");
        if (dialog.Elements.Any(e => e.Name == "tracker"))
            return dialog;
        // Nothing tells yet which project this person uses: the second step asks for what depends on it.
        var demo = dialog.Element("project").Options.Single(o => o.Text == "Demo").Value;
        var heard = World.EphemeralsFor(Alice).Count;
        var answer = await Mattermost.SubmitDialogAs(Alice, World.Channel("dev"), dialog, new() { ["project"] = demo });
        if (answer.Next is { } next)
            return next;
        await UntilAsync(w => w.EphemeralsFor(Alice).Skip(heard).Any(p => Controls.Of(p).Any()));
        var button = World.EphemeralsFor(Alice).Skip(heard).Last(p => Controls.Of(p).Any());
        return await DialogAsync(Alice, () => Mattermost.PressAs(Alice, button, Controls.ButtonOf(button, "")!));
    }

    /// <summary>The preview of a list of Alice's for the public project: its buttons create its lines, or let it be corrected.</summary>
    public async Task<MattermostPost> PreviewAsync(string tasks)
    {
        var direct = Direct(Alice);
        var dialog = await DialogAsync(Alice, "/redmine batch");
        var demo = dialog.Element("project").Options.Single(o => o.Text == "Demo").Value;
        var answer = await Mattermost.SubmitDialogAs(Alice, World.Channel("dev"), dialog, new() { ["project"] = demo, ["tasks"] = tasks });
        Assert.True(answer is { Errors.Count: 0, Error: "" }, answer.Json.ToJsonString());
        await UntilAsync(w => w.PostsIn(direct).Any(p => Controls.Of(p).Any()));
        return World.PostsIn(direct).Last(p => Controls.Of(p).Any());
    }

    /// <summary>The bridge has lost sight of a ticket and asks Redmine for it. The log of requests tells nobody of news, so it is read again and again.</summary>
    public Task UntilLookedForAsync() => Look.UntilAsync(() => Redmine.Requests.All.Any(r => r.Path == "/issues.json" && r.As == "admin"), Patience);

    /// <summary>A person's conversation with the bot; made at the first use, since a condition that is waited for may change nothing.</summary>
    public MattermostChannel Direct(MattermostUser user) => _direct.GetOrAdd(user.Id, _ => World.DirectChannel(Bot, user));

    public string TicketUrl(int ticket) => $"{RedmineUrl!.AbsoluteUri.TrimEnd('/')}/issues/{ticket}";

    /// <summary>The people are called the same in both worlds, and otherwise in the real Redmine.</summary>
    public string LoginOf(string name) => World.Users.FirstOrDefault(u => name.Contains(u.FirstName, StringComparison.Ordinal))?.Username ?? name;

    public string ProjectOf(string name) => name.ToLowerInvariant();

    /// <summary>The stand-in's tickets whose subject has this, oldest first.</summary>
    public IReadOnlyList<RedmineIssue> TicketsWith(string subject) =>
        [.. RedmineWorld.Data.Issues.Values.Where(i => i.Subject.Contains(subject, StringComparison.Ordinal)).OrderBy(i => i.Id)];

    /// <summary>So many further tickets of the public project, assigned to this person.</summary>
    public void GiveTasks(string login, int count)
    {
        var user = RedmineWorld.Data.Users.Values.Single(u => u.Login == login);
        var demo = RedmineWorld.Data.Projects.Values.Single(p => p.Identifier == "demo");
        for (var i = 1; i <= count; i++)
            RedmineWorld.AddIssue(demo, user, $"Task {i}", t => t with { AssignedToId = user.Id });
    }

    /// <summary>The bridge's address changes with its next start.</summary>
    public void Move() => BridgeUrl = FreeAddress();

    private static Uri FreeAddress() => new($"http://127.0.0.1:{OwnPort.Next()}");
}
