using Akka.Actor;
using Akka.Event;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>
/// Remembers for five minutes what Redmine has to choose from: for all, and for each person by login, or by who they are where the key is
/// their own. What isn't remembered is read through the gate in the turn of the person who asked first; whoever wants the same meanwhile
/// waits for the same read. A failure is answered to all who wait for it, and not remembered.
/// Failure: an exception restarts it empty; who waited is answered that Redmine can't be reached.
/// </summary>
internal sealed class CatalogActor : ReceiveActor
{
    private const int People = 1_000;
    private const int Rows = 100_000;
    private const int QuestionsAtMost = 1_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    /// <summary>In whose turn it reads what nobody has asked for yet.</summary>
    private static readonly UserId Itself = new("catalog");

    private readonly IActorRef _gate;
    private readonly TimeProvider _clock;
    private readonly string? _markField;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RecentlyUsed<RedmineCall.ReadCatalog, RedmineCatalog> _catalog = new(1, int.MaxValue, _ => 1, KeptFor);
    private readonly RecentlyUsed<RedmineCall.ReadProjects, PersonProjects> _projects = new(People, Rows, p => p.Projects.Count, KeptFor);
    private readonly RecentlyUsed<RedmineCall.ReadMembers, ProjectMembers> _members = new(People, Rows, m => m.People.Count + m.Groups.Count, KeptFor);
    private readonly Dictionary<RedmineCall, Reading> _underWay = [];
    private RedmineClock _redmineClock = RedmineClock.Unknown;
    private int _questions;
    private long _tags;
    private ConnectionReport? _reported;

    /// <param name="markField">The custom field chosen to carry marks, by name or id; null: none. It is looked at whenever the catalog is read.</param>
    public CatalogActor(IActorRef gate, TimeProvider clock, string? markField)
    {
        _markField = markField;
        _gate = gate;
        _clock = clock;

        Receive<Catalog.Read>(Take);
        Receive<Catalog.Forget>(forget =>
        {
            var identity = Known(forget.As);
            _projects.RemoveAll(p => p.As == identity);
            _members.RemoveAll(m => m.As == identity);
        });
        Receive<Catalog.Prepare>(_ =>
        {
            var call = new RedmineCall.ReadCatalog();
            if (!_catalog.TryGet(call, _clock.GetUtcNow(), out var _) && !_underWay.ContainsKey(call))
                Ask(call, _underWay[call] = new(), Itself, CallKind.Background);
        });
        Receive<RedmineGate.Answered>(Answered);
    }

    protected override void PostStop()
    {
        foreach (var question in _underWay.Values.SelectMany(r => r.Waiting))
            question.Asker.Tell(new Catalog.Failed(question.Read.Tag, new RedmineAnswer.Unreachable("the catalog stopped")));
    }

    private void Take(Catalog.Read read)
    {
        if (_questions >= QuestionsAtMost)
        {
            Context.System.EventStream.Publish(new BoundReached(BoundReached.CatalogQuestions));
            Sender.Tell(new Catalog.Failed(read.Tag, new RedmineAnswer.Busy()));
            return;
        }

        _questions++;
        Continue(new(read with { As = Known(read.As) }, Sender));
    }

    /// <summary>Takes what is remembered; waits for the first thing that isn't. What a question has got it keeps, however long the rest takes.</summary>
    private void Continue(Question question)
    {
        var now = _clock.GetUtcNow();
        var all = new RedmineCall.ReadCatalog(question.Read.As as OwnKey);
        if (question.Catalog is null && !_catalog.TryGet(all, now, out question.Catalog))
        {
            Join(all, question);
            return;
        }

        var projects = new RedmineCall.ReadProjects(question.Read.As);
        if (question.Projects is null && !_projects.TryGet(projects, now, out question.Projects))
        {
            Join(projects, question);
            return;
        }

        if (question.Read.MembersOf is { } project)
        {
            var members = new RedmineCall.ReadMembers(question.Read.As, project);
            if (!_members.TryGet(members, now, out question.Members))
            {
                Join(members, question);
                return;
            }
        }

        _questions--;
        question.Asker.Tell(
            new Catalog.Known(question.Read.Tag, new(question.Catalog, question.Projects, question.Members)) { Clock = _redmineClock });
    }

    private static void Remember(bool hasRoom)
    {
        if (!hasRoom)
            Context.System.EventStream.Publish(new BoundReached(BoundReached.CatalogMemory));
    }

    private void Join(RedmineCall call, Question question)
    {
        if (!_underWay.TryGetValue(call, out var reading))
            _underWay[call] = reading = new();
        reading.Waiting.Add(question);
        // A person doesn't wait behind what nobody waits for: then it is asked for once more, and the first answer counts.
        if (reading.Kind != CallKind.Command)
            Ask(call, reading, question.Read.Person, CallKind.Command);
    }

    private void Ask(RedmineCall call, Reading reading, UserId person, CallKind kind)
    {
        reading.Kind = kind;
        reading.Tag = ++_tags;
        _gate.Tell(new RedmineGate.Ask(person, kind, call, reading.Tag));
    }

    private void Answered(RedmineGate.Answered answered)
    {
        _redmineClock = answered.Clock;
        var now = _clock.GetUtcNow();
        switch (answered.Answer)
        {
            case RedmineAnswer.CatalogRead read:
                Remember(_catalog.Put((RedmineCall.ReadCatalog)answered.Call, WithMarkField(read.Catalog), now));
                Finish(answered.Call, Continue);
                break;
            case RedmineAnswer.ProjectsRead read:
                Remember(_projects.Put((RedmineCall.ReadProjects)answered.Call, read.Projects, now));
                Finish(answered.Call, Continue);
                break;
            case RedmineAnswer.MembersRead read:
                Remember(_members.Put((RedmineCall.ReadMembers)answered.Call, read.Members, now));
                Finish(answered.Call, Continue);
                break;
            case var failure when _underWay.TryGetValue(answered.Call, out var reading) && reading.Tag == answered.Tag:
                Failed(answered.Call, reading, failure);
                break;
        }
    }

    private RedmineCatalog WithMarkField(RedmineCatalog catalog)
    {
        if (_markField is null)
            return catalog;
        var (field, report) = MarkField.Check(_markField, catalog);
        if (report != _reported)
        {
            _reported = report;
            if (report.Detail.Length > 0)
                _log.Warning("{Detail}", report.Detail);
            Context.System.EventStream.Publish(report);
        }

        return catalog with { MarkField = field };
    }

    private void Failed(RedmineCall call, Reading reading, RedmineAnswer why)
    {
        Question[] concerned = why switch
        {
            // The bound may be that of one person alone: the others don't pay for it.
            RedmineAnswer.Busy when reading.Waiting is [var first, var second, ..] && first.Read.Person != second.Read.Person => [first],
            // Nor for somebody else's key.
            RedmineAnswer.OwnKeyRefused when reading.Waiting.Exists(q => q.Read.As == call.As) => [.. reading.Waiting.Where(q => q.Read.As == call.As)],
            _ => [.. reading.Waiting],
        };
        if (concerned.Length == reading.Waiting.Count)
        {
            Finish(call, question => Fail(question, why));
            return;
        }

        reading.Waiting.RemoveAll(concerned.Contains);
        foreach (var question in concerned)
            Fail(question, why);
        var next = reading.Waiting[0].Read;
        Ask(call is RedmineCall.ReadCatalog ? call with { As = next.As as OwnKey } : call, reading, next.Person, CallKind.Command);
    }

    private void Fail(Question question, RedmineAnswer why)
    {
        _questions--;
        question.Asker.Tell(new Catalog.Failed(question.Read.Tag, why));
    }

    private void Finish(RedmineCall call, Action<Question> then)
    {
        if (!_underWay.Remove(call, out var reading))
            return;
        foreach (var question in reading.Waiting)
            then(question);
    }

    /// <summary>Redmine takes a login in any case.</summary>
    private static RedmineIdentity Known(RedmineIdentity identity) => identity is RedmineLogin login ? new RedmineLogin(login.Value.ToLowerInvariant()) : identity;

    private sealed class Reading
    {
        public List<Question> Waiting { get; } = [];

        /// <summary>Null: not asked for yet.</summary>
        public CallKind? Kind { get; set; }

        /// <summary>Of the last time it was asked for.</summary>
        public long Tag { get; set; }
    }

    private sealed class Question(Catalog.Read read, IActorRef asker)
    {
        public RedmineCatalog? Catalog;
        public PersonProjects? Projects;
        public ProjectMembers? Members;

        public Catalog.Read Read { get; } = read;

        public IActorRef Asker { get; } = asker;
    }
}
