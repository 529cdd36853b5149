using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.People;

/// <summary>
/// What has to be asked of both servers to check a map, a question at a time, and what they answered: in Mattermost those who are known
/// by their ids, then the others, and the logins of those who were renamed, by their logins, then as users the right sides of entries
/// whose left ones are none; last the accounts in Redmine.
/// </summary>
public sealed class MapCheck
{
    private const int IdsAtOnce = 100;
    private const int NamesAtOnce = 200;
    private static readonly IReadOnlyDictionary<string, UserId> NobodysLogins = new Dictionary<string, UserId>();

    private readonly UserMap _map;
    private readonly Dictionary<string, UserId> _pins;
    private readonly MapEntry[] _entries;
    private readonly Queue<string[]> _names = new();
    private readonly Queue<UserId[]> _ids;
    private readonly Dictionary<string, ChatUser> _users = [];
    private Step _step = Step.Ids;
    private AccountSearch _accounts = new([]);

    public MapCheck(UserMap map, IReadOnlyDictionary<string, UserId> pins)
    {
        _map = map;
        _pins = new(pins);
        _entries = [.. map.Entries.Where(e => map.EntryOf(e.Username) == e)];
        _ids = new(_entries.Where(e => pins.ContainsKey(e.Username)).Select(e => pins[e.Username]).Distinct().Chunk(IdsAtOnce));
    }

    private enum Step
    {
        Ids,
        Names,
        TurnedRound,
        Accounts,
    }

    /// <summary>
    /// A <see cref="Poster.ReadUsers"/>, a <see cref="Poster.ReadNames"/> or a <see cref="Redmine.RedmineCall.ReadAccounts"/>; null when all
    /// is known. Asked for once an answer.
    /// </summary>
    public object? Next()
    {
        if (_step == Step.Ids && !_ids.TryPeek(out _))
            Turn(Step.Names, _entries.Where(e => _users.GetValueOrDefault(e.Username)?.Username != e.Username).Select(e => e.Username));
        if (_step == Step.Names && _names.Count == 0)
            Turn(Step.TurnedRound, Unknown.Select(e => e.Redmine.Value.ToLowerInvariant()).Where(n => !_users.ContainsKey(n)));
        if (_step == Step.TurnedRound && _names.Count == 0)
        {
            _step = Step.Accounts;
            var turned = Unknown.Where(e => _users.ContainsKey(e.Redmine.Value.ToLowerInvariant())).Select(e => e.Username);
            _accounts = new(_entries.Select(e => e.Redmine.Value).Concat(turned));
        }

        return _step switch
        {
            Step.Ids => new Poster.ReadUsers(_ids.Dequeue()),
            Step.Accounts => _accounts.Next,
            _ => new Poster.ReadNames(_names.Dequeue()),
        };
    }

    public void Read(Poster.UsersRead read)
    {
        var users = read.Users.ToDictionary(u => u.Id);
        foreach (var entry in _entries)
        {
            if (_pins.TryGetValue(entry.Username, out var owner) && users.TryGetValue(owner, out var user))
                _users[entry.Username] = user;
        }
    }

    public void Read(Poster.NamesRead read)
    {
        // Whoever has the login now comes before whoever had it first and was renamed.
        if (_step == Step.Names)
        {
            foreach (var user in read.Users)
                _users[user.Username] = user;
            var known = new PinnedMap(_map, _pins);
            ToPin = read.Users.Where(known.IsNew).ToDictionary(u => u.Username, u => u.Id);
        }
        else
        {
            foreach (var user in read.Users)
                _users.TryAdd(user.Username, user);
        }
    }

    /// <summary>The logins that were just found and are nobody's yet; they are pinned before anything else is asked.</summary>
    public IReadOnlyDictionary<string, UserId> ToPin { get; private set; } = NobodysLogins;

    public void Pinned(IReadOnlyDictionary<string, UserId> owners)
    {
        ToPin = NobodysLogins;
        foreach (var (login, owner) in owners)
            _pins[login] = owner;
    }

    public void Read(Redmine.RedmineAnswer.AccountsRead read) => _accounts.Read(read);

    public IReadOnlyList<MapFinding> Findings => new MapFacts(_pins, _users, _accounts.Found).FindingsIn(_map);

    private IEnumerable<MapEntry> Unknown => _entries.Where(e => !_users.ContainsKey(e.Username));

    private void Turn(Step step, IEnumerable<string> names)
    {
        _step = step;
        foreach (var some in names.Distinct().Chunk(NamesAtOnce))
            _names.Enqueue(some);
    }
}
