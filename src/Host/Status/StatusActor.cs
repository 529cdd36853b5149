using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Status;

/// <summary>
/// Keeps the status board and the metrics of connections and bounds, and looks at the database from time to time. Supervision: restarted; the board keeps what it has.
/// </summary>
internal sealed class StatusActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private ConnectionState _database = ConnectionState.Connecting;

    public StatusActor(StatusBoard board, BridgeDatabase database, TimeProvider clock, BridgeMetrics metrics)
    {
        Receive<ConnectionReport>(Write);
        Receive<BoundReached>(reached => metrics.BoundReached(reached.Bound));
        Receive<Look>(_ => database.CheckAsync(_stopping.Token).PipeTo(
            Self, success: () => new Looked(null), failure: why => new Looked(why.GetBaseException().Message)));
        Receive<Looked>(looked =>
        {
            var state = looked.Trouble is null ? ConnectionState.Online : ConnectionState.Connecting;
            if (state != _database && looked.Trouble is not null)
                _log.Error("The database does not answer: {Why}", looked.Trouble);
            _database = state;
            Write(new(ConnectionReport.Database, state, looked.Trouble is null ? "" : $"The database does not answer: {looked.Trouble}."));
        });

        void Write(ConnectionReport report)
        {
            board.Write(report, clock.GetUtcNow());
            metrics.ConnectionChanged(report.Name, report.State);
        }
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>
    /// What is published from here on is heard, even before the actor has begun to run: a report is published once, when something changes. To be
    /// called before anybody reports.
    /// </summary>
    public static void Subscribe(EventStream stream, IActorRef status)
    {
        stream.Subscribe(status, typeof(ConnectionReport));
        stream.Subscribe(status, typeof(BoundReached));
    }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, TimeSpan.Zero, LookEvery);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }

    private sealed record Looked(string? Trouble) : INoSerializationVerificationNeeded;
}
