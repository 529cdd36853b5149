using System.Globalization;

namespace RedmineBridge.Sandbox.Mattermost.Sockets;

/// <summary>
/// What one client is to be told: up to 256 events not yet sent, and the last 128 sent ones for a client that comes back and says
/// how far it got. It outlives its socket where reliable WebSockets are on.
/// </summary>
internal sealed class EventQueue : IDisposable
{
    public const int MostWaiting = 256;
    public const int SentKept = 128;

    private readonly Lock _lock = new();
    private readonly Queue<(string Head, bool IsLost)> _waiting = new();
    private readonly Queue<(long Seq, string Frame)> _sent = new();
    private readonly SemaphoreSlim _signal = new(0);
    private long _next;

    /// <summary>
    /// False when the client is too far behind: it is to be dropped, with all that waits. An event that <paramref name="isLost"/>
    /// is numbered and counts as sent, but never is.
    /// </summary>
    public bool TryAdd(string head, bool isLost = false)
    {
        lock (_lock)
        {
            if (_waiting.Count == MostWaiting)
                return false;
            _waiting.Enqueue((head, isLost));
        }

        _signal.Release();
        return true;
    }

    /// <summary>Waits for the next event and gives it its number; null for one that gets lost.</summary>
    public async Task<string?> NextAsync(CancellationToken cancellation)
    {
        await _signal.WaitAsync(cancellation);
        lock (_lock)
        {
            var (head, isLost) = _waiting.Dequeue();
            var frame = Number(head);
            return isLost ? null : frame;
        }
    }

    /// <summary>
    /// What a client that expects <paramref name="wanted"/> next is sent again. Null: that is no longer known, and it must begin
    /// anew. Zero is taken as no wish at all; the count begins again.
    /// </summary>
    public IReadOnlyList<string>? Resume(long wanted)
    {
        lock (_lock)
        {
            if (wanted == 0)
            {
                _next = 0;
                return [];
            }

            var missed = _sent.SkipWhile(s => s.Seq != wanted).Select(s => s.Frame).ToList();
            if (missed.Count > 0)
                return missed;
            if (_sent.Count > 0 && _sent.Last().Seq != wanted - 1)
                return null;
            _next = wanted;
            return [];
        }
    }

    /// <summary>A greeting that nothing may overtake: the count begins with it. What waits stays.</summary>
    public string Restart(string head)
    {
        lock (_lock)
        {
            _sent.Clear();
            _next = 0;
            return Number(head);
        }
    }

    public void Dispose() => _signal.Dispose();

    private string Number(string head)
    {
        var seq = _next++;
        var frame = string.Create(CultureInfo.InvariantCulture, $"{head},\"seq\":{seq}}}");
        _sent.Enqueue((seq, frame));
        if (_sent.Count > SentKept)
            _sent.Dequeue();
        return frame;
    }
}
