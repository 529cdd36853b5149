using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Posting;

/// <summary>One at a time replies in a thread, since each first reads what has been replied there. Held by <see cref="PosterActor"/> alone.</summary>
internal sealed class ThreadTurns
{
    private readonly Dictionary<PostId, List<IActorRef>> _threads = [];

    /// <summary>True when it is this one's turn at once.</summary>
    public bool Enter(PostId thread, IActorRef who)
    {
        if (!_threads.TryGetValue(thread, out var line))
            _threads[thread] = line = [];
        line.Add(who);
        return line.Count == 1;
    }

    /// <summary>Whose turn it is now that this one has gone; null when it is nobody's, or still the same one's.</summary>
    public IActorRef? Leave(IActorRef who)
    {
        foreach (var (thread, line) in _threads)
        {
            var place = line.IndexOf(who);
            if (place < 0)
                continue;
            line.RemoveAt(place);
            if (line.Count == 0)
                _threads.Remove(thread);
            return place == 0 && line.Count > 0 ? line[0] : null;
        }

        return null;
    }
}
