using Akka.Actor;
using Akka.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Slash;

/// <summary>The whole native door between the stand-in Mattermost of several versions and a session played by the test.</summary>
public sealed class NativeDoorTests : ActorSpec, IAsyncLifetime
{
    private readonly MattermostWorld _world = MattermostWorld.CreateSeeded(TimeProvider.System, "native");
    private readonly StandInMattermost _mattermost;
    private readonly TestProbe _session;
    private MattermostApi _api = null!;
    private WebApplication _host = null!;
    private IActorRef _poster = ActorRefs.Nobody;

    public NativeDoorTests()
    {
        _mattermost = new(_world);
        _session = CreateTestProbe();
    }

    private MattermostUser Alice => _world.User("alice");

    private Sandbox.Mattermost.World.MattermostChannel Dev => _world.Channel("dev");

    public async Task InitializeAsync()
    {
        await _mattermost.StartAsync();
        _api = new(_mattermost.Url, new BotToken(_world.IssueToken(_world.User("redmine"))), TestMetrics.New(), TimeProvider.System);
        var bridge = FreeAddress();
        var settings = new SlashSettings("redmine", bridge, new("https://redmine.example.org"), Language.English, true, []) { Mattermost = _mattermost.Url };
        var seals = new Seals(new EphemeralDataProtectionProvider());
        var formatter = new Required<LinkFormatter>(CreateTestProbe());
        var (api, clock) = (_api, Clock);
        _poster = Sys.ActorOf(Props.Create(() => new PosterActor(
            api, formatter, new PostingSettings(settings.Redmine, settings.Redmine, LinksMode.Edit), settings, seals, clock)));
        var tokens = new CommandTokenBook();
        var command = _world.AddCommand(_world.Teams[0], "redmine", settings.CommandUrl, _world.User("redmine"));
        tokens.Learn([new(new(command.TeamId), command.Trigger, command.Token)]);
        var door = new SlashDoor(
            settings,
            api,
            new NoTokens(),
            tokens,
            seals,
            new PlainSeal(),
            new Required<Poster>(_poster),
            new Required<PeopleDirectory>(CreateTestProbe()),
            new Required<SessionDoor>(_session),
            clock,
            TestMetrics.New());
        var gateway = Sys.ActorOf(Props.Create(() => new Doorman(door, api)));

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(bridge.AbsoluteUri);
        builder.Logging.ClearProviders();
        _host = builder.Build();
        _host.MapSlash(door, () => gateway, NullLogger.Instance);
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Sys.Stop(_poster);
        _api.Dispose();
        await _mattermost.DisposeAsync();
    }

    [Theory]
    [InlineData("5.37.0")]
    [InlineData("10.11.0")]
    [InlineData("11.1.0")]
    public async Task A_form_opens_is_filled_and_its_result_is_shown_to_its_author_alone(string version)
    {
        var dialog = await OpenAsync(version, TicketForm);
        Assert.Equal(("ticket", "New ticket", "Create"), (dialog.CallbackId, dialog.Title, dialog.SubmitLabel));

        var due = version == "11.1.0" ? "date" : "text";
        Assert.Equal(["select", "text", "select", due], dialog.Elements.Select(e => e.Type));
        var sending = _mattermost.SubmitDialogAs(Alice, Dev, dialog, new() { ["assignee"] = _world.User("bob").Id, ["due"] = "2026-12-24" });
        var command = await _session.ExpectMsgAsync<SessionDoor.Command>();
        Assert.Equal(
            new Intent.SubmitForm(
                "form-1",
                FormKind.Ticket,
                FormValues.None.With("project", "1").With("subject", "Buy").With("assignee", _world.User("bob").Id).With("due", "2026-12-24")),
            command.Intent);
        Assert.Equal(
            (Door.Dialog, Alice.Id, Dev.Id, $"{_mattermost.Url.AbsoluteUri.TrimEnd('/')}/office/channels/{Dev.Id}"),
            (command.Origin.Door, command.Origin.User.Value, command.Origin.Channel.Value, command.Origin.Link));
        _session.Reply(new Reply.Creating(Language.English, "form-1"));
        _session.Reply(Created);

        Assert.Empty((await sending).Json);
        Assert.Equal(new SessionDoor.Told(new(Alice.Id), "form-1"), await _session.ExpectMsgAsync<SessionDoor.Told>());
        var shown = _world.EphemeralsFor(Alice)[^1];
        Assert.Equal(Dev.Id, shown.ChannelId);
        Assert.StartsWith("Created: [#12: Buy](", shown.Message, StringComparison.Ordinal);
        Assert.Empty(_world.EphemeralsFor(_world.User("bob")));

        var pressing = _mattermost.PressAs(Alice, shown, "share");
        Assert.Equal(new Intent.ShareCreated("form-1", false), (await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent);
        _session.Reply(new Reply.Shared(Language.English));
        await pressing;
        Assert.Equal(Sentences.In(Language.English)["Shared"], _world.EphemeralsFor(Alice)[^1].Message);
    }

    [Theory]
    [InlineData("5.37.0")]
    [InlineData("11.1.0")]
    public async Task Problems_stand_on_the_fields_and_the_same_form_can_be_sent_again(string version)
    {
        var dialog = await OpenAsync(version, TicketForm);
        for (var i = 0; i < 2; i++)
        {
            var sending = _mattermost.SubmitDialogAs(Alice, Dev, dialog, new() { ["due"] = version == "5.37.0" ? "yesterday" : "2020-01-01" });
            Assert.Equal("form-1", ((Intent.SubmitForm)(await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent).FormId);
            _session.Reply(Shown(TicketForm with { Fields = [.. TicketForm.Fields.Select(f => f.Key == "due" ? f with { Problem = "This day is past." } : f)] }));

            var answer = await sending;
            Assert.Equal("This day is past.", answer.Errors["due"]);
            Assert.Null(answer.Next);
        }
    }

    [Fact]
    public async Task On_an_old_server_a_second_step_is_a_button_that_opens_a_second_dialog()
    {
        var dialog = await OpenAsync("5.37.0", TicketForm);
        var sending = _mattermost.SubmitDialogAs(Alice, Dev, dialog, new() { ["project"] = "2" });
        await _session.ExpectMsgAsync<SessionDoor.Command>();
        _session.Reply(Shown(SecondStep));
        Assert.Empty((await sending).Json);
        await _world.WaitAsync(w => w.EphemeralsFor(Alice).Count == 1, TimeSpan.FromSeconds(20));

        var pressing = _mattermost.PressAs(Alice, _world.EphemeralsFor(Alice)[^1], "open");
        var refresh = Assert.IsType<Intent.RefreshForm>((await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent);
        Assert.Equal(("form-1", "2", "Buy"), (refresh.FormId, refresh.Values.Text("project"), refresh.Values.Text("subject")));
        _session.Reply(Shown(SecondStep));
        await pressing;

        var second = _world.DialogsFor(Alice)[^1];
        Assert.Equal("7", second.Element("tracker").Default);
        var again = _mattermost.SubmitDialogAs(Alice, Dev, second, []);
        var command = await _session.ExpectMsgAsync<SessionDoor.Command>();
        Assert.NotNull(command.Origin.Hook);
        _session.Reply(Created);
        await again;
        await _session.ExpectMsgAsync<SessionDoor.Told>();
    }

    [Fact]
    public async Task On_a_new_server_the_form_follows_its_project_and_looks_projects_up()
    {
        var many = TicketForm with { Fields = [TicketForm.Fields[0] with { IsLookedUp = true }, .. TicketForm.Fields.Skip(1)] };
        var dialog = await OpenAsync("11.1.0", many);

        var looking = _mattermost.LookUpAs(Alice, Dev, dialog, "project", "si");
        Assert.Equal(
            new Intent.FindChoices("form-1", FormKind.Ticket, FormValues.None.With("project", "1").With("subject", "Buy"), "project", "si"),
            (await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent);
        _session.Reply(new Reply.ChoicesFound(Language.English, [new("2", "Site")]));
        Assert.Equal(["Site"], (await looking).Select(o => o.Text));

        var changing = _mattermost.RefreshDialogAs(Alice, Dev, dialog, "project", new() { ["project"] = "2" });
        Assert.Equal("2", Assert.IsType<Intent.RefreshForm>((await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent).Values.Text("project"));
        _session.Reply(Shown(SecondStep));
        var next = (await changing).Next!;
        Assert.Equal("7", next.Element("tracker").Default);

        var sending = _mattermost.SubmitDialogAs(Alice, Dev, dialog, []);
        Assert.Equal("1", ((Intent.SubmitForm)(await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent).Values.Text("project"));
        _session.Reply(new Reply.Refusal(Language.English, RefusalReason.RedmineAway));
        Assert.Contains("Redmine", (await sending).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_new_server_a_second_step_takes_the_first_ones_place()
    {
        var dialog = await OpenAsync("11.1.0", TicketForm);
        var sending = _mattermost.SubmitDialogAs(Alice, Dev, dialog, new() { ["project"] = "2" });
        await _session.ExpectMsgAsync<SessionDoor.Command>();
        _session.Reply(Shown(SecondStep));
        var next = (await sending).Next!;

        var again = _mattermost.SubmitDialogAs(Alice, Dev, next, []);
        Assert.Equal("7", ((Intent.SubmitForm)(await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent).Values.Text("tracker"));
        _session.Reply(Created);
        Assert.Empty((await again).Json);
        await _session.ExpectMsgAsync<SessionDoor.Told>();
    }

    [Fact]
    public async Task A_checked_list_stands_in_the_direct_message_with_its_buttons()
    {
        _poster.Tell(
            new Poster.Show(new(Alice.Id), "batch-1", new Reply.BatchChecked(Language.English, new("batch-1", "Demo", [new(1, "1. Buy", "Buy", null, null, [])], []))), TestActor);
        await ExpectMsgAsync<Poster.Shown>(TimeSpan.FromSeconds(20));
        var post = _world.PostsIn(_world.DirectChannel(_world.User("redmine"), Alice))[^1];

        var pressing = _mattermost.PressAs(Alice, post, "create");
        Assert.Equal(new Intent.CreateBatch("batch-1"), (await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent);
        _session.Reply(new Reply.BatchTaken(Language.English, "batch-1"));
        await pressing;
        Assert.Equal(post, _world.PostsIn(_world.DirectChannel(_world.User("redmine"), Alice))[^1]);

        pressing = _mattermost.PressAs(Alice, post, "correct");
        await _session.ExpectMsgAsync<SessionDoor.Command>();
        _session.Reply(Shown(new("batch-1", FormKind.Batch, "Tickets from a list", "Check", [new("tasks", FieldKind.LongText, "Tasks", ["1. Buy"])])));
        await pressing;
        Assert.Equal(("batch", "1. Buy"), (_world.DialogsFor(Alice)[^1].CallbackId, _world.DialogsFor(Alice)[^1].Element("tasks").Default));
    }

    private static Form TicketForm { get; } = new("form-1", FormKind.Ticket, "New ticket", "Create",
    [
        new("project", FieldKind.Choice, "Project", ["1"]) { IsRequired = true, Refreshes = true, Choices = [new("1", "Demo"), new("2", "Site")] },
        new("subject", FieldKind.Text, "Subject", ["Buy"]) { IsRequired = true },
        new("assignee", FieldKind.Person, "Assignee", []),
        new("due", FieldKind.Date, "Due date", []),
    ]);

    private static Form SecondStep { get; } = TicketForm with
    {
        Introduction = "This project has other trackers.",
        Fields =
        [
            TicketForm.Fields[0] with { Value = ["2"] },
            TicketForm.Fields[1],
            new("tracker", FieldKind.Choice, "Tracker", ["7"]) { IsRequired = true, Choices = [new("7", "Bug")] },
        ],
    };

    private static Reply.Created Created { get; } = new(
        Language.English,
        new(
            "form-1",
            "Demo",
            false,
            false,
            [new CreationLine(1, "Buy", new(new(12), "Demo", "Bug", "New", "Normal", "Buy", "Alice", null, DateTimeOffset.UnixEpoch, null), [], [], null)]),
        new(2026, 11, 24),
        "UTC");

    private static Reply.FormShown Shown(Form form) => new(Language.English, form);

    private static Uri FreeAddress() => new($"http://127.0.0.1:{OwnPort.Next()}");

    private async Task<OpenedDialog> OpenAsync(string version, Form form)
    {
        _world.Settings = _world.Settings with { Version = version };
        var typing = _mattermost.ExecuteCommandAs(Alice, Dev, "/redmine new Buy");
        Assert.Equal(new Intent.OpenForm(FormKind.Ticket, "Buy"), (await _session.ExpectMsgAsync<SessionDoor.Command>()).Intent);
        _session.Reply(Shown(form));
        Assert.Equal("", (await typing).Text);
        Assert.Empty(_world.EphemeralsFor(Alice));
        return Assert.Single(_world.DialogsFor(Alice));
    }

    private sealed class NoTokens : ICommandTokens
    {
        public Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<CommandToken>>([]);

        public Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation) => Task.CompletedTask;
    }

    /// <summary>What the gateway does with calls; it asks for the server's version anew each time.</summary>
    private sealed class Doorman : ReceiveActor
    {
        public Doorman(SlashDoor door, MattermostApi api)
        {
            Receive<SlashCall>(call => api.GetServerAsync(CancellationToken.None).PipeTo(Self, Sender, server => new Ready(call, server)));
            Receive<Ready>(ready => Context.ActorOf(door.Request(ready.Call, Sender, new(ready.Server, "redmine"))));
        }

        private sealed record Ready(SlashCall Call, MattermostServer Server) : INoSerializationVerificationNeeded;
    }
}
