using Akka.Actor;
using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Gateway.Posting;

/// <summary>
/// Requests that wait, first come first served; but a post is written by one at a time, and of several that wait for it only the last
/// is carried out. Whoever asked for the others is answered with it.
/// </summary>
internal sealed class PostingLine(int atMost)
{
    private readonly LinkedList<Waiting> _waiting = new();
    private int _askers;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>False when too much waits already.</summary>
    public bool Enter(Poster.IRequest request, IActorRef asker)
    {
        if (_askers >= atMost)
            return false;
        _askers++;
        if (PostKey.Of(request) is { } key && _waiting.FirstOrDefault(w => w.Key == key) is { } earlier)
            earlier.Supersede(request, asker);
        else
            _waiting.AddLast(new Waiting(request, asker));
        return true;
    }

    /// <param name="underWay">Posts being written; who wants to write one of these waits on.</param>
    /// <returns>Null when nobody can begin.</returns>
    public Waiting? Next(IReadOnlySet<PostKey> underWay)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Key is { } key && underWay.Contains(key))
                continue;
            _waiting.Remove(node);
            _askers -= node.Value.Askers;
            return node.Value;
        }

        return null;
    }

    public IReadOnlyList<Waiting> Clear()
    {
        Waiting[] all = [.. _waiting];
        _waiting.Clear();
        _askers = 0;
        return all;
    }

    /// <summary>A request with all who are answered by it.</summary>
    internal sealed class Waiting(Poster.IRequest request, IActorRef asker)
    {
        private readonly List<(Poster.IRequest Request, IActorRef Asker)> _superseded = [];
        private IActorRef _asker = asker;

        public Poster.IRequest Request { get; private set; } = request;

        public PostKey? Key { get; } = PostKey.Of(request);

        public int Askers => _superseded.Count + 1;

        public void Supersede(Poster.IRequest by, IActorRef asker)
        {
            _superseded.Add((Request, _asker));
            (Request, _asker) = (by, asker);
        }

        public void Answer(object answer)
        {
            foreach (var (earlier, who) in _superseded)
            {
                who.Tell(answer switch
                {
                    Poster.Shown shown => shown with { Request = earlier },
                    Poster.Failed failed => failed with { Request = earlier },
                    var other => throw new ArgumentOutOfRangeException(nameof(answer), other, "Not an answer to a post that is written anew."),
                });
            }

            _asker.Tell(answer);
        }

        public void Refuse(PosterFailure why) => Answer(new Poster.Failed(Request, why));
    }
}
