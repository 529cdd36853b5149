using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class CatalogActorTests : ActorSpec
{
    private static readonly RedmineCatalog All = new([new Tracker(1, "Bug", 1, null)], [], [], [], [], null);
    private readonly TestProbe _gate;
    private readonly IActorRef _catalog;

    public CatalogActorTests()
    {
        _gate = CreateTestProbe();
        var gate = _gate.Ref;
        _catalog = Sys.ActorOf(Props.Create(() => new CatalogActor(gate, Clock, "From chat")));
    }

    [Fact]
    public void First_question_reads_what_is_for_all_then_the_person_then_the_project()
    {
        Read("alice", membersOf: 7, tag: 3);
        var all = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal((new UserId("alice"), CallKind.Command), (all.Person, all.Kind));
        Answer(all, new RedmineAnswer.CatalogRead(All));
        var person = Asked<RedmineCall.ReadProjects>();
        Answer(person, Projects(5));
        var members = Asked<RedmineCall.ReadMembers>();
        Assert.Equal(new RedmineCall.ReadMembers(new RedmineLogin("alice"), 7), members.Call);
        Answer(members, Members(7));

        var known = ExpectMsg<Catalog.Known>();
        Assert.Equal((3, All, 5, 7), (known.Tag, known.Choices.Catalog, known.Choices.Person.UserId, known.Choices.Members?.Project));
    }

    [Fact]
    public void The_field_of_the_marks_is_looked_at_with_each_reading_and_news_of_it_are_published()
    {
        var field = new CustomField(7, "From chat", "string") { IsForAllProjects = true, Trackers = new HashSet<int> { 1 } };
        var reports = CreateTestProbe();
        Sys.EventStream.Subscribe(reports, typeof(ConnectionReport));
        Know("alice");
        Assert.Equal((ConnectionReport.MarkField, ConnectionState.Degraded), Reported());

        Advance(TimeSpan.FromMinutes(5));
        Read("alice");
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All with { CustomFields = [field] }));
        Assert.Equal((ConnectionReport.MarkField, ConnectionState.Online), Reported());
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        Assert.Equal(field, ExpectMsg<Catalog.Known>().Choices.Catalog.MarkField);

        Advance(TimeSpan.FromMinutes(5));
        Read("alice");
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All with { CustomFields = [field] }));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        ExpectMsg<Catalog.Known>();
        reports.ExpectNoMsg(TimeSpan.Zero);

        (string, ConnectionState) Reported()
        {
            var report = reports.ExpectMsg<ConnectionReport>();
            return (report.Name, report.State);
        }
    }

    [Fact]
    public void What_is_remembered_is_not_read_again_for_five_minutes()
    {
        Know("alice");
        Advance(TimeSpan.FromMinutes(4.9));
        Read("ALICE");
        ExpectMsg<Catalog.Known>();
        _gate.ExpectNoMsg(TimeSpan.Zero);

        Advance(TimeSpan.FromMinutes(0.1));
        Read("alice");
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        ExpectMsg<Catalog.Known>();
    }

    [Fact]
    public void Each_person_has_projects_of_their_own_and_what_is_for_all_is_shared()
    {
        Know("alice");
        Read("bob");
        var asked = Asked<RedmineCall.ReadProjects>();
        Assert.Equal((new UserId("bob"), new RedmineCall.ReadProjects(new RedmineLogin("bob"))), (asked.Person, asked.Call));
        Answer(asked, Projects(6));
        Assert.Equal(6, ExpectMsg<Catalog.Known>().Choices.Person.UserId);
    }

    [Fact]
    public void Who_wants_the_same_meanwhile_waits_for_the_same_read()
    {
        Read("alice", tag: 1);
        Read("bob", tag: 2);
        Read("alice", tag: 3);
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(6));
        Assert.Equal([1, 2, 3], ReceiveN(3).Cast<Catalog.Known>().Select(k => k.Tag).Order());
        _gate.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_failure_is_told_to_all_who_wait_and_is_not_remembered()
    {
        Read("alice", tag: 1);
        Read("bob", tag: 2);
        var away = new RedmineAnswer.Unreachable("status 500");
        Answer(Asked<RedmineCall.ReadCatalog>(), away);
        Assert.All(ReceiveN(2).Cast<Catalog.Failed>(), f => Assert.Same(away, f.Why));

        Read("alice");
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All));
        Answer(Asked<RedmineCall.ReadProjects>(), new RedmineAnswer.NoSuchAccount(new("alice")));
        Assert.IsType<RedmineAnswer.NoSuchAccount>(ExpectMsg<Catalog.Failed>().Why);
    }

    [Fact]
    public void Old_values_are_not_given_when_new_ones_cant_be_had()
    {
        Know("alice");
        Advance(TimeSpan.FromMinutes(5));
        Read("alice");
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.Unreachable("status 500"));
        Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<Catalog.Failed>().Why);
    }

    [Fact]
    public void One_persons_full_queue_is_not_the_others_concern()
    {
        Read("alice", tag: 1);
        Read("bob", tag: 2);
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.Busy());
        Assert.Equal(1, ExpectMsg<Catalog.Failed>(f => Assert.IsType<RedmineAnswer.Busy>(f.Why)).Tag);

        var again = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal(new UserId("bob"), again.Person);
        Answer(again, new RedmineAnswer.Busy());
        Assert.Equal(2, ExpectMsg<Catalog.Failed>(f => Assert.IsType<RedmineAnswer.Busy>(f.Why)).Tag);
    }

    [Fact]
    public void By_own_keys_what_is_for_all_is_read_by_whoever_asks_first_and_the_rest_by_each()
    {
        var (alice, bob) = (Own("alice", 5), Own("bob", 6));
        Read(alice, tag: 1);
        var all = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal(alice, all.Call.As);
        Read(bob, tag: 2);
        Answer(all, new RedmineAnswer.CatalogRead(All));
        foreach (var own in new[] { alice, bob })
        {
            var person = Asked<RedmineCall.ReadProjects>();
            Assert.Equal((own.Person, own), (person.Person, person.Call.As));
            Answer(person, Projects(own.Account.Id));
        }

        Assert.Equal([(1, 5), (2, 6)], ReceiveN(2).Cast<Catalog.Known>().Select(k => ((int)k.Tag, k.Choices.Person.UserId)));

        // Another key of the same person is the same person; another person by the same account is not.
        Read(alice with { Key = new("another") });
        ExpectMsg<Catalog.Known>();
        Read(Own("mallory", 5));
        Asked<RedmineCall.ReadProjects>();
    }

    [Fact]
    public void Ones_key_that_is_refused_is_not_the_others_concern()
    {
        var (alice, bob) = (Own("alice", 5), Own("bob", 6));
        Read(alice, tag: 1);
        Read(alice, tag: 2);
        Read(bob, tag: 3);
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.OwnKeyRefused());
        Assert.All(ReceiveN(2).Cast<Catalog.Failed>(), f => Assert.IsType<RedmineAnswer.OwnKeyRefused>(f.Why));

        var again = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal((bob.Person, bob), (again.Person, again.Call.As));
        Answer(again, new RedmineAnswer.OwnKeyRefused());
        Assert.Equal(3, ExpectMsg<Catalog.Failed>().Tag);
        Read(bob);
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All));
        Asked<RedmineCall.ReadProjects>();
    }

    [Fact]
    public void Prepared_in_the_background_it_is_there_when_somebody_asks()
    {
        _catalog.Tell(Catalog.Prepare.Instance);
        var asked = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal(CallKind.Background, asked.Kind);
        Answer(asked, new RedmineAnswer.CatalogRead(All));
        _catalog.Tell(Catalog.Prepare.Instance);
        Read("alice");
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        ExpectMsg<Catalog.Known>();
    }

    [Fact]
    public void A_person_does_not_wait_behind_what_nobody_waits_for()
    {
        _catalog.Tell(Catalog.Prepare.Instance);
        var background = Asked<RedmineCall.ReadCatalog>();
        Read("alice");
        var command = Asked<RedmineCall.ReadCatalog>();
        Assert.Equal((new UserId("alice"), CallKind.Command), (command.Person, command.Kind));
        Answer(command, new RedmineAnswer.Unreachable("the breaker is open"));
        Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<Catalog.Failed>().Why);

        Answer(background, new RedmineAnswer.CatalogRead(All));
        Read("alice");
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        ExpectMsg<Catalog.Known>();
    }

    [Fact]
    public void A_background_failure_is_not_that_of_the_person_who_asked_since()
    {
        _catalog.Tell(Catalog.Prepare.Instance);
        var background = Asked<RedmineCall.ReadCatalog>();
        Read("alice");
        var command = Asked<RedmineCall.ReadCatalog>();
        Answer(background, new RedmineAnswer.Unreachable("status 500"));
        Answer(command, new RedmineAnswer.CatalogRead(All));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        ExpectMsg<Catalog.Known>();
    }

    [Fact]
    public void What_is_forgotten_is_read_anew()
    {
        Know("alice", membersOf: 7);
        _catalog.Tell(new Catalog.Forget(new RedmineLogin("Alice")));
        Read("alice", membersOf: 7);
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        Answer(Asked<RedmineCall.ReadMembers>(), Members(7));
        ExpectMsg<Catalog.Known>();
    }

    [Fact]
    public void Past_the_bound_the_asker_hears_so_at_once()
    {
        for (var i = 0; i < 1_001; i++)
            Read("alice", tag: i);
        Assert.IsType<RedmineAnswer.Busy>(ExpectMsg<Catalog.Failed>(f => Assert.Equal(1_000, f.Tag)).Why);

        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.Unreachable("status 500"));
        ReceiveN(1_000);
        Read("alice");
        Asked<RedmineCall.ReadCatalog>();
    }

    [Fact]
    public void Who_waits_is_told_when_it_stops()
    {
        Read("alice", tag: 9);
        Asked<RedmineCall.ReadCatalog>();
        Sys.Stop(_catalog);
        Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<Catalog.Failed>(f => Assert.Equal(9, f.Tag)).Why);
    }

    [Fact]
    public void It_passes_on_how_Redmines_clock_stands()
    {
        Read("alice");
        var clock = new RedmineClock(TimeSpan.FromSeconds(-90));
        var asked = Asked<RedmineCall.ReadCatalog>();
        _catalog.Tell(new RedmineGate.Answered(asked.Tag, asked.Call, new RedmineAnswer.CatalogRead(All)) { Clock = clock }, _gate);
        asked = Asked<RedmineCall.ReadProjects>();
        _catalog.Tell(new RedmineGate.Answered(asked.Tag, asked.Call, Projects(5)) { Clock = clock }, _gate);
        Assert.Equal(clock, ExpectMsg<Catalog.Known>().Clock);
    }

    private static RedmineAnswer.ProjectsRead Projects(int userId) => new(new(userId, false, []));

    private static RedmineAnswer.MembersRead Members(int project) => new(new(project, [], []));

    private void Know(string login, int? membersOf = null)
    {
        Read(login, membersOf);
        Answer(Asked<RedmineCall.ReadCatalog>(), new RedmineAnswer.CatalogRead(All));
        Answer(Asked<RedmineCall.ReadProjects>(), Projects(5));
        if (membersOf is { } project)
            Answer(Asked<RedmineCall.ReadMembers>(), Members(project));
        ExpectMsg<Catalog.Known>();
    }

    private void Read(string login, int? membersOf = null, long tag = 0) =>
        _catalog.Tell(new Catalog.Read(new UserId(login), new RedmineLogin(login), membersOf, tag), TestActor);

    private void Read(OwnKey own, long tag = 0) => _catalog.Tell(new Catalog.Read(own.Person, own, null, tag), TestActor);

    private static OwnKey Own(string person, int account) => new(new(person), new(account, person, person, false), new("sealed"));

    private RedmineGate.Ask Asked<TCall>()
        where TCall : RedmineCall
    {
        var ask = _gate.ExpectMsg<RedmineGate.Ask>();
        Assert.IsType<TCall>(ask.Call);
        return ask;
    }

    private void Answer(RedmineGate.Ask ask, RedmineAnswer answer) => _catalog.Tell(new RedmineGate.Answered(ask.Tag, ask.Call, answer), _gate);
}
