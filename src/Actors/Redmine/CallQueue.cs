using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// What waits for Redmine: commands before creations before background work, people in turns, one call of a kind a person at a time.
/// Bounded; the last worker is for commands alone. Pure but for being mutable: owned by the gate alone.
/// </summary>
/// <typeparam name="T">The waiting request.</typeparam>
internal sealed class CallQueue<T>(CallQueueBounds bounds)
{
    private readonly Lane _commands = new(bounds.Commands, bounds.CommandsPerPerson);
    private readonly Lane _creations = new(bounds.Creations, bounds.CreationsPerPerson);
    private readonly Lane _background = new(bounds.Background, bounds.BackgroundPerPerson);

    public int Waiting => _commands.Waiting + _creations.Waiting + _background.Waiting;

    /// <summary>False when a bound is reached: the request is not taken.</summary>
    public bool TryAdd(UserId person, CallKind kind, T request) => Of(kind).TryAdd(person, request);

    /// <summary>The next request to send, or none. Each one taken must be followed by <see cref="Done"/>.</summary>
    public bool TryTake(out UserId person, out CallKind kind, out T request)
    {
        kind = CallKind.Command;
        if (_commands.TryTake(out person, out request))
            return true;
        if (_creations.UnderWay + _background.UnderWay >= bounds.Workers - 1)
            return false;
        kind = CallKind.Creation;
        if (_creations.TryTake(out person, out request))
            return true;
        kind = CallKind.Background;
        return _background.TryTake(out person, out request);
    }

    public void Done(UserId person, CallKind kind) => Of(kind).Done(person);

    /// <summary>Takes out all that a person waits for, to be refused at once.</summary>
    public IReadOnlyList<T> DropInteractive() => [.. _commands.Clear(), .. _creations.Clear()];

    /// <summary>Takes out all that waits.</summary>
    public IReadOnlyList<T> Clear() => [.. DropInteractive(), .. _background.Clear()];

    private Lane Of(CallKind kind) => kind switch
    {
        CallKind.Command => _commands,
        CallKind.Creation => _creations,
        _ => _background,
    };

    private sealed class Lane(int inAll, int perPerson)
    {
        private readonly Dictionary<UserId, Queue<T>> _waiting = [];
        private readonly LinkedList<UserId> _turns = [];
        private readonly HashSet<UserId> _underWay = [];

        public int Waiting { get; private set; }

        public int UnderWay => _underWay.Count;

        public bool TryAdd(UserId person, T request)
        {
            if (Waiting >= inAll)
                return false;
            if (!_waiting.TryGetValue(person, out var queue))
            {
                _waiting[person] = queue = new();
                _turns.AddLast(person);
            }
            else if (queue.Count >= perPerson)
            {
                return false;
            }

            queue.Enqueue(request);
            Waiting++;
            return true;
        }

        public bool TryTake(out UserId person, out T request)
        {
            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                person = turn.Value;
                if (!_underWay.Add(person))
                    continue;
                var queue = _waiting[person];
                request = queue.Dequeue();
                Waiting--;
                _turns.Remove(turn);
                if (queue.Count == 0)
                    _waiting.Remove(person);
                else
                    _turns.AddLast(person);
                return true;
            }

            person = default;
            request = default!;
            return false;
        }

        public void Done(UserId person) => _underWay.Remove(person);

        public IReadOnlyList<T> Clear()
        {
            T[] all = [.. _turns.SelectMany(p => _waiting[p])];
            _waiting.Clear();
            _turns.Clear();
            Waiting = 0;
            return all;
        }
    }
}
