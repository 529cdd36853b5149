using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Serialization;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Benchmarks.Sessions;

/// <summary>
/// How long a session takes to come back from a journal on SQLite and to leave again: one without a past, one that reads a thousand
/// events, and one that reads the state that was stored after them.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class Recovery
{
    private const int Events = 1_000;

    private string _directory = null!;
    private IHost _host = null!;
    private IActorRef _door = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _directory = Directory.CreateTempSubdirectory("bridge-benchmark").FullName;
        var database = new BridgeDatabase($"Data Source={Path.Combine(_directory, "bridge.db")}");
        await database.PrepareAsync(CancellationToken.None);
        var host = new HostBuilder();
        host.ConfigureServices(services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Error)).AddAkka("benchmark", akka => akka
            .AddHocon(JournalSettings.For(database), HoconAddMode.Prepend)
            .AddHocon("akka.loglevel = ERROR", HoconAddMode.Prepend)
            .WithCustomSerializer("bridge", BridgeSerializer.Bound, system => new BridgeSerializer(system))));
        _host = host.Build();
        await _host.StartAsync();
        var system = _host.Services.GetRequiredService<ActorSystem>();
        _door = system.ActorOf(Props.Create(() => new Door(database)));
        // Snapshots are taken while events are written, so a session with one leaves none of them to be read.
        foreach (var (user, stores) in ((string, bool)[])[("long", false), ("stored", true)])
            await system.ActorOf(Props.Create(() => new Past(user, stores))).Ask<Done>(new Write([.. Past.Of(Events)]), TimeSpan.FromMinutes(1));
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public Task Without_a_past() => _door.Ask<Done>("new");

    [Benchmark]
    public Task From_1000_events() => _door.Ask<Done>("long");

    [Benchmark]
    public Task From_the_state_after_them() => _door.Ask<Done>("stored");

    /// <summary>Starts a session, lets it go when it is back, and says so when it has gone.</summary>
    private sealed class Door : ReceiveActor
    {
        public Door(BridgeDatabase database)
        {
            Dictionary<IActorRef, IActorRef> asked = [];
            Receive<string>(user =>
            {
                var session = Context.Watch(Context.ActorOf(Props.Create(() => new UserSessionActor(
                    new(user), new(Language.English), TimeProvider.System, new Nobody<PeopleDirectory>(), new Nobody<RedmineGate>(), new Nobody<LinkFormatter>(),
                    new Nobody<Poster>(), new Nobody<LinkInbox>(), new ChannelProjects(database), new UnfinishedSessions(database), new HistoryTerms(database), new ConnectedPeople(database, TimeProvider.System)))));
                asked[session] = Sender;
            });
            Receive<SessionDoor.Recovered>(_ => Context.Stop(Sender));
            Receive<Terminated>(gone =>
            {
                asked.Remove(gone.ActorRef, out var asker);
                asker.Tell(Done.Instance);
            });
        }
    }

    /// <summary>Writes down what a person did in the past.</summary>
    private sealed class Past : ReceivePersistentActor
    {
        private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        private static readonly Origin Origin = new(Actors.Intents.Door.DirectMessage, new("u"), new("c"), null);

        private readonly bool _storesState;
        private SessionState _state = SessionState.New;

        public Past(string user, bool storesState)
        {
            PersistenceId = $"user-{user}";
            _storesState = storesState;
            IActorRef asker = ActorRefs.Nobody;
            Recover<ISessionEvent>(_ => { });
            Command<Write>(write =>
            {
                asker = Sender;
                PersistAll(write.Events, written =>
                {
                    _state = _state.Apply(written);
                    if (LastSequenceNr < write.Events.Count)
                        return;
                    if (_storesState)
                        SaveSnapshot(_state.ToSnapshot());
                    else
                        End(asker);
                });
            });
            Command<SaveSnapshotSuccess>(_ => End(asker));
        }

        public override string PersistenceId { get; }

        /// <summary>One ticket after the other: said, changed, confirmed, sent, created and told.</summary>
        public static IEnumerable<ISessionEvent> Of(int events) => Enumerable.Range(0, events / 6 + 1).SelectMany(Ticket).Take(events);

        private static IEnumerable<ISessionEvent> Ticket(int number)
        {
            var id = $"post-{number.ToString(CultureInfo.InvariantCulture)}";
            var at = Noon.AddMinutes(number);
            var values = FormValues.None.With("project", "1").With("tracker", "1").With("subject", $"Task {id}").With("description", "All of them, please.");
            var draft = new Draft(id, FormKind.Ticket, values, Origin, at) { Answered = ["project", "subject"] };
            yield return new DraftKept(draft with { Asked = "description", AskedKind = FieldKind.LongText, Number = 1 }, new(id), at);
            yield return new DraftKept(draft with { Number = 2 }, new($"{id}-2"), at);
            yield return new CreationRequested(id, FormKind.Ticket, "Demo", false, 5, [new(1, $"Task {id}", new() { Project = 1, Subject = $"Task {id}" }, null)], values, Origin, at);
            yield return new CreationSending(id, 1, $"rb-{id}", at, 1, at);
            yield return new CreationSettled(id, 1, new(new(number), new(1, "Demo"), new(2, "Bug"), new(3, "New"), new(4, "Normal"), new(5, "Alice"), $"Task {id}", at), [], at);
            yield return new CreationTold(id, at);
        }

        private void End(IActorRef asker)
        {
            asker.Tell(Done.Instance);
            Context.Stop(Self);
        }
    }

    private sealed class Nobody<TKey> : IRequiredActor<TKey>
    {
        public IActorRef ActorRef => ActorRefs.Nobody;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) => Task.FromResult(ActorRef);
    }

    private sealed record Write(IReadOnlyList<ISessionEvent> Events);

    private sealed record Done
    {
        public static readonly Done Instance = new();
    }
}
