using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Knows who people are: their Mattermost account (read in bulk through the poster, cached ten minutes), the map, and the pins,
/// which are read again every five seconds, for an administrator may have confirmed another owner; or instead of these two the keys that
/// people have given, each looked up when its person wants to act.
/// Failure: an exception restarts it; caches are then filled anew, and who was waiting asks again by their own time-out.
/// </summary>
public sealed class PeopleActor : ReceiveActor, IWithTimers
{
    private const int CachedAtMost = 10_000;
    private const int ReadAtOnce = 100;
    private const int ListedAtMost = 100;
    private const int DoubtedAtMost = 10_000;
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PinRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PinsReadEvery = TimeSpan.FromSeconds(5);
    private static readonly IReadOnlyDictionary<string, UserId> NoPins = new Dictionary<string, UserId>();

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPinnedUsers _pinned;
    private readonly IActorRef _poster;
    private readonly TimeProvider _clock;
    private readonly PeopleSettings _settings;
    private readonly Dictionary<UserId, (ChatUser User, DateTimeOffset Until)> _cached = [];
    private readonly Dictionary<UserId, List<IActorRef>> _asking = [];
    private readonly HashSet<UserId> _beingRead = [];

    /// <summary>While they were being read: what comes back may be as they were before.</summary>
    private readonly HashSet<UserId> _changed = [];
    private readonly HashSet<(string Username, UserId User)> _doubted = [];
    private IReadOnlyDictionary<string, UserId>? _pins;
    private UserMap _map;
    private PinnedMap _known;

    public PeopleActor(
        PeopleSettings settings, IPinnedUsers pinned, IRequiredActor<Poster> poster, IRequiredActor<RedmineGate> redmine, TimeProvider clock)
    {
        _settings = settings;
        _map = settings.Map;
        _known = new(_map, NoPins);
        _pinned = pinned;
        _poster = poster.ActorRef;
        _clock = clock;

        var gate = redmine.ActorRef;
        Receive<PeopleDirectory.FindAssignees>(question => Find(question, gate));
        Receive<PeopleDirectory.FindMapped>(question =>
        {
            string[] listed = [.. question.People.Concat(_map.Entries.Select(entry => $"@{entry.Username}")).Distinct()];
            Find(new(question.AskedBy, listed.Length <= ListedAtMost ? listed : question.People, question.Tag), gate);
        });
        Receive<PeopleDirectory.Resolve>(resolve => Resolve(resolve.User));
        Receive<PeopleDirectory.MapChanged>(changed =>
        {
            _map = changed.Map;
            _known = new(_map, _pins ?? NoPins);
            _log.Info("The map of people has {Count} entries now", _map.Count);
        });
        Receive<PeopleDirectory.UserChanged>(changed =>
        {
            _cached.Remove(changed.User);
            if (_beingRead.Contains(changed.User))
                _changed.Add(changed.User);
        });
        Receive<Poster.UsersRead>(UsersRead);
        Receive<Poster.Failed>(failed =>
        {
            if (failed.Request is Poster.ReadUsers read)
                ReadFailed(read.Ids, failed.Why);
        });
        Receive<PinsLoaded>(PinsAreLoaded);
        Receive<PinsNotLoaded>(failed =>
        {
            // Later those hold that were read; that the database is away is said elsewhere.
            if (_pins is null)
                _log.Error(failed.Why, "The pinned names can't be read; nobody can act until they are");
            Timers.StartSingleTimer(nameof(LoadPins), LoadPins.Instance, PinRetry);
        });
        Receive<LoadPins>(_ => Load());
        Receive<Pinned>(pinned =>
        {
            Add(pinned.Owners);
            Answer(pinned.User);
        });
        Receive<PeopleDirectory.LoginsPinned>(pinned => Add(pinned.Owners));
        Receive<Found>(found => Answer(found.User, found.Own, found.Own is null ? RefusalReason.NotConnected : null));
        Receive<NotFound>(failed =>
        {
            _log.Error(failed.Why, "It can't be read whether a person is connected");
            Unresolved(failed.User.Id, PosterFailure.Away);
        });
        Receive<NotPinned>(failed =>
        {
            _log.Error(failed.Why, "A name could not be pinned");
            Unresolved(failed.User.Id, PosterFailure.Away);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => Load();

    protected override void PreRestart(Exception reason, object message)
    {
        // The one from the start may be long out of date.
        Self.Tell(new PeopleDirectory.MapChanged(_map));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Find(PeopleDirectory.FindAssignees question, IActorRef gate)
    {
        var (asker, mattermost, connected) = (Sender, _poster, _settings.Connected);
        Context.ActorOf(Props.Create(() => new AssigneeFinder(question, asker, mattermost, gate, connected)));
    }

    private void Load() => _pinned.LoadAsync(_stopping.Token).PipeTo(Self, success: pins => new PinsLoaded(pins), failure: why => new PinsNotLoaded(why));

    private void PinsAreLoaded(PinsLoaded loaded)
    {
        Timers.StartSingleTimer(nameof(LoadPins), LoadPins.Instance, PinsReadEvery);
        var known = _pins ?? NoPins;
        var isSettled = loaded.Pins.Any(p => known.TryGetValue(p.Key, out var before) && before != p.Value);
        _pins = known;
        Add(loaded.Pins);
        if (isSettled)
        {
            // Whoever comes into doubt again is named again.
            _doubted.RemoveWhere(d => loaded.Pins.GetValueOrDefault(d.Username) == d.User);
            Context.System.EventStream.Publish(PeopleDirectory.OwnersInQuestion.Instance);
        }

        ReadNext();
    }

    private void Add(IReadOnlyDictionary<string, UserId> owners)
    {
        // They are read with all others.
        if (_pins is null)
            return;
        var pins = new Dictionary<string, UserId>(_pins);
        foreach (var (name, owner) in owners)
            pins[name] = owner;
        _pins = pins;
        _known = new(_map, pins);
    }

    private void Resolve(UserId user)
    {
        if (_asking.TryGetValue(user, out var waiting))
        {
            waiting.Add(Sender);
            return;
        }

        _asking[user] = [Sender];
        if (_pins is not null && _cached.TryGetValue(user, out var known) && known.Until > _clock.GetUtcNow())
            Recognize(known.User);
        else
            ReadNext();
    }

    /// <summary>One read at a time; whoever is asked for meanwhile is in the next one.</summary>
    private void ReadNext()
    {
        if (_pins is null || _beingRead.Count > 0)
            return;
        var now = _clock.GetUtcNow();
        _beingRead.UnionWith(_asking.Keys.Where(u => !_cached.TryGetValue(u, out var known) || known.Until <= now).Take(ReadAtOnce));
        if (_beingRead.Count > 0)
            _poster.Tell(new Poster.ReadUsers([.. _beingRead]));
    }

    private void UsersRead(Poster.UsersRead read)
    {
        if (_cached.Count > CachedAtMost)
            _cached.Clear();
        var until = _clock.GetUtcNow() + CachedFor;
        foreach (var user in read.Users)
        {
            if (!_changed.Contains(user.Id))
                _cached[user.Id] = (user, until);
        }

        _beingRead.Clear();
        _changed.Clear();
        foreach (var user in read.Users)
            Recognize(user);
        foreach (var missing in read.Request.Ids.Except(read.Users.Select(u => u.Id)))
            Unresolved(missing, PosterFailure.NotFound);
        ReadNext();
    }

    private void ReadFailed(IReadOnlyList<UserId> ids, PosterFailure why)
    {
        _beingRead.Clear();
        _changed.Clear();
        foreach (var id in ids)
            Unresolved(id, why);
        ReadNext();
    }

    private void Recognize(ChatUser user)
    {
        if (!_asking.ContainsKey(user.Id))
            return;
        if (_settings.Connected is { } connected)
            connected.FindAsync(user.Id, _stopping.Token).PipeTo(Self, success: own => new Found(user, own), failure: why => new NotFound(user, why));
        else if (_known.IsNew(user))
            Pin(user);
        else
            Answer(user);
    }

    private void Pin(ChatUser user) =>
        _pinned.PinAsync(new Dictionary<string, UserId> { [user.Username] = user.Id }, _stopping.Token).PipeTo(
            Self,
            success: owners => new Pinned(user, owners),
            failure: why => new NotPinned(user, why));

    private void Answer(ChatUser user)
    {
        if (_asking.ContainsKey(user.Id) && _known.OwnerInstead(user) is { } owner)
            Doubt(user, owner);
        Answer(user, _known.LoginOf(user), _known.WhyNobody(user));
    }

    private void Answer(ChatUser user, RedmineIdentity? redmine, RefusalReason? whyNobody)
    {
        if (!_asking.Remove(user.Id, out var waiting))
            return;
        var person = new Person(
            user.Id,
            user.Username,
            Sentences.Of(user.Locale, _settings.Language),
            user.TimeZone is { Length: > 0 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : _settings.Zone,
            redmine,
            Obstacles.Of(user, _settings.GuestsAct, whyNobody))
        {
            Name = FullName.Of(user.FirstName, user.LastName),
        };
        foreach (var asker in waiting)
            asker.Tell(new PeopleDirectory.Resolved(person));
    }

    private void Doubt(ChatUser user, UserId owner)
    {
        if (_doubted.Contains((user.Username, user.Id)))
            return;
        if (_doubted.Count >= DoubtedAtMost)
        {
            _doubted.Clear();
            Context.System.EventStream.Publish(new BoundReached(BoundReached.LoginsInDoubt));
        }

        _doubted.Add((user.Username, user.Id));
        _log.Warning(
            "{Username} of the map is the account {Owner} since it was first seen, and {User}, which has the name now, is not believed; "
            + "if it shall be, confirm it with `redmine-bridge confirm {Login}`",
            user.Username, owner, user.Id, user.Username);
        Context.System.EventStream.Publish(PeopleDirectory.OwnersInQuestion.Instance);
    }

    private void Unresolved(UserId user, PosterFailure why)
    {
        if (!_asking.Remove(user, out var waiting))
            return;
        foreach (var asker in waiting)
            asker.Tell(new PeopleDirectory.Unresolved(user, why));
    }

    private sealed record LoadPins : INoSerializationVerificationNeeded
    {
        public static readonly LoadPins Instance = new();
    }

    private sealed record PinsLoaded(IReadOnlyDictionary<string, UserId> Pins) : INoSerializationVerificationNeeded;

    private sealed record PinsNotLoaded(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record Pinned(ChatUser User, IReadOnlyDictionary<string, UserId> Owners) : INoSerializationVerificationNeeded;

    private sealed record Found(ChatUser User, OwnKey? Own) : INoSerializationVerificationNeeded;

    private sealed record NotFound(ChatUser User, Exception Why) : INoSerializationVerificationNeeded;

    private sealed record NotPinned(ChatUser User, Exception Why) : INoSerializationVerificationNeeded;
}
