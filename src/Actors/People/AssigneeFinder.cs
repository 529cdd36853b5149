using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.People;

/// <summary>
/// One look for people to be assigned tickets: their Mattermost accounts, their lines in the map, their accounts in Redmine. Where people
/// give keys of their own, whoever has given one is known by it; for the others, who may be known by name, it is read which accounts are
/// somebody's already. Started for each question by its parent, the people actor, which it asks for what that knows; it ends with the answer.
/// Supervision: an exception stops it, and the question is answered as if Mattermost were away.
/// </summary>
internal sealed class AssigneeFinder : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(40);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeopleDirectory.FindAssignees _question;
    private readonly IActorRef _asker;
    private readonly IActorRef _redmine;
    private readonly IConnectedPeople? _connected;
    private readonly Dictionary<string, UserId> _ids = [];
    private readonly Dictionary<UserId, Person?> _persons = [];
    private bool _isAnswered;

    public AssigneeFinder(PeopleDirectory.FindAssignees question, IActorRef asker, IActorRef poster, IActorRef redmine, IConnectedPeople? connected)
    {
        _question = question;
        _asker = asker;
        _redmine = redmine;
        _connected = connected;

        Receive<Poster.NamesRead>(read =>
        {
            foreach (var user in read.Users)
                _ids[$"@{user.Username}"] = user.Id;
            ResolveAll();
        });
        Receive<Poster.Failed>(_ => Fail(RefusalReason.MattermostAway));
        Receive<PeopleDirectory.Resolved>(resolved => Resolved(resolved.Person.Id, resolved.Person));
        Receive<PeopleDirectory.Unresolved>(unresolved =>
        {
            if (unresolved.Why == PosterFailure.NotFound)
                Resolved(unresolved.User, null);
            else
                Fail(RefusalReason.MattermostAway);
        });
        Receive<RedmineGate.Answered>(Answered);
        Receive<AccountsRead>(read => Finish([], read.Accounts));
        Receive<AccountsNotRead>(failed =>
        {
            _log.Error(failed.Why, "It can't be read who is connected");
            Fail(RefusalReason.MattermostAway);
        });
        Receive<TooLate>(_ => Fail(RefusalReason.RedmineAway));

        foreach (var id in question.People.Where(p => !IsName(p)))
            _ids[id] = new(id);
        string[] names = [.. question.People.Where(IsName).Select(n => n[1..].ToLowerInvariant()).Distinct()];
        if (names.Length > 0)
            poster.Tell(new Poster.ReadNames(names));
        else
            ResolveAll();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer(nameof(TooLate), TooLate.Instance, AnswerWithin);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        if (!_isAnswered)
            Fail(RefusalReason.MattermostAway);
    }

    private static bool IsName(string person) => person.StartsWith('@');

    private void ResolveAll()
    {
        foreach (var id in _ids.Values.Distinct())
            Context.Parent.Tell(new PeopleDirectory.Resolve(id));
        if (_ids.Count == 0)
            Finish([]);
    }

    private void Resolved(UserId user, Person? person)
    {
        _persons[user] = person;
        if (_persons.Count < _ids.Values.Distinct().Count())
            return;
        RedmineLogin[] logins = [.. _persons.Values.Select(p => p is { Obstacle: not RefusalReason.MayNotAct } ? p.Redmine : null).OfType<RedmineLogin>().Distinct()];
        if (logins.Length > 0)
            _redmine.Tell(new RedmineGate.Ask(_question.AskedBy, CallKind.Command, new RedmineCall.FindUsers(logins), 0));
        else if (_connected is not null && _persons.Values.Any(p => p is { Redmine: null, Name: not null }))
            _connected.AccountsAsync(_stopping.Token).PipeTo(Self, success: accounts => new AccountsRead(accounts), failure: why => new AccountsNotRead(why));
        else
            Finish([]);
    }

    private void Answered(RedmineGate.Answered answered)
    {
        if (answered.Answer is RedmineAnswer.UsersFound found)
            Finish(found.Users);
        else
            Fail(answered.Answer is RedmineAnswer.Busy ? RefusalReason.RedmineBusy : RefusalReason.RedmineAway);
    }

    /// <param name="connected">The accounts that are somebody's already.</param>
    private void Finish(IReadOnlyList<RedmineUser> users, IReadOnlySet<int>? connected = null)
    {
        var accounts = users.Where(u => !u.IsLocked).ToDictionary(u => u.Login, StringComparer.OrdinalIgnoreCase);
        End(new PeopleDirectory.AssigneesFound(_question.Tag, _question.People.Distinct().ToDictionary(p => p, Of)) { Connected = connected ?? ImmutableHashSet<int>.Empty });

        Assignee Of(string asked)
        {
            var key = IsName(asked) ? asked.ToLowerInvariant() : asked;
            if (!_ids.TryGetValue(key, out var id) || _persons.GetValueOrDefault(id) is not { } person)
                return new Assignee.Stranger(asked);
            if (person.Obstacle == RefusalReason.MayNotAct)
                return new Assignee.Inactive(person.Username);
            if (person.Redmine is OwnKey own)
                return new Assignee.Known(person.Username, own.Account);
            if (person.Redmine is not RedmineLogin login)
                return _connected is null ? new Assignee.NotMapped(person.Username) : new Assignee.NotConnected(person.Username, person.Name);
            return accounts.TryGetValue(login.Value, out var account) ? new Assignee.Known(person.Username, account) : new Assignee.NoAccount(person.Username);
        }
    }

    private void Fail(RefusalReason why) => End(new PeopleDirectory.AssigneesUnknown(_question.Tag, why));

    private void End(object answer)
    {
        if (_isAnswered)
            return;
        _isAnswered = true;
        _asker.Tell(answer);
        Context.Stop(Self);
    }

    private sealed record AccountsRead(IReadOnlySet<int> Accounts) : INoSerializationVerificationNeeded;

    private sealed record AccountsNotRead(Exception Why) : INoSerializationVerificationNeeded;

    private sealed record TooLate : INoSerializationVerificationNeeded
    {
        public static readonly TooLate Instance = new();
    }
}
