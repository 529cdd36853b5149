using Microsoft.AspNetCore.Http;

namespace RedmineBridge.Sandbox.Serving;

/// <summary>The faults commanded at this moment. Thread-safe; the first rule that matches a request wins.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>Applies <paramref name="fault"/> to the next <paramref name="times"/> matching requests; disposing ends it earlier.</summary>
    public IDisposable Inject(Func<HttpRequest, bool> match, Fault fault, int times = int.MaxValue)
    {
        var rule = new Rule(this, match, fault, times);
        lock (_lock)
            _rules.Add(rule);
        return rule;
    }

    /// <summary>As the other overload, for requests of a method (null: any) whose path begins with <paramref name="path"/>.</summary>
    public IDisposable Inject(string? method, string path, Fault fault, int times = int.MaxValue) =>
        Inject(r => (method is null || HttpMethods.Equals(r.Method, method)) && r.Path.StartsWithSegments(path), fault, times);

    public void Clear()
    {
        lock (_lock)
            _rules.Clear();
    }

    internal Fault? Take(HttpRequest request)
    {
        lock (_lock)
        {
            var rule = _rules.Find(r => r.Left > 0 && r.Match(request));
            if (rule is null)
                return null;
            if (--rule.Left == 0)
                _rules.Remove(rule);
            return rule.Fault;
        }
    }

    private sealed class Rule(FaultPlan plan, Func<HttpRequest, bool> match, Fault fault, int times) : IDisposable
    {
        public Func<HttpRequest, bool> Match { get; } = match;

        public Fault Fault { get; } = fault;

        public int Left { get; set; } = times;

        public void Dispose()
        {
            lock (plan._lock)
                plan._rules.Remove(this);
        }
    }
}
