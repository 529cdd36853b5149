using FsCheck;
using FsCheck.Xunit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class CallQueueTests
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private readonly CallQueue<string> _queue = new(new CallQueueBounds { Workers = 3, Commands = 4, CommandsPerPerson = 3, Creations = 3, CreationsPerPerson = 2, Background = 5, BackgroundPerPerson = 2 });

    [Fact]
    public void TryTake_gives_commands_before_creations_before_background_work()
    {
        _queue.TryAdd(Alice, CallKind.Background, "later");
        _queue.TryAdd(Alice, CallKind.Creation, "then");
        _queue.TryAdd(Bob, CallKind.Command, "first");

        Assert.Equal(["first", "then", "later"], TakeAll());
    }

    [Fact]
    public void TryTake_gives_people_turns()
    {
        foreach (var (person, what) in new[] { (Alice, "a1"), (Alice, "a2"), (Alice, "a3"), (Bob, "b1") })
            Assert.True(_queue.TryAdd(person, CallKind.Command, what));

        Assert.Equal(["a1", "b1", "a2", "a3"], TakeOneByOne());
    }

    [Fact]
    public void TryTake_gives_one_call_of_a_kind_a_person_at_a_time()
    {
        _queue.TryAdd(Alice, CallKind.Command, "a1");
        _queue.TryAdd(Alice, CallKind.Command, "a2");
        _queue.TryAdd(Alice, CallKind.Creation, "c1");
        _queue.TryAdd(Alice, CallKind.Creation, "c2");

        Assert.Equal(["a1", "c1"], TakeAll());
        _queue.Done(Alice, CallKind.Command);
        Assert.Equal(["a2"], TakeAll());
        _queue.Done(Alice, CallKind.Creation);
        Assert.Equal(["c2"], TakeAll());
    }

    [Fact]
    public void TryTake_never_gives_the_last_worker_to_anything_but_commands()
    {
        foreach (var person in new[] { "a", "b", "c" })
            _queue.TryAdd(new UserId(person), CallKind.Background, person);
        _queue.TryAdd(Alice, CallKind.Creation, "creation");

        Assert.Equal(["creation", "a"], TakeAll());
        _queue.TryAdd(Bob, CallKind.Command, "command");
        Assert.Equal(["command"], TakeAll());
        _queue.Done(Alice, CallKind.Creation);
        Assert.Equal(["b"], TakeAll());
    }

    [Fact]
    public void TryAdd_refuses_past_each_bound()
    {
        Assert.True(_queue.TryAdd(Alice, CallKind.Command, "1"));
        Assert.True(_queue.TryAdd(Alice, CallKind.Command, "2"));
        Assert.True(_queue.TryAdd(Alice, CallKind.Command, "3"));
        Assert.False(_queue.TryAdd(Alice, CallKind.Command, "one person's bound"));
        Assert.True(_queue.TryAdd(Bob, CallKind.Command, "4"));
        Assert.False(_queue.TryAdd(Bob, CallKind.Command, "the bound of all"));
        Assert.True(_queue.TryAdd(Bob, CallKind.Background, "a bound of its own"));
        Assert.True(_queue.TryAdd(Bob, CallKind.Creation, "a bound of its own"));
        Assert.True(_queue.TryAdd(Bob, CallKind.Creation, "two"));
        Assert.False(_queue.TryAdd(Bob, CallKind.Creation, "one person's bound"));
    }

    [Fact]
    public void DropInteractive_empties_what_people_wait_for_alone()
    {
        _queue.TryAdd(Alice, CallKind.Command, "1");
        _queue.TryAdd(Alice, CallKind.Creation, "2");
        _queue.TryAdd(Bob, CallKind.Background, "kept");

        Assert.Equal(["1", "2"], _queue.DropInteractive());
        Assert.Equal(["kept"], TakeAll());
    }

    /// <summary>Whatever comes in whatever order is given out exactly once, and a person's requests in their order.</summary>
    [Property]
    public void Everything_taken_in_is_given_out_once_and_in_order(NonEmptyArray<Tuple<byte, byte>> requests)
    {
        var queue = new CallQueue<int>(new CallQueueBounds
        {
            Commands = 30,
            CommandsPerPerson = 10,
            Creations = 30,
            CreationsPerPerson = 10,
            Background = 30,
            BackgroundPerPerson = 10,
        });
        var taken = new List<(UserId, CallKind, int)>();
        var accepted = new List<(UserId, CallKind, int)>();
        foreach (var (request, number) in requests.Get.Select((r, i) => (r, i)))
        {
            var person = new UserId($"{request.Item1 % 5}");
            var kind = (CallKind)(request.Item2 % 3);
            if (queue.TryAdd(person, kind, number))
                accepted.Add((person, kind, number));
        }

        while (queue.TryTake(out var person, out var kind, out var number))
        {
            taken.Add((person, kind, number));
            queue.Done(person, kind);
        }

        Assert.Equal(0, queue.Waiting);
        Assert.Equal(accepted.OrderBy(a => a.Item3), taken.OrderBy(t => t.Item3));
        foreach (var turn in taken.GroupBy(t => (t.Item1, t.Item2)))
            Assert.Equal(turn.Order(Comparer<(UserId, CallKind, int)>.Create((x, y) => x.Item3.CompareTo(y.Item3))), turn);
    }

    private List<string> TakeAll()
    {
        List<string> all = [];
        while (_queue.TryTake(out _, out _, out var request))
            all.Add(request);
        return all;
    }

    private List<string> TakeOneByOne()
    {
        List<string> all = [];
        while (_queue.TryTake(out var person, out var kind, out var request))
        {
            all.Add(request);
            _queue.Done(person, kind);
        }

        return all;
    }
}
