using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Texts;
using Directory = RedmineBridge.Actors.People.PeopleDirectory;

namespace RedmineBridge.Actors.Tests.People;

public sealed class PeopleActorTests : ActorSpec
{
    private static readonly UserId Alice = new("alice-id");
    private static readonly UserId Mallory = new("mallory-id");
    private readonly Pins _pins = new();
    private readonly TestProbe _poster;
    private readonly TestProbe _redmine;
    private IActorRef _people;

    public PeopleActorTests()
    {
        _poster = CreateTestProbe();
        _redmine = CreateTestProbe();
        _people = Start();
    }

    [Fact]
    public void A_person_has_the_login_language_and_zone_of_their_account()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        Read(User(Alice, "alice") with { Locale = "ru", TimeZone = "Asia/Tokyo" });

        var person = ExpectMsg<Directory.Resolved>().Person;
        Assert.Equal(("alice.smith", Language.Russian, "Asia/Tokyo", null), (LoginOf(person), person.Language, person.Zone.Id, person.Obstacle));
    }

    [Fact]
    public void What_is_not_known_of_an_account_comes_from_the_settings()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        Read(User(Alice, "alice") with { Locale = "de", TimeZone = "Nowhere/Land" });

        var person = ExpectMsg<Directory.Resolved>().Person;
        Assert.Equal((Language.English, "Europe/Moscow"), (person.Language, person.Zone.Id));
    }

    [Fact]
    public void An_account_is_read_once_in_ten_minutes()
    {
        Resolve(Alice, "alice");
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        ExpectMsg<Directory.Resolved>();
        _poster.ExpectNoMsg(TimeSpan.Zero);

        Advance(TimeSpan.FromMinutes(10));
        Resolve(Alice, "alice");
    }

    [Fact]
    public void An_account_that_changes_while_it_is_read_is_read_again()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        var read = _poster.ExpectMsg<Poster.ReadUsers>();
        _people.Tell(new Directory.UserChanged(Alice));
        _people.Tell(new Poster.UsersRead(read, [User(Alice, "alice")]));
        ExpectMsg<Directory.Resolved>();

        _people.Tell(new Directory.Resolve(Alice), TestActor);
        Read(User(Alice, "alice") with { IsDeactivated = true });
        Assert.Equal(RefusalReason.MayNotAct, ExpectMsg<Directory.Resolved>().Person.Obstacle);
    }

    [Fact]
    public void People_asked_for_during_a_read_share_the_next_one()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        var first = _poster.ExpectMsg<Poster.ReadUsers>();
        for (var i = 0; i < 150; i++)
            _people.Tell(new Directory.Resolve(new UserId($"u{i}")), TestActor);
        _people.Tell(new Poster.UsersRead(first, [User(Alice, "alice")]));

        Assert.Equal(100, _poster.ExpectMsg<Poster.ReadUsers>().Ids.Count);
    }

    [Fact]
    public void Assignees_are_found_by_name_and_id_in_one_read_each()
    {
        _people.Tell(new Directory.FindAssignees(Mallory, ["@alice", Alice.Value, "@nobody", "bot-id", "@carl"], 7), TestActor);
        var names = _poster.ExpectMsg<Poster.ReadNames>();
        Assert.Equal(["alice", "nobody", "carl"], names.Usernames);
        _poster.Reply(new Poster.NamesRead(names, [User(Alice, "alice"), User(new("carl-id"), "carl")]));
        var read = _poster.ExpectMsg<Poster.ReadUsers>();
        if (read.Ids.Count < 3)
        {
            // Who was asked for first is read first; the others share the next read.
            _people.Tell(new Poster.UsersRead(read, [.. Accounts().Where(a => read.Ids.Contains(a.Id))]));
            read = _poster.ExpectMsg<Poster.ReadUsers>();
        }

        _people.Tell(new Poster.UsersRead(read, [.. Accounts().Where(a => read.Ids.Contains(a.Id))]));
        var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
        Assert.Equal([new("alice.smith")], ((RedmineCall.FindUsers)ask.Call).Logins);
        Assert.Equal(Mallory, ask.Person);
        _redmine.Reply(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.UsersFound([new(5, "Alice.Smith", "Alice Smith", false)], [])));

        var found = ExpectMsg<Directory.AssigneesFound>();
        Assert.Equal(7, found.Tag);
        Assert.Equal(new Assignee.Known("alice", new(5, "Alice.Smith", "Alice Smith", false)), found.People["@alice"]);
        Assert.Equal(found.People["@alice"], found.People[Alice.Value]);
        Assert.Equal(new Assignee.Stranger("@nobody"), found.People["@nobody"]);
        Assert.Equal(new Assignee.Inactive("robot"), found.People["bot-id"]);
        Assert.Equal(new Assignee.NotMapped("carl"), found.People["@carl"]);

        static IEnumerable<ChatUser> Accounts() =>
            [User(Alice, "alice"), User(new("carl-id"), "carl"), User(new("bot-id"), "robot") with { IsBot = true }];
    }

    [Fact]
    public void A_locked_account_is_nobody_to_assign_to()
    {
        Resolve(Alice, "alice");
        _people.Tell(new Directory.FindAssignees(Alice, [Alice.Value], 7), TestActor);
        var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
        _redmine.Reply(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.UsersFound([new(5, "alice.smith", "Alice", true)], [])));

        Assert.Equal(new Assignee.NoAccount("alice"), ExpectMsg<Directory.AssigneesFound>().People[Alice.Value]);
    }

    [Fact]
    public void Assignees_are_unknown_while_a_server_is_away()
    {
        _people.Tell(new Directory.FindAssignees(Alice, ["@alice"], 7), TestActor);
        _poster.Reply(new Poster.Failed(_poster.ExpectMsg<Poster.ReadNames>(), PosterFailure.Away));
        Assert.Equal(RefusalReason.MattermostAway, ExpectMsg<Directory.AssigneesUnknown>().Why);

        Resolve(Alice, "alice");
        _people.Tell(new Directory.FindAssignees(Alice, [Alice.Value], 8), TestActor);
        var ask = _redmine.ExpectMsg<RedmineGate.Ask>();
        _redmine.Reply(new RedmineGate.Answered(ask.Tag, ask.Call, new RedmineAnswer.Unreachable("gone")));
        Assert.Equal(RefusalReason.RedmineAway, ExpectMsg<Directory.AssigneesUnknown>().Why);
    }

    [Fact]
    public void Who_takes_anothers_name_gets_nothing_and_who_was_renamed_keeps_theirs()
    {
        Assert.Equal("alice.smith", LoginOf(Resolve(Alice, "alice")));
        _people.Tell(new Directory.UserChanged(Alice));
        _people.Tell(new Directory.UserChanged(Mallory));

        var thief = Resolve(Mallory, "alice");
        Assert.Null(thief.Redmine);
        Assert.Equal(RefusalReason.PinnedToAnother, thief.Obstacle);
        Assert.Equal("alice.smith", LoginOf(Resolve(Alice, "alice-smith")));
    }

    [Fact]
    public void Who_takes_anothers_name_is_named_in_the_log_once_until_it_is_settled()
    {
        Resolve(Alice, "alice");
        var heard = CreateTestProbe();
        Sys.EventStream.Subscribe(heard, typeof(Directory.OwnersInQuestion));
        const string doubt = "alice of the map is the account alice-id since it was first seen, and mallory-id, which has the name now, is not believed; "
            + "if it shall be, confirm it with `redmine-bridge confirm alice`";

        EventFilter.Warning(message: doubt).ExpectOne(() => Resolve(Mallory, "alice"));
        heard.ExpectMsg<Directory.OwnersInQuestion>();
        EventFilter.Warning().Expect(0, Moment, () => Known(Mallory));
        heard.ExpectNoMsg(TimeSpan.Zero);

        _pins.Confirm("alice", Mallory);
        Advance(TimeSpan.FromSeconds(5));
        heard.ExpectMsg<Directory.OwnersInQuestion>();
        Assert.Equal(("alice.smith", null), (LoginOf(Known(Mallory)), Known(Mallory).Obstacle));
        Assert.Equal(RefusalReason.PinnedToAnother, Known(Alice).Obstacle);
    }

    [Fact]
    public void What_was_pinned_elsewhere_counts_at_once()
    {
        Resolve(Mallory, "mallory");
        _people.Tell(new Directory.LoginsPinned(new Dictionary<string, UserId> { ["alice"] = Mallory }));

        Assert.Equal("alice.smith", LoginOf(Known(Mallory)));
        Assert.Equal(RefusalReason.PinnedToAnother, Resolve(Alice, "alice").Obstacle);
    }

    [Fact]
    public void Pins_that_can_not_be_read_again_stay_as_they_were()
    {
        Resolve(Alice, "alice");
        _pins.Fails = true;
        Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("alice.smith", LoginOf(Known(Alice)));
    }

    [Fact]
    public void A_pin_outlives_the_process()
    {
        Resolve(Alice, "alice");
        Sys.Stop(_people);
        _people = Start();

        Assert.Equal(RefusalReason.PinnedToAnother, Resolve(Mallory, "alice").Obstacle);
    }

    public static TheoryData<ChatUser, bool, RefusalReason?> Obstacles => new()
    {
        { User(Alice, "alice"), false, null },
        { User(Alice, "alice") with { IsBot = true }, true, RefusalReason.MayNotAct },
        { User(Alice, "alice") with { IsDeactivated = true }, true, RefusalReason.MayNotAct },
        { User(Alice, "alice") with { IsDeactivated = true, IsGuest = true }, false, RefusalReason.MayNotAct },
        { User(Alice, "alice") with { IsGuest = true }, false, RefusalReason.GuestsMayNotAct },
        { User(Alice, "alice") with { IsGuest = true }, true, null },
        { User(Alice, "carl"), false, RefusalReason.NotMapped },
        { User(Alice, "carl") with { IsGuest = true }, false, RefusalReason.GuestsMayNotAct },
        { User(Alice, "carl") with { IsGuest = true }, true, RefusalReason.NotMapped },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void Who_may_not_act_is_told_why(ChatUser user, bool guestsAct, RefusalReason? obstacle)
    {
        _people = Start(guestsAct);
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        Read(user);

        Assert.Equal(obstacle, ExpectMsg<Directory.Resolved>().Person.Obstacle);
    }

    [Fact]
    public void By_own_keys_who_has_given_one_is_whose_it_is_whatever_they_are_called()
    {
        var own = new OwnKey(Alice, new(5, "alice.smith", "Alice Smith", false), new("sealed"));
        var connected = new ConnectedInMemory();
        _people = Start(connected: connected);
        Assert.Equal((null, RefusalReason.NotConnected), WhoIs(Resolve(Alice, "alice")));
        connected.People[Alice] = own;
        Assert.Equal((own, null), WhoIs(Known(Alice)));
        Assert.Equal((null, RefusalReason.NotConnected), WhoIs(Resolve(Mallory, "alice")));
        connected.People.Clear();
        Assert.Equal((null, RefusalReason.NotConnected), WhoIs(Known(Alice)));

        connected.People[Mallory] = own with { Person = Mallory };
        _people.Tell(new Directory.UserChanged(Mallory));
        _people.Tell(new Directory.Resolve(Mallory), TestActor);
        Read(User(Mallory, "mallory") with { IsDeactivated = true });
        Assert.Equal(RefusalReason.MayNotAct, ExpectMsg<Directory.Resolved>().Person.Obstacle);

        static (RedmineIdentity?, RefusalReason?) WhoIs(Person person) => (person.Redmine, person.Obstacle);
    }

    [Fact]
    public void While_it_cant_be_read_who_is_connected_it_is_not_known_who_somebody_is()
    {
        var connected = new ConnectedInMemory { Fails = new IOException("the disk is gone") };
        _people = Start(connected: connected);
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        EventFilter.Error(contains: "is connected").ExpectOne(() => Read(User(Alice, "alice")));
        Assert.Equal(PosterFailure.Away, ExpectMsg<Directory.Unresolved>().Why);
    }

    [Fact]
    public void By_own_keys_assignees_are_known_without_asking_Redmine()
    {
        var connected = new ConnectedInMemory();
        connected.People[Alice] = new(Alice, new(5, "alice.smith", "Alice Smith", false), new("sealed"));
        _people = Start(connected: connected);
        Resolve(Alice, "alice");
        Resolve(Mallory, "mallory");
        _people.Tell(new Directory.FindAssignees(Alice, [Alice.Value, Mallory.Value], 7), TestActor);

        var found = ExpectMsg<Directory.AssigneesFound>().People;
        Assert.Equal(new Assignee.Known("alice", new(5, "alice.smith", "Alice Smith", false)), found[Alice.Value]);
        Assert.Equal(new Assignee.NotConnected("mallory", null), found[Mallory.Value]);
        _redmine.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void By_own_keys_who_has_given_none_is_told_by_name_with_the_accounts_that_are_somebodys_already()
    {
        var connected = new ConnectedInMemory();
        connected.People[Alice] = new(Alice, new(5, "alice.smith", "Alice Smith", false), new("sealed"));
        _people = Start(connected: connected);
        Resolve(Alice, "alice");
        _people.Tell(new Directory.FindAssignees(Alice, [Alice.Value, Mallory.Value], 7), TestActor);
        Read(User(Mallory, "mallory") with { FirstName = "Bob", LastName = "Fisher" });

        var found = ExpectMsg<Directory.AssigneesFound>();
        Assert.Equal(new Assignee.NotConnected("mallory", FullName.Of("Bob", "Fisher")), found.People[Mallory.Value]);
        Assert.Equal([5], found.Connected);

        connected.People.Clear();
        _people.Tell(new Directory.UserChanged(Mallory));
        _people.Tell(new Directory.FindAssignees(Alice, [Mallory.Value], 8), TestActor);
        Read(User(Mallory, "mallory") with { FirstName = "Eve", LastName = "Adams", IsGuest = true });
        Assert.Equal(new Assignee.NotConnected("mallory", FullName.Of("Eve", "Adams")), ExpectMsg<Directory.AssigneesFound>().People[Mallory.Value]);
    }

    [Fact]
    public void While_it_cant_be_read_whose_the_accounts_are_nobody_is_told_by_name()
    {
        var connected = new ConnectedInMemory { AccountsFail = new IOException("the disk is gone") };
        _people = Start(connected: connected);
        _people.Tell(new Directory.FindAssignees(Alice, [Mallory.Value], 7), TestActor);

        EventFilter.Error(contains: "who is connected").ExpectOne(() => Read(User(Mallory, "mallory") with { FirstName = "Bob", LastName = "Fisher" }));

        Assert.Equal(RefusalReason.MattermostAway, ExpectMsg<Directory.AssigneesUnknown>().Why);
    }

    [Fact]
    public void By_a_map_nobody_is_told_by_name()
    {
        _people.Tell(new Directory.FindAssignees(Alice, [Mallory.Value], 7), TestActor);
        Read(User(Mallory, "mallory") with { FirstName = "Bob", LastName = "Fisher" });

        Assert.Equal(new Assignee.NotMapped("mallory"), ExpectMsg<Directory.AssigneesFound>().People[Mallory.Value]);
    }

    [Fact]
    public void A_changed_map_counts_at_once()
    {
        Resolve(Alice, "alice");
        _people.Tell(new Directory.MapChanged(UserMap.Parse("alice=other", out _)));
        _people.Tell(new Directory.Resolve(Alice), TestActor);

        Assert.Equal("other", LoginOf(ExpectMsg<Directory.Resolved>().Person));
    }

    [Fact]
    public void A_failure_does_not_bring_back_the_map_from_the_start()
    {
        _people.Tell(new Directory.MapChanged(UserMap.Parse("alice=other", out _)));
        _people.Tell(new Directory.Resolve(Mallory), TestActor);
        var read = _poster.ExpectMsg<Poster.ReadUsers>();
        EventFilter.Exception<NullReferenceException>().ExpectOne(() => _people.Tell(new Poster.UsersRead(read, null!)));

        Assert.Equal("other", LoginOf(Resolve(Alice, "alice")));
    }

    [Fact]
    public void A_failed_read_is_told_to_all_who_wait()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        _people.Tell(new Poster.Failed(_poster.ExpectMsg<Poster.ReadUsers>(), PosterFailure.Away));

        Assert.Equal(PosterFailure.Away, ExpectMsg<Directory.Unresolved>().Why);
        Assert.Equal(PosterFailure.Away, ExpectMsg<Directory.Unresolved>().Why);
    }

    [Fact]
    public void A_missing_account_is_told_as_such()
    {
        _people.Tell(new Directory.Resolve(Alice), TestActor);
        _people.Tell(new Poster.UsersRead(_poster.ExpectMsg<Poster.ReadUsers>(), []));

        Assert.Equal(PosterFailure.NotFound, ExpectMsg<Directory.Unresolved>().Why);
    }

    [Fact]
    public void Nobody_is_resolved_before_the_pins_are_read()
    {
        Resolve(Alice, "alice");
        _pins.Fails = true;
        var people = EventFilter.Error(contains: "pinned names").ExpectOne(() => Start());
        people.Tell(new Directory.Resolve(Alice), TestActor);
        people.Tell(new Identify(0), TestActor);
        ExpectMsg<ActorIdentity>();
        _poster.ExpectNoMsg(TimeSpan.Zero);

        _pins.Fails = false;
        Advance(TimeSpan.FromSeconds(2));
        _poster.ExpectMsg<Poster.ReadUsers>();
    }

    private static string? LoginOf(Person person) => (person.Redmine as RedmineLogin)?.Value;

    private IActorRef Start(bool guestsAct = false, IConnectedPeople? connected = null)
    {
        var settings = new PeopleSettings(
            UserMap.Parse("alice=alice.smith", out _), Language.English, TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"), guestsAct) { Connected = connected };
        return Sys.ActorOf(Props.Create(() => new PeopleActor(settings, _pins, new Required<Poster>(_poster), new Required<RedmineGate>(_redmine), Clock)));
    }

    private Person Resolve(UserId id, string name)
    {
        _people.Tell(new Directory.Resolve(id), TestActor);
        Read(User(id, name));
        return ExpectMsg<Directory.Resolved>().Person;
    }

    /// <summary>Whose account was read before.</summary>
    private Person Known(UserId id)
    {
        _people.Tell(new Directory.Resolve(id), TestActor);
        return ExpectMsg<Directory.Resolved>().Person;
    }

    private void Read(ChatUser user) => _people.Tell(new Poster.UsersRead(_poster.ExpectMsg<Poster.ReadUsers>(), [user]));

    private static ChatUser User(UserId id, string name) => new(id, name, "en", null, IsBot: false, IsDeactivated: false);

    private sealed class Pins : IPinnedUsers
    {
        private readonly Dictionary<string, UserId> _pins = [];

        public bool Fails { get; set; }

        public Task<IReadOnlyDictionary<string, UserId>> LoadAsync(CancellationToken cancellation) => Fails
            ? Task.FromException<IReadOnlyDictionary<string, UserId>>(new IOException("the disk is gone"))
            : Task.FromResult<IReadOnlyDictionary<string, UserId>>(new Dictionary<string, UserId>(_pins));

        public Task<IReadOnlyDictionary<string, UserId>> PinAsync(IReadOnlyDictionary<string, UserId> names, CancellationToken cancellation)
        {
            foreach (var (name, user) in names)
                _pins.TryAdd(name, user);
            return Task.FromResult<IReadOnlyDictionary<string, UserId>>(names.ToDictionary(n => n.Key, n => _pins[n.Key]));
        }

        public void Confirm(string name, UserId user) => _pins[name] = user;

        public Task<bool> MoveAsync(string username, UserId from, UserId to, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAsync(string username, UserId user, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
