using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Listening;

public sealed class PublicChannelsActorTests : ActorSpec
{
    private static readonly TeamId Office = new("t1");

    private readonly FakeMattermost _mattermost = new();
    private readonly StoredChannels _stored = new();

    public PublicChannelsActorTests()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ConnectionReport));
        _mattermost.Channels.Add(new(new("member"), ChannelKind.Public, 0));
        foreach (var name in new[] { "member", "a", "b" })
            Add(name);
    }

    [Fact]
    public void Joins_those_it_never_joined_and_remembers_them_and_those_it_is_in()
    {
        Start();

        Reports(ConnectionState.Online);
        Assert.Equal(["a", "b"], Joins);
        AwaitAssert(() => Assert.Equal(["a", "b", "member"], _stored.Ids.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Looks_again_every_ten_minutes()
    {
        Start();
        Reports(ConnectionState.Online);
        Add("new");

        Advance(TimeSpan.FromMinutes(10));

        Pass(() => Assert.Equal(["a", "b", "new"], Joins));
    }

    [Fact]
    public void Looks_at_once_where_the_bot_joins_a_team_or_may_have_missed_it()
    {
        var actor = Start();
        Reports(ConnectionState.Online);
        _mattermost.Teams.Add(new(new("t2"), "yard"));
        Add("c", "t2");
        actor.Tell(new Listener.TeamJoined(new("t2")));
        Pass(() => Assert.Equal(["a", "b", "c"], Joins));

        Add("d", "t2");
        actor.Tell(Listener.Missed.Instance);
        Pass(() => Assert.Equal(["a", "b", "c", "d"], Joins));
    }

    [Fact]
    public void Never_joins_a_channel_that_it_was_removed_from()
    {
        var actor = Start();
        Reports(ConnectionState.Online);
        _mattermost.Channels.RemoveAll(c => c.Id.Value is "a" or "member");
        Add("new");

        actor.Tell(Listener.Missed.Instance);

        Pass(() => Assert.Equal(["a", "b", "new"], Joins));
        Assert.Single(Joins, j => j == "a");
    }

    [Fact]
    public void Never_joins_a_channel_that_it_was_in_before_the_start()
    {
        _stored.Ids.Add("a");

        Start();

        Reports(ConnectionState.Online);
        Assert.Equal(["b"], Joins);
    }

    [Fact]
    public void Does_not_join_a_channel_that_it_was_added_to_and_removed_from_while_it_looks()
    {
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _mattermost.Holds = call => call.StartsWith("public", StringComparison.Ordinal) ? held.Task : Task.CompletedTask;
        var actor = Start();
        AwaitAssert(() => Assert.Contains(_mattermost.Calls, c => c.StartsWith("public", StringComparison.Ordinal)));

        actor.Tell(new Listener.ChannelLeft(new("a")));
        AwaitAssert(() => Assert.Contains("a", _stored.Ids));
        held.SetResult();

        Reports(ConnectionState.Online);
        Assert.Equal(["b"], Joins);
    }

    [Fact]
    public void Private_channels_are_left_alone_even_where_the_list_has_them()
    {
        _mattermost.PublicChannels.Add((Office, new(new("private"), ChannelKind.Private, 0)));

        Start();

        Reports(ConnectionState.Online);
        Assert.DoesNotContain("private", Joins);
    }

    [Fact]
    public void Every_page_of_a_long_list_is_read()
    {
        foreach (var i in Enumerable.Range(0, 250))
            Add($"c{i:000}");

        Start();

        Pass(() => Assert.Equal(252, Joins.Count));
        Assert.Contains("public channels t1 1", _mattermost.Calls);
        Assert.DoesNotContain("public channels t1 2", _mattermost.Calls);
    }

    [Fact]
    public async Task A_thousand_at_a_time_are_found_and_the_others_once_these_are_known()
    {
        foreach (var i in Enumerable.Range(0, 1_000))
            Add($"c{i:0000}");
        var channels = new PublicChannels(_mattermost, _stored);

        var found = await channels.FindAsync(CancellationToken.None);
        await _stored.AddAsync([.. found.Channels.Select(c => c.Id)], CancellationToken.None);

        Assert.Equal(1_000, found.Channels.Count);
        Assert.Equal(["c0998", "c0999"], (await channels.FindAsync(CancellationToken.None)).Channels.Select(c => c.Id.Value));
    }

    [Fact]
    public void Without_the_right_it_says_what_to_grant_and_tries_again_in_the_next_round()
    {
        _mattermost.Fails = call => call.StartsWith("join", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;
        Start();

        var missing = Reports(ConnectionState.Degraded);
        Assert.Equal(ConnectionReport.PublicChannels, missing.Name);
        Assert.Equal(
            "@redmine may not join the public channels of the team office: grant join_public_channels to its role there "
            + "(mmctl permissions add team_user join_public_channels), or set Links__Join to invited and invite it yourself.",
            missing.Detail);
        Assert.Equal(["a"], Joins);

        _mattermost.Fails = _ => null;
        Advance(TimeSpan.FromMinutes(10));

        Reports(ConnectionState.Online);
        Assert.Equal(["a", "a", "b"], Joins);
    }

    [Fact]
    public void A_team_whose_channels_it_may_not_list_does_not_keep_it_from_the_others()
    {
        _mattermost.Teams.Insert(0, new(new("t2"), "yard"));
        _mattermost.Fails = call => call.StartsWith("public channels t2", StringComparison.Ordinal) ? new MattermostException(call, PosterFailure.Forbidden, 403, "") : null;

        Start();

        Assert.Contains("list_team_channels", Reports(ConnectionState.Degraded).Detail, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Joins);
    }

    [Fact]
    public void A_channel_that_refuses_it_is_passed_over_and_logged_once()
    {
        _mattermost.Fails = call => call == "join a" ? new MattermostException(call, PosterFailure.Rejected, 400, "api.channel.add_members.user_denied") : null;
        IActorRef actor = ActorRefs.Nobody;
        EventFilter.Warning(contains: "The public channel a of the team office can't be joined").ExpectOne(() =>
        {
            actor = Start();
            Reports(ConnectionState.Online);
            actor.Tell(Listener.Missed.Instance);
            Pass(() => Assert.Equal(["a", "b", "a"], Joins));
        });
    }

    [Theory]
    [InlineData("join b")]
    [InlineData("teams")]
    public void While_Mattermost_is_away_it_goes_on_trying(string failing)
    {
        _mattermost.Fails = call => call == failing ? new MattermostException(call, PosterFailure.Away, 0, "") : null;
        Start();
        Pass(() => Assert.True(_mattermost.Calls.Count(c => c == failing) > 2));

        _mattermost.Fails = _ => null;

        Reports(ConnectionState.Online);
        Assert.Single(Joins, j => j == "a");
    }

    [Fact]
    public void While_the_database_is_away_nothing_is_joined()
    {
        _stored.Fails = true;
        EventFilter.Error(contains: "Looking for public channels failed").ExpectOne(() => Start());
        Assert.Empty(Joins);

        _stored.Fails = false;

        Reports(ConnectionState.Online);
        Assert.Equal(["a", "b"], Joins);
    }

    private List<string> Joins
    {
        get
        {
            lock (_mattermost.Calls)
                return [.. _mattermost.Calls.Where(c => c.StartsWith("join ", StringComparison.Ordinal)).Select(c => c[5..])];
        }
    }

    private void Add(string channel, string team = "t1") => _mattermost.PublicChannels.Add((new(team), new(new(channel), ChannelKind.Public, 0)));

    private IActorRef Start() => CreateTestProbe().ChildActorOf(Props.Create(() => new PublicChannelsActor(_mattermost, _stored)));

    /// <summary>Time passes until it is so.</summary>
    private void Pass(Action assertion) => AwaitAssert(
        () =>
        {
            Advance(TimeSpan.FromMilliseconds(100));
            assertion();
        },
        TimeSpan.FromSeconds(20),
        TimeSpan.FromMilliseconds(1));

    private ConnectionReport Reports(ConnectionState state)
    {
        ConnectionReport? report = null;
        Pass(() => report = ExpectMsg<ConnectionReport>(TimeSpan.FromMilliseconds(20)));
        Assert.Equal(state, report!.State);
        return report;
    }

    private sealed class StoredChannels : IJoinedChannels
    {
        private readonly HashSet<string> _ids = [];

        public bool Fails { get; set; }

        public ICollection<string> Ids => _ids;

        public Task<IReadOnlyList<ChannelId>> LoadAsync(CancellationToken cancellation)
        {
            lock (_ids)
                return Fails ? Task.FromException<IReadOnlyList<ChannelId>>(new IOException("the disk is gone")) : Task.FromResult<IReadOnlyList<ChannelId>>([.. _ids.Select(i => new ChannelId(i))]);
        }

        public Task AddAsync(IReadOnlyCollection<ChannelId> channels, CancellationToken cancellation)
        {
            lock (_ids)
                _ids.UnionWith(channels.Select(c => c.Value));
            return Task.CompletedTask;
        }
    }
}
