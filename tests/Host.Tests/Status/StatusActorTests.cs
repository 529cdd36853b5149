using Akka.Actor;
using Microsoft.Data.Sqlite;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Storage;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Status;

public sealed class StatusActorTests : IDisposable
{
    private const string OneThread = """
        akka.actor.default-dispatcher {
          executor = fork-join-executor
          dedicated-thread-pool.thread-count = 1
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-status-").FullName;

    [Fact]
    public async Task What_is_reported_before_it_has_begun_is_heard()
    {
        using var system = ActorSystem.Create("status", OneThread);
        using var busy = new ManualResetEventSlim();
        using var isBusy = new ManualResetEventSlim();
        system.ActorOf(Props.Create(() => new Occupant(isBusy, busy)));
        isBusy.Wait(Office.Patience);
        var board = new StatusBoard();
        var database = new BridgeDatabase($"Data Source={_directory}/bridge.db");
        var (clock, metrics) = (TimeProvider.System, TestMetrics.New());

        StatusActor.Subscribe(system.EventStream, system.ActorOf(Props.Create(() => new StatusActor(board, database, clock, metrics))));
        system.EventStream.Publish(new ConnectionReport(ConnectionReport.Redmine, ConnectionState.Online, "Heard."));
        Assert.DoesNotContain(board.Entries, e => e.Report.Detail == "Heard.");
        busy.Set();

        await Look.UntilAsync(() => board.Entries.Any(e => e.Report.Detail == "Heard."), Office.Patience, seen: () => string.Join('\n', board.Entries));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Holds the one thread that there is.</summary>
    private sealed class Occupant : ReceiveActor
    {
        public Occupant(ManualResetEventSlim begun, ManualResetEventSlim until)
        {
            begun.Set();
            until.Wait(Office.Patience);
        }
    }
}
