using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class CommandRegistrarActorTests : ActorSpec
{
    private static readonly TeamId Office = new("t1");

    private readonly FakeMattermost _mattermost = new();
    private readonly StoredTokens _stored = new();
    private readonly CommandTokenBook _book = new();
    private readonly TestProbe _gateway;

    public CommandRegistrarActorTests()
    {
        _gateway = CreateTestProbe();
        Sys.EventStream.Subscribe(TestActor, typeof(ConnectionReport));
    }

    [Fact]
    public void Believes_calls_after_a_start_even_while_Mattermost_is_away()
    {
        _stored.Tokens.Add(new(Office, "redmine", "kept"));
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");

        Start();

        AwaitAssert(() => Assert.True(_book.IsGenuine(Office, "redmine", "kept")));
        _gateway.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Learns_the_server_and_the_tokens_and_keeps_them()
    {
        Start();

        Assert.Equal("redmine", _gateway.ExpectMsg<SlashKnowledge>().BotName);
        AwaitAssert(() => Assert.Equal(["redmine", "integration_with_redmine"], _stored.Tokens.Select(t => t.Trigger)));
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
    }

    [Fact]
    public void Tries_again_until_Mattermost_is_back()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");
        Start();
        AwaitAssert(() => Assert.Single(_mattermost.Calls));

        _mattermost.Fails = _ => null;
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            _gateway.ExpectMsg<SlashKnowledge>(TimeSpan.FromMilliseconds(100));
        });
    }

    [Fact]
    public void Registers_in_a_team_that_the_bot_joins_later()
    {
        var registrar = Start();
        _gateway.ExpectMsg<SlashKnowledge>();

        _mattermost.Teams.Add(new(new("t2"), "yard"));
        registrar.Tell(new Listener.TeamJoined(new("t2")));

        _gateway.ExpectMsg<SlashKnowledge>();
        Assert.Contains(_mattermost.Commands, c => c.Team.Value == "t2");
    }

    [Fact]
    public void Looks_again_with_another_token()
    {
        var registrar = Start();
        _gateway.ExpectMsg<SlashKnowledge>();

        _mattermost.Asked = FakeMattermost.Bot with { Username = "tracker" };
        registrar.Tell(BotToken.Replaced.Instance);

        Assert.Equal("tracker", _gateway.ExpectMsg<SlashKnowledge>().BotName);
    }

    [Fact]
    public void Registers_in_a_team_that_the_bot_joined_while_nobody_listened()
    {
        var registrar = Start();
        _gateway.ExpectMsg<SlashKnowledge>();

        _mattermost.Teams.Add(new(new("t2"), "yard"));
        registrar.Tell(Listener.Missed.Instance);

        _gateway.ExpectMsg<SlashKnowledge>();
        Assert.Contains(_mattermost.Commands, c => c.Team.Value == "t2");
    }

    [Fact]
    public void Learns_a_renewed_token_when_a_call_was_refused_but_not_at_every_refusal()
    {
        var registrar = Start();
        _gateway.ExpectMsg<SlashKnowledge>();
        _mattermost.Commands[0] = _mattermost.Commands[0] with { Token = "renewed" };

        for (var i = 0; i < 100; i++)
            registrar.Tell(CommandRegistrarActor.CallRefused.Instance);

        _gateway.ExpectMsg<SlashKnowledge>();
        Assert.True(_book.IsGenuine(Office, "redmine", "renewed"));
        Assert.Equal(2, _mattermost.Calls.Count(c => c == "me"));
    }

    [Fact]
    public void Reports_a_missing_right_once_and_its_end()
    {
        _mattermost.Fails = call => call.StartsWith("create", StringComparison.Ordinal)
            ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;
        var registrar = Start();

        var missing = ExpectMsg<ConnectionReport>();
        Assert.Equal((ConnectionReport.Commands, ConnectionState.Degraded), (missing.Name, missing.State));
        Assert.Contains("manage_slash_commands", missing.Detail, StringComparison.Ordinal);

        _mattermost.Fails = _ => null;
        registrar.Tell(new Listener.TeamJoined(Office));

        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
    }

    [Fact]
    public void What_was_wrong_is_looked_at_each_minute()
    {
        _mattermost.Fails = call => call.StartsWith("create", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;
        Start();
        Assert.Equal(ConnectionState.Degraded, ExpectMsg<ConnectionReport>().State);
        _gateway.ExpectMsg<SlashKnowledge>();

        _mattermost.Fails = _ => null;
        Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
        _gateway.ExpectMsg<SlashKnowledge>();
        Advance(TimeSpan.FromMinutes(9));
        _gateway.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Kept_tokens_are_read_once_the_database_answers()
    {
        _stored.Tokens.Add(new(Office, "redmine", "kept"));
        _stored.Fails = true;
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");
        EventFilter.Warning(contains: "can't be read from the database").ExpectOne(() => Start());

        _stored.Fails = false;
        AwaitAssert(() =>
        {
            Advance(TimeSpan.FromSeconds(5));
            Assert.True(_book.IsGenuine(Office, "redmine", "kept"));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_kept_token_stands_for_a_command_only_as_long_as_commands_are_looked_after(bool registers)
    {
        _stored.Tokens.Add(new(Office, "redmine", "kept"));
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");

        Start(registers);

        AwaitAssert(() => Assert.Equal((true, registers), (_book.IsGenuine(Office, "redmine", "kept"), _book.Offers("redmine"))));
    }

    private IActorRef Start(bool registers = true)
    {
        var settings = new SlashSettings(
            "redmine", new Uri("https://bridge.example.org"), new Uri("https://redmine.example.org"), Language.English, registers, []);
        return _gateway.ChildActorOf(Props.Create(() => new CommandRegistrarActor(settings, _mattermost, _stored, _book)));
    }

    private sealed class StoredTokens : ICommandTokens
    {
        public List<CommandToken> Tokens { get; private set; } = [];

        public bool Fails { get; set; }

        public Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation) =>
            Fails ? Task.FromException<IReadOnlyList<CommandToken>>(new TimeoutException("The database is away.")) : Task.FromResult<IReadOnlyList<CommandToken>>([.. Tokens]);

        public Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation)
        {
            Tokens = [.. tokens];
            return Task.CompletedTask;
        }
    }
}
