using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Knows who people are: their Mattermost account (read in bulk through the poster, cached ten minutes), the map, and the pins.
/// Failure: an exception restarts it; caches are then filled anew, and who was waiting asks again by their own time-out.
/// </summary>
public sealed class PeopleActor : ReceiveActor, IWithTimers
{
    private const int CachedAtMost = 10_000;
    private const int ReadAtOnce = 100;
    private const int ListedAtMost = 100;
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PinRetry = TimeSpan.FromSeconds(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IPinnedUsers _pinned;
    private readonly IActorRef _poster;
    private readonly TimeProvider _clock;
    private readonly PeopleSettings _settings;
    private readonly Dictionary<UserId, (ChatUser User, DateTimeOffset Until)> _cached = [];
    private readonly Dictionary<UserId, List<IActorRef>> _asking = [];
    private readonly HashSet<UserId> _beingRead = [];
    private readonly Dictionary<string, UserId> _pins = [];
    private UserMap _map;
    private bool _pinsLoaded;

    public PeopleActor(
        PeopleSettings settings, IPinnedUsers pinned, IRequiredActor<Poster> poster, IRequiredActor<RedmineGate> redmine, TimeProvider clock)
    {
        _settings = settings;
        _map = settings.Map;
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
            _log.Info("The map of people has {Count} entries now", _map.Count);
        });
        Receive<PeopleDirectory.UserChanged>(changed => _cached.Remove(changed.User));
        Receive<Poster.UsersRead>(UsersRead);
        Receive<Poster.Failed>(failed =>
        {
            if (failed.Request is Poster.ReadUsers read)
                ReadFailed(read.Ids, failed.Why);
        });
        Receive<PinsLoaded>(PinsAreLoaded);
        Receive<PinsNotLoaded>(failed =>
        {
            _log.Error(failed.Why, "The pinned names can't be read; nobody can act until they are");
            Timers.StartSingleTimer(nameof(LoadPins), LoadPins.Instance, PinRetry);
        });
        Receive<LoadPins>(_ => Load());
        Receive<Pinned>(pinned =>
        {
            _pins[pinned.Username] = pinned.Owner;
            Answer(pinned.User);
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
        var (asker, mattermost) = (Sender, _poster);
        Context.ActorOf(Props.Create(() => new AssigneeFinder(question, asker, mattermost, gate)));
    }

    private void Load() => _pinned.LoadAsync(_stopping.Token).PipeTo(Self, success: pins => new PinsLoaded(pins), failure: why => new PinsNotLoaded(why));

    private void PinsAreLoaded(PinsLoaded loaded)
    {
        _pinsLoaded = true;
        foreach (var (name, owner) in loaded.Pins)
            _pins[name] = owner;
        ReadNext();
    }

    private void Resolve(UserId user)
    {
        if (_asking.TryGetValue(user, out var waiting))
        {
            waiting.Add(Sender);
            return;
        }

        _asking[user] = [Sender];
        if (_pinsLoaded && _cached.TryGetValue(user, out var known) && known.Until > _clock.GetUtcNow())
            Pin(known.User);
        else
            ReadNext();
    }

    /// <summary>One read at a time; whoever is asked for meanwhile is in the next one.</summary>
    private void ReadNext()
    {
        if (!_pinsLoaded || _beingRead.Count > 0)
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
            _cached[user.Id] = (user, until);
        _beingRead.Clear();
        foreach (var user in read.Users)
            Pin(user);
        foreach (var missing in read.Request.Ids.Except(read.Users.Select(u => u.Id)))
            Unresolved(missing, PosterFailure.NotFound);
        ReadNext();
    }

    private void ReadFailed(IReadOnlyList<UserId> ids, PosterFailure why)
    {
        _beingRead.Clear();
        foreach (var id in ids)
            Unresolved(id, why);
        ReadNext();
    }

    private void Pin(ChatUser user)
    {
        if (!_asking.ContainsKey(user.Id))
            return;
        if (_map.Find(user.Username) is null || _pins.ContainsKey(user.Username) || OwnPinnedName(user.Id) is not null)
        {
            Answer(user);
            return;
        }

        _pinned.PinAsync(user.Username, user.Id, _stopping.Token).PipeTo(
            Self,
            success: owner => new Pinned(user, user.Username, owner),
            failure: why => new NotPinned(user, why));
    }

    private void Answer(ChatUser user)
    {
        if (!_asking.Remove(user.Id, out var waiting))
            return;
        // Who was renamed keeps the line of the map that was theirs; the new name's line is believed only if nobody else had it first.
        var pinnedName = OwnPinnedName(user.Id);
        var mapped = pinnedName is not null ? _map.Find(pinnedName) : null;
        var obstacle = ObstacleOf(user, mapped);
        if (obstacle == RefusalReason.PinnedToAnother)
            _log.Warning("{Username} is in the map, but was first seen as another account than {User}; not believed", user.Username, user.Id);
        var person = new Person(
            user.Id,
            user.Username,
            Sentences.Of(user.Locale, _settings.Language),
            user.TimeZone is { Length: > 0 } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : _settings.Zone,
            mapped,
            obstacle);
        foreach (var asker in waiting)
            asker.Tell(new PeopleDirectory.Resolved(person));
    }

    /// <summary>The one place that decides whether somebody may act, and why not.</summary>
    private RefusalReason? ObstacleOf(ChatUser user, RedmineLogin? mapped) => user switch
    {
        { IsBot: true } or { IsDeactivated: true } => RefusalReason.MayNotAct,
        { IsGuest: true } when !_settings.GuestsAct => RefusalReason.GuestsMayNotAct,
        _ when mapped is not null => null,
        _ => _map.Find(user.Username) is null ? RefusalReason.NotMapped : RefusalReason.PinnedToAnother,
    };

    private string? OwnPinnedName(UserId user) =>
        _pins.Where(p => p.Value == user && _map.Find(p.Key) is not null).Select(p => p.Key).FirstOrDefault();

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

    private sealed record Pinned(ChatUser User, string Username, UserId Owner) : INoSerializationVerificationNeeded;

    private sealed record NotPinned(ChatUser User, Exception Why) : INoSerializationVerificationNeeded;
}
