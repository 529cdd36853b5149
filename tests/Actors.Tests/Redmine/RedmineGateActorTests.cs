using System.Collections.Concurrent;
using Akka.Actor;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Tests.Support;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class RedmineGateActorTests : ActorSpec
{
    private static readonly RedmineLogin Login = new("alice");
    private static readonly RedmineAnswer Administrator = new RedmineAnswer.KeyChecked("admin", true);
    private static readonly RedmineAnswer Seen = new RedmineAnswer.TicketsSeen(new HashSet<TicketId>());
    private readonly Api _api = new();
    private readonly IActorRef _gate;
    private long _tags;

    public RedmineGateActorTests()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ConnectionReport));
        _gate = Sys.ActorOf(Props.Create(() => new RedmineGateActor(
            _api, new CallQueueBounds(), new RedmineTimeouts(), Clock, TestMetrics.New())));
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

    private void KeyIsGood()
    {
        _api.Next();
        _api.Answer(Administrator);
        Assert.Equal(ConnectionState.Online, ExpectMsg<ConnectionReport>().State);
    }

    private void Ask(CallKind kind, string person = "u") =>
        _gate.Tell(new RedmineGate.Ask(new UserId(person), kind, new RedmineCall.SeeTickets(Login, [new TicketId(1)]), ++_tags), TestActor);

    /// <summary>Calls wait here until the test answers them.</summary>
    private sealed class Api : IRedmineApi
    {
        private readonly BlockingCollection<Sent> _sent = [];
        private Sent? _last;

        public IEnumerable<Sent> Waiting => _sent;

        public Sent Next() => _last = _sent.TryTake(out var sent, TimeSpan.FromSeconds(3)) ? sent : throw new TimeoutException("No call came.");

        public void Answer(RedmineAnswer answer) => _last!.Answer.SetResult(answer);

        public void Fail(Exception why) => _last!.Answer.SetException(why);

        public Task<RedmineAnswer> SendAsync(RedmineCall call, CancellationToken cancellation)
        {
            var sent = new Sent(call, new(TaskCreationOptions.RunContinuationsAsynchronously));
            cancellation.Register(() => sent.Answer.TrySetCanceled(cancellation));
            _sent.Add(sent, CancellationToken.None);
            return sent.Answer.Task;
        }

        public sealed record Sent(RedmineCall Call, TaskCompletionSource<RedmineAnswer> Answer);
    }
}
