using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class RedmineGateActorTests : ActorSpec
{
    private static readonly RedmineLogin Login = new("alice");
    private static readonly RedmineAnswer Administrator = new RedmineAnswer.KeyChecked("admin", true);
    private static readonly RedmineAnswer Seen = new RedmineAnswer.TicketsSeen(new HashSet<TicketId>());
    private static readonly RedmineAnswer Made = new RedmineAnswer.TicketCreated(new(
        new(1), new(1, "Demo"), new(1, "Bug"), new(1, "New"), new(2, "Normal"), new(5, "Alice"), "x", new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero)));

    private readonly HeldRedmine _api = new();
    private readonly IActorRef _gate;
    private long _tags;

    public RedmineGateActorTests()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ConnectionReport));
        _gate = Sys.ActorOf(Props.Create(() => new RedmineGateActor(
            _api, new CallQueueBounds(), new RedmineTimeouts(), Clock, TestMetrics.New(), null)));
        Assert.Equal(ConnectionState.Connecting, ExpectMsg<ConnectionReport>().State);
    }

    [Fact]
    public void Nothing_is_asked_before_the_key_is_an_administrators()
    {
        Ask(CallKind.Background);
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        Assert.Empty(_api.Waiting);

        _api.Answer(Administrator);
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
        Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
        _api.Answer(Seen);
        Assert.Same(Seen, ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void Who_waits_when_it_fails_itself_is_answered()
    {
        Ask(CallKind.Background);
        _api.Next();
        _api.Answer(Administrator);
        ExpectMsg<ConnectionReport>();
        _api.Next();
        for (var i = 0; i < 5; i++)
            Ask(CallKind.Background, $"p{i}");

        EventFilter.Exception<NullReferenceException>().ExpectOne(() => _gate.Tell(new RedmineGate.Ask(new("bob"), CallKind.Background, null!, -1)));

        for (var i = 0; i < 6; i++)
            Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<RedmineGate.Answered>().Answer);
        Assert.Equal(ConnectionState.Connecting, ExpectMsg<ConnectionReport>().State);
    }

    [Fact]
    public void A_key_that_is_no_administrators_refuses_commands_and_is_looked_at_again()
    {
        _api.Next();
        _api.Answer(new RedmineAnswer.KeyChecked("alice", false));
        Assert.Equal(ConnectionState.Unauthorized, ExpectMsg<ConnectionReport>().State);

        Ask(CallKind.Command);
        var refused = Assert.IsType<RedmineAnswer.Misconfigured>(ExpectMsg<RedmineGate.Answered>().Answer);
        Assert.Equal(RedmineTrouble.KeyNotAdministrator, refused.Trouble);

        Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        _api.Answer(Administrator);
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
    }

    [Fact]
    public void Without_a_key_of_its_own_it_only_looks_whether_Redmine_answers_and_says_so()
    {
        Ask(CallKind.Background);
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        _api.Answer(new RedmineAnswer.Reached());
        Assert.Equal(
            (ConnectionState.Online, "Redmine answers; people's own keys are looked at with each of their calls."), Reported());
        Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
        _api.Answer(Seen);
        ExpectMsg<RedmineGate.Answered>();

        Advance(TimeSpan.FromMinutes(5));
        _api.Next();
        _api.Answer(new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff));
        Assert.Equal(ConnectionState.Unauthorized, Reported().State);

        (ConnectionState State, string Detail) Reported()
        {
            var report = ExpectMsg<ConnectionReport>();
            return (report.State, report.Detail);
        }
    }

    [Fact]
    public void However_often_own_keys_are_refused_nobody_else_notices()
    {
        _api.Next();
        _api.Answer(new RedmineAnswer.Reached());
        ExpectMsg<ConnectionReport>();
        for (var i = 0; i < 5; i++)
        {
            Ask(CallKind.Command, $"u{i}");
            Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
            _api.Answer(new RedmineAnswer.OwnKeyRefused());
            Assert.IsType<RedmineAnswer.OwnKeyRefused>(ExpectMsg<RedmineGate.Answered>().Answer);
        }

        Ask(CallKind.Command, "another");
        Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
        _api.Answer(Seen);
        Assert.Same(Seen, ExpectMsg<RedmineGate.Answered>().Answer);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Without_a_key_of_its_own_a_project_is_forbidden_once_Redmine_was_seen_to_answer()
    {
        _api.Next();
        _api.Answer(new RedmineAnswer.Reached());
        ExpectMsg<ConnectionReport>();
        Create("mark");
        _api.Next();
        _api.Answer(new RedmineAnswer.ProjectForbidden(1));
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        _api.Answer(new RedmineAnswer.Reached());
        Assert.IsType<RedmineAnswer.ProjectForbidden>(ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void Three_failures_open_the_breaker_then_commands_are_refused_and_links_wait()
    {
        KeyIsGood();
        for (var i = 0; i < 3; i++)
        {
            Ask(CallKind.Command, $"u{i}");
            _api.Next();
            _api.Answer(new RedmineAnswer.Unreachable("status 500"));
        }

        Assert.Contains(ReceiveN(4), m => m is ConnectionReport { State: ConnectionState.Connecting });
        Ask(CallKind.Command);
        Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<RedmineGate.Answered>().Answer);
        Ask(CallKind.Background);
        Assert.Empty(_api.Waiting);

        Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        _api.Answer(Administrator);
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
        Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
        _api.Answer(Seen);
        Assert.Same(Seen, ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void A_call_without_an_answer_is_given_up_in_time()
    {
        KeyIsGood();
        Ask(CallKind.Command);
        _api.Next();

        Clock.Advance(TimeSpan.FromSeconds(15));

        var gone = Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<RedmineGate.Answered>().Answer);
        Assert.Contains("15 s", gone.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Past_the_bound_the_asker_hears_so_at_once()
    {
        KeyIsGood();
        for (var i = 0; i < 7; i++)
            Ask(CallKind.Command);

        Assert.IsType<RedmineAnswer.Busy>(ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void A_worker_that_fails_costs_its_own_call_alone()
    {
        KeyIsGood();
        Ask(CallKind.Command);
        _api.Next();
        _api.Fail(new InvalidOperationException("a bug"));
        Assert.IsType<RedmineAnswer.Unexpected>(ExpectMsg<RedmineGate.Answered>().Answer);

        Ask(CallKind.Command);
        _api.Next();
        _api.Answer(Seen);
        Assert.Same(Seen, ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void A_creation_without_an_answer_may_have_happened()
    {
        KeyIsGood();
        Create("mark");
        _api.Next();

        Clock.Advance(TimeSpan.FromSeconds(15));
        Ask(CallKind.Command, "other");
        Assert.IsType<RedmineCall.SeeTickets>(_api.Next().Call);
        Clock.Advance(TimeSpan.FromSeconds(15));

        var answers = ReceiveN(3).OfType<RedmineGate.Answered>().ToArray();
        Assert.Contains("30 s", Assert.IsType<RedmineAnswer.OutcomeUnknown>(Of<RedmineCall.CreateTicket>(answers).Answer).Why, StringComparison.Ordinal);
        Assert.IsType<RedmineAnswer.Unreachable>(Of<RedmineCall.SeeTickets>(answers).Answer);
    }

    [Fact]
    public void A_creation_that_fails_in_the_bridge_may_have_happened()
    {
        KeyIsGood();
        Create("mark");
        _api.Next();
        _api.Fail(new InvalidOperationException("a bug"));

        Assert.IsType<RedmineAnswer.OutcomeUnknown>(ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void A_mark_that_is_under_way_is_not_sent_again()
    {
        KeyIsGood();
        Create("mark");
        _api.Next();
        var again = CreateTestProbe();
        _gate.Tell(new RedmineGate.Ask(new UserId("u"), CallKind.Creation, Creation("mark"), 77), again);
        Create("mark", "another person");
        Create("other mark", "another person");

        Assert.Equal("other mark", Assert.IsType<RedmineCall.CreateTicket>(_api.Next().Call).Mark);
        Assert.Empty(_api.Waiting);
        _api.AnswerTo<RedmineCall.CreateTicket>(c => c.Mark == "mark", Made);

        Assert.Equal(77, again.ExpectMsg<RedmineGate.Answered>(a => Assert.Same(Made, a.Answer)).Tag);
        Assert.All(ReceiveN(2).Cast<RedmineGate.Answered>(), a => Assert.Same(Made, a.Answer));
        again.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_mark_that_waits_is_not_queued_again()
    {
        KeyIsGood();
        Create("first");
        _api.Next();
        for (var i = 0; i < 10; i++)
            Create("second");
        Assert.Empty(_api.Waiting);

        _api.Answer(Made);
        Assert.Equal("second", Assert.IsType<RedmineCall.CreateTicket>(_api.Next().Call).Mark);
        _api.Answer(new RedmineAnswer.Invalid([]));

        Assert.Same(Made, ExpectMsg<RedmineGate.Answered>().Answer);
        Assert.All(ReceiveN(10).Cast<RedmineGate.Answered>(), a => Assert.IsType<RedmineAnswer.Invalid>(a.Answer));
        Assert.Empty(_api.Waiting);
    }

    [Fact]
    public void Whoever_asks_for_a_held_mark_without_end_is_told_that_it_is_under_way()
    {
        KeyIsGood();
        for (var i = 0; i < 17; i++)
            Create("mark");

        Assert.IsType<RedmineAnswer.OutcomeUnknown>(ExpectMsg<RedmineGate.Answered>().Answer);
        _api.Next();
        _api.Answer(Made);
        Assert.All(ReceiveN(16).Cast<RedmineGate.Answered>(), a => Assert.Same(Made, a.Answer));
    }

    [Fact]
    public void A_mark_that_is_answered_is_held_no_more()
    {
        KeyIsGood();
        for (var i = 0; i < 2; i++)
        {
            Create("mark");
            _api.Next();
            _api.Answer(Made);
            Assert.Same(Made, ExpectMsg<RedmineGate.Answered>().Answer);
        }
    }

    [Fact]
    public void Creations_of_one_person_go_one_at_a_time_and_beside_their_commands()
    {
        KeyIsGood();
        Create("1");
        Create("2");
        Ask(CallKind.Command);

        RedmineCall[] sent = [_api.Next().Call, _api.Next().Call];
        Assert.Equal("1", Assert.Single(sent.OfType<RedmineCall.CreateTicket>()).Mark);
        Assert.Single(sent.OfType<RedmineCall.SeeTickets>());
        Assert.Empty(_api.Waiting);
    }

    [Fact]
    public void Unknown_outcomes_open_the_breaker_and_waiting_creations_are_not_sent()
    {
        KeyIsGood();
        for (var i = 0; i < 3; i++)
            Create($"{i}", $"u{i}");
        for (var i = 0; i < 3; i++)
            _api.Next();
        Create("waits", "u0");
        // u0's comes last: it frees u0's turn in the moment that opens the breaker, not before.
        Fails("1", 2);
        Fails("2", 1);
        var dropped = Fails("0", 2).OfType<RedmineGate.Answered>().Single(a => ((RedmineCall.CreateTicket)a.Call).Mark == "waits");
        Assert.IsType<RedmineAnswer.Unreachable>(dropped.Answer);
        Create("refused", "u9");
        Assert.IsType<RedmineAnswer.Unreachable>(ExpectMsg<RedmineGate.Answered>().Answer);

        IReadOnlyCollection<object> Fails(string mark, int messages)
        {
            _api.AnswerTo<RedmineCall.CreateTicket>(c => c.Mark == mark, new RedmineAnswer.OutcomeUnknown("status 502"));
            return ReceiveN(messages);
        }
    }

    [Fact]
    public void A_forbidden_project_makes_it_look_at_the_key()
    {
        KeyIsGood();
        Create("mark");
        _api.Next();
        _api.Answer(new RedmineAnswer.ProjectForbidden(1));
        ExpectNoMsg(TimeSpan.Zero);

        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        _api.Answer(new RedmineAnswer.Misconfigured(RedmineTrouble.RestOff));
        Assert.Equal(RedmineTrouble.RestOff, Assert.IsType<RedmineAnswer.Misconfigured>(ExpectMsg<RedmineGate.Answered>().Answer).Trouble);
        Assert.Equal(ConnectionState.Unauthorized, ExpectMsg<ConnectionReport>().State);
        Create("mark");
        Assert.Equal(RedmineTrouble.RestOff, Assert.IsType<RedmineAnswer.Misconfigured>(ExpectMsg<RedmineGate.Answered>().Answer).Trouble);
    }

    [Fact]
    public void A_project_is_forbidden_once_the_key_was_seen_to_be_good()
    {
        KeyIsGood();
        Create("mark");
        _api.Next();
        _api.Answer(new RedmineAnswer.ProjectForbidden(1));
        Assert.IsType<RedmineCall.CheckKey>(_api.Next().Call);
        ExpectNoMsg(TimeSpan.Zero);
        _api.Answer(new RedmineAnswer.KeyChecked("admin", true));

        Assert.IsType<RedmineAnswer.ProjectForbidden>(ExpectMsg<RedmineGate.Answered>().Answer);
    }

    [Fact]
    public void Answers_say_how_Redmines_clock_stands_to_ours()
    {
        KeyIsGood();
        Ask(CallKind.Command);
        _api.Next();
        _api.Answer(Seen);
        Assert.Null(ExpectMsg<RedmineGate.Answered>().Clock.At(Clock.GetUtcNow()));

        var theirs = Clock.GetUtcNow().AddMinutes(3);
        Ask(CallKind.Command);
        _api.Next();
        _api.Answer(new RedmineAnswer.Invalid([]) { ServerTime = theirs });
        Assert.Equal(theirs, ExpectMsg<RedmineGate.Answered>().Clock.At(Clock.GetUtcNow()));

        Clock.Advance(TimeSpan.FromSeconds(4));
        Ask(CallKind.Command);
        _api.Next();
        _api.Answer(Seen);
        Assert.Equal(theirs.AddSeconds(4), ExpectMsg<RedmineGate.Answered>().Clock.At(Clock.GetUtcNow()));
    }

    [Fact]
    public void The_catalog_is_reached_through_the_gate()
    {
        KeyIsGood();
        _gate.Tell(new Catalog.Read(new UserId("u"), Login, null, 5), TestActor);
        Assert.IsType<RedmineCall.ReadCatalog>(_api.Next().Call);
        _api.Answer(new RedmineAnswer.Unreachable("status 500"));

        Assert.Contains(ReceiveN(2), m => m is Catalog.Failed { Tag: 5, Why: RedmineAnswer.Unreachable });
    }

    private static RedmineGate.Answered Of<TCall>(IEnumerable<RedmineGate.Answered> answers) => answers.Single(a => a.Call is TCall);

    private static RedmineCall.CreateTicket Creation(string mark) => new(Login, mark, new() { Project = 1, Subject = "x" });

    private void Create(string mark, string person = "u") =>
        _gate.Tell(new RedmineGate.Ask(new UserId(person), CallKind.Creation, Creation(mark), ++_tags), TestActor);

    private void KeyIsGood()
    {
        _api.Next();
        _api.Answer(Administrator);
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
    }

    private void Ask(CallKind kind, string person = "u") =>
        _gate.Tell(new RedmineGate.Ask(new UserId(person), kind, new RedmineCall.SeeTickets(Login, [new TicketId(1)]), ++_tags), TestActor);
}
