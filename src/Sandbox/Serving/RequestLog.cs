namespace RedmineBridge.Sandbox.Serving;

/// <summary>One request a stand-in has seen. <paramref name="As"/> is the login it acted as, where the stand-in knows.</summary>
public sealed record SeenRequest(string Method, string Path, string Query, string? As)
{
    public override string ToString() => $"{Method} {Path}{Query}" + (As is null ? "" : $" as {As}");
}

/// <summary>The last requests a stand-in has seen, oldest first, so that a test can count calls. Thread-safe and bounded.</summary>
public sealed class RequestLog
{
    private const int Kept = 20_000;
    private readonly Lock _lock = new();
    private readonly Queue<SeenRequest> _seen = new();

    public IReadOnlyList<SeenRequest> All
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    public void Clear()
    {
        lock (_lock)
            _seen.Clear();
    }

    internal void Add(SeenRequest request)
    {
        lock (_lock)
        {
            _seen.Enqueue(request);
            if (_seen.Count > Kept)
                _seen.Dequeue();
        }
    }
}
