namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>
/// The database of a stand-in Mattermost. Thread-safe; it outlives the server that shows it, so posts written while that is
/// stopped are there when it starts again. Methods that act as a person refuse what Mattermost would refuse, by a
/// <see cref="MattermostRefusalException"/>; those that prepare a world check nothing.
/// </summary>
public sealed partial class MattermostWorld
{
    /// <summary>Of the seeded worlds' system administrator <c>admin</c>, the same in each.</summary>
    public const string AdminPassword = "sandbox-admin";

    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private readonly IdSource _ids;
    private MattermostSettings _settings = new();

    private MattermostWorld(TimeProvider time, string seed)
    {
        Time = time;
        _ids = new(seed);
    }

    /// <summary>Raised while the world stands still: whoever listens may only take note.</summary>
    internal event Action<WorldEvent>? Happened;

    public TimeProvider Time { get; }

    public MattermostSettings Settings
    {
        get => Read(() => _settings);
        set => Change(() => _settings = value);
    }

    internal long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>No people, no teams. Worlds with the same <paramref name="seed"/> give the same ids in the same order.</summary>
    public static MattermostWorld CreateEmpty(TimeProvider time, string seed = "") => new(time, seed);

    /// <summary>
    /// An office: alice, bob and ivan (who reads Russian), a bot that is called redmine, four channels, and admin, who runs the server
    /// and has <see cref="AdminPassword"/>.
    /// </summary>
    public static MattermostWorld CreateSeeded(TimeProvider time, string seed = "")
    {
        var world = new MattermostWorld(time, seed);
        OfficeSeed.Fill(world);
        return world;
    }

    /// <summary>
    /// Waits until <paramref name="condition"/> holds; it is asked now and after each change of the world, of the sockets, and of
    /// the answers to commands. It must be quick. <paramref name="timeout"/> is real time.
    /// </summary>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public async Task WaitAsync(Func<MattermostWorld, bool> condition, TimeSpan timeout)
    {
        var waiter = new Waiter(condition);
        lock (_lock)
        {
            if (condition(this))
                return;
            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Done.Task.WaitAsync(timeout);
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    /// <summary>Has those who wait look again: for changes beside the world.</summary>
    internal void Touch() => Change(() => 0);

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }

    private T Change<T>(Func<T> change)
    {
        lock (_lock)
        {
            var result = change();
            foreach (var waiter in _waiters)
                waiter.Look(this);
            _waiters.RemoveAll(w => w.Done.Task.IsCompleted);
            return result;
        }
    }

    private void Tell(string name, System.Text.Json.Nodes.JsonObject data, Audience to, Func<string, bool> isFor) =>
        Happened?.Invoke(new(name, data, to, isFor));

    private sealed class Waiter(Func<MattermostWorld, bool> condition)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look(MattermostWorld world)
        {
            try
            {
                if (condition(world))
                    Done.TrySetResult();
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Done.TrySetException(failure);
            }
        }
    }
}
