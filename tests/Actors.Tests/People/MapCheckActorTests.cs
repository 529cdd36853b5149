using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.People;

public sealed class MapCheckActorTests : ActorSpec
{
    private const string LockedAlice = "Users__Map, entry 1 `alice=a.smith`: the account `a.smith` is locked in Redmine";
    private static readonly TimeSpan Hours = TimeSpan.FromHours(6);
    private readonly TestProbe _poster;
    private readonly TestProbe _redmine;
    private readonly TestProbe _people;
    private readonly TestProbe _status;
    private readonly Pins _pins = new();
    private IActorRef _check = null!;

    public MapCheckActorTests()
    {
        _poster = CreateTestProbe();
        _redmine = CreateTestProbe();
        _people = CreateTestProbe();
        _status = CreateTestProbe();
        Sys.EventStream.Subscribe(_status, typeof(ConnectionReport));
    }

    [Fact]
    public void A_map_that_is_right_is_said_to_be_so_and_looked_at_again_in_six_hours()
    {
        Start("alice=a.smith");
        Check(AccountStatus.Active);
        Assert.Equal(new ConnectionReport(ConnectionReport.PeopleMap, ConnectionState.Online, ""), _status.ExpectMsg<ConnectionReport>());

        Advance(Hours - TimeSpan.FromMinutes(1));
        _poster.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromMinutes(1));
        EventFilter.Warning(start: LockedAlice).ExpectOne(() => Check(AccountStatus.Locked));
        var report = _status.ExpectMsg<ConnectionReport>();
        Assert.Equal(
            (ConnectionState.Degraded, "The map of people needs mending: Users__Map, entry 1. The log says what is wrong."), (report.State, report.Detail));
    }

    [Fact]
    public void Redmine_is_asked_as_background_work()
    {
        Start("alice=a.smith");
        Know("alice");

        var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal((CallKind.Background, new RedmineCall.ReadAccounts(AccountStatus.Active, null, 0)), (ask.Kind, ask.Call));
    }

    [Fact]
    public void What_is_wrong_is_said_once_until_it_was_mended()
    {
        Start("alice=a.smith");
        EventFilter.Warning(start: LockedAlice).ExpectOne(() => Check(AccountStatus.Locked));
        EventFilter.Warning().Expect(0, Moment, () => Again(AccountStatus.Locked));
        Again(AccountStatus.Active);
        EventFilter.Warning(start: LockedAlice).ExpectOne(() => Again(AccountStatus.Locked));

        Assert.Equal(
            [ConnectionState.Degraded, ConnectionState.Online, ConnectionState.Degraded],
            _status.ReceiveN(3).Cast<ConnectionReport>().Select(r => r.State));
    }

    [Fact]
    public void A_map_that_has_changed_is_checked_at_once_and_all_is_said_anew()
    {
        var check = Start("alice=a.smith");
        EventFilter.Warning(start: LockedAlice).ExpectOne(() => Check(AccountStatus.Locked));

        EventFilter.Warning(start: LockedAlice).ExpectOne(() =>
        {
            check.Tell(Changed("alice=a.smith;alice=b"));
            Check(AccountStatus.Locked);
        });
    }

    [Fact]
    public void Answers_for_a_map_that_has_changed_meanwhile_are_not_heard()
    {
        var check = Start("alice=a.smith");
        Know("alice");
        var old = _redmine.ExpectMsg<RedmineGate.Ask>();
        check.Tell(Changed("alice=a.jones"));
        var read = _poster.ExpectMsg<Poster.ReadUsers>();
        EventFilter.Warning().Expect(0, Moment, () =>
        {
            check.Tell(new RedmineGate.Answered(old.Tag, old.Call, new RedmineAnswer.AccountsRead(["a.smith"], 1)));
            check.Tell(new Poster.UsersRead(read, [User("alice")]));
            Answer(_redmine.ExpectMsg<RedmineGate.Ask>(), "a.jones");
            _status.ExpectMsg<ConnectionReport>(r => r.State == ConnectionState.Online);
        });
    }

    [Fact]
    public void While_a_server_is_away_nothing_is_said_and_it_is_tried_again_less_and_less_often()
    {
        EventFilter.Warning().Expect(0, Moment, () =>
        {
            Start("alice=a.smith");
            _poster.Reply(new Poster.Failed(_poster.ExpectMsg<Poster.ReadNames>(), PosterFailure.Away));
            Sync();
            Advance(TimeSpan.FromSeconds(15));
            Know("alice");
            var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
            _redmine.Reply(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.Unreachable("gone")));
            Sync();
            Advance(TimeSpan.FromSeconds(29));
            _poster.ExpectNoMsg(TimeSpan.Zero);
            Advance(TimeSpan.FromSeconds(1));
            Check(AccountStatus.Active);
            _status.ExpectMsg<ConnectionReport>(r => r.State == ConnectionState.Online);
        });
        _status.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Who_never_answers_is_asked_again()
    {
        Start("alice=a.smith");
        Know("alice");
        _redmine.ExpectMsg<RedmineGate.Ask>();
        Advance(TimeSpan.FromMinutes(10));
        Sync();
        Advance(TimeSpan.FromSeconds(15));

        Check(AccountStatus.Active);
        _status.ExpectMsg<ConnectionReport>(r => r.State == ConnectionState.Online);
    }

    [Fact]
    public void Pins_that_can_not_be_read_are_read_later()
    {
        _pins.Fails = true;
        Start("alice=a.smith");
        Sync();
        _pins.Fails = false;
        // That they could not be read is heard of by another thread.
        AwaitCondition(() =>
        {
            Advance(TimeSpan.FromSeconds(15));
            return _poster.HasMessages;
        });

        Check(AccountStatus.Active);
    }

    [Fact]
    public void Whoever_has_a_login_of_the_map_is_tied_to_it_before_they_use_the_bridge()
    {
        Start("alice=a.smith;nobody=n");
        Know("alice");

        var pinned = _people.ExpectMsg<PeopleDirectory.LoginsPinned>().Owners;
        Assert.Equal((new UserId("alice-id"), 1), (pinned["alice"], pinned.Count));
        Assert.Equal(pinned, _pins.All);
    }

    [Fact]
    public void What_could_not_be_pinned_is_pinned_later()
    {
        _pins.PinningFails = true;
        Start("alice=a.smith");
        Know("alice");
        Sync();
        _pins.PinningFails = false;
        // That it could not be is heard of by another thread.
        AwaitCondition(() =>
        {
            Advance(TimeSpan.FromSeconds(15));
            return _poster.HasMessages;
        });

        Know("alice");
        _people.ExpectMsg<PeopleDirectory.LoginsPinned>();
    }

    [Fact]
    public void A_login_in_question_has_the_map_checked_soon_and_once()
    {
        Start("alice=a.smith");
        Check(AccountStatus.Active);
        _status.ExpectMsg<ConnectionReport>(r => r.State == ConnectionState.Online);
        _pins.All["alice"] = new("first-id");
        for (var i = 0; i < 3; i++)
            Sys.EventStream.Publish(PeopleDirectory.OwnersInQuestion.Instance);
        Sync();
        Advance(TimeSpan.FromSeconds(5));

        _poster.Reply(new Poster.UsersRead(_poster.ExpectMsg<Poster.ReadUsers>(), [User("first") with { Username = "bob" }]));
        Check(AccountStatus.Active);
        _status.ExpectMsg<ConnectionReport>(r => r.State == ConnectionState.Degraded);
        Sync();
        Advance(TimeSpan.FromMinutes(1));
        _poster.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void However_much_is_wrong_the_log_is_not_flooded_and_nothing_is_left_unsaid()
    {
        EventFilter.Warning(start: "Users__Map, line ").Expect(100, () =>
            EventFilter.Warning(contains: "50 more such entries").ExpectOne(() =>
            {
                Start(string.Join('\n', Enumerable.Range(1, 150).Select(i => $"nobody{i}=r{i}")));
                CheckAll();
            }));
        var detail = _status.ExpectMsg<ConnectionReport>().Detail;
        Assert.Contains("Users__Map, line 10 and 140 more", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody", detail, StringComparison.Ordinal);

        EventFilter.Warning(start: "Users__Map, line ").Expect(50, () =>
        {
            Advance(Hours);
            CheckAll();
        });

        void CheckAll()
        {
            for (var i = 0; i < 2; i++)
                _poster.Reply(new Poster.NamesRead(_poster.ExpectMsg<Poster.ReadNames>(), []));
            for (var ask = _redmine.ExpectMsg<RedmineGate.Ask>();; ask = _redmine.ExpectMsg<RedmineGate.Ask>())
            {
                var offset = ((RedmineCall.ReadAccounts)ask.Call).Offset;
                Answer(ask, [.. Enumerable.Range(offset + 1, 150 - offset).Take(100).Select(i => $"r{i}")], 150);
                if (offset > 0)
                    return;
            }
        }
    }

    [Fact]
    public void A_failure_does_not_bring_back_the_map_from_the_start()
    {
        var check = Start("alice=a.smith");
        _poster.ExpectMsg<Poster.ReadNames>();
        check.Tell(Changed("bob=b"));
        var read = _poster.ExpectMsg<Poster.ReadNames>();
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => check.Tell(new Poster.NamesRead(read, null!)));

        var last = _poster.FishForMessage<Poster.ReadNames>(r => r.Usernames.Contains("bob"));
        Assert.Equal(["bob"], last.Usernames);
    }

    private IActorRef Start(string map)
    {
        var users = UserMap.Parse(map, out _);
        return _check = Sys.ActorOf(Props.Create(() => new MapCheckActor(
            users, _pins, new Required<Poster>(_poster), new Required<RedmineGate>(_redmine), new Required<PeopleDirectory>(_people), TestMetrics.New())));
    }

    /// <summary>What was sent to it before has been heard.</summary>
    private void Sync()
    {
        _check.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private void Again(AccountStatus status)
    {
        Sync();
        Advance(Hours);
        Check(status);
        Sync();
    }

    /// <summary>Mattermost knows alice, and Redmine a.smith, in this state.</summary>
    private void Check(AccountStatus status)
    {
        Know("alice");
        RedmineGate.Ask ask;
        do
        {
            ask = _redmine.ExpectMsg<RedmineGate.Ask>();
            Answer(ask, ((RedmineCall.ReadAccounts)ask.Call).Status == status ? ["a.smith"] : []);
        }
        while (((RedmineCall.ReadAccounts)ask.Call).Status != status);
    }

    /// <summary>By the login, or, once it is pinned, by the id.</summary>
    private void Know(string name) => _poster.Reply(_poster.ExpectMsg<Poster.IRequest>() switch
    {
        Poster.ReadUsers ids => new Poster.UsersRead(ids, [User(name)]),
        var names => new Poster.NamesRead((Poster.ReadNames)names, [User(name)]),
    });

    private void Answer(RedmineGate.Ask ask, params string[] logins) => Answer(ask, logins, logins.Length);

    private void Answer(RedmineGate.Ask ask, string[] logins, int total) =>
        _redmine.Reply(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.AccountsRead(logins, total)));

    private static PeopleDirectory.MapChanged Changed(string map) => new(UserMap.Parse(map, out _));

    private static ChatUser User(string name) => new(new($"{name}-id"), name, "en", null, IsBot: false, IsDeactivated: false);

    private sealed class Pins : IPinnedUsers
    {
        public bool Fails { get; set; }

        public Task<IReadOnlyDictionary<string, UserId>> LoadAsync(CancellationToken cancellation) => Fails
            ? Task.FromException<IReadOnlyDictionary<string, UserId>>(new IOException("the disk is gone"))
            : Task.FromResult<IReadOnlyDictionary<string, UserId>>(new Dictionary<string, UserId>(All));

        public Dictionary<string, UserId> All { get; } = [];

        public bool PinningFails { get; set; }

        public Task<IReadOnlyDictionary<string, UserId>> PinAsync(IReadOnlyDictionary<string, UserId> names, CancellationToken cancellation)
        {
            if (PinningFails)
                return Task.FromException<IReadOnlyDictionary<string, UserId>>(new IOException("the disk is full"));
            foreach (var (name, user) in names)
                All.TryAdd(name, user);
            return Task.FromResult<IReadOnlyDictionary<string, UserId>>(names.ToDictionary(n => n.Key, n => All[n.Key]));
        }

        public Task<bool> MoveAsync(string username, UserId from, UserId to, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAsync(string username, UserId user, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
