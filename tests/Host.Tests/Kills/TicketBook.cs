using System.Collections.Concurrent;
using System.Globalization;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>What people have confirmed while things went wrong; at the end Redmine must have exactly that.</summary>
/// <param name="subjectsWith">The subjects with a text of all tickets in Redmine, past all that goes wrong.</param>
internal sealed class TicketBook(Func<string, Task<IReadOnlyList<string>>> subjectsWith)
{
    private readonly ConcurrentQueue<string> _confirmed = new();
    private readonly ConcurrentQueue<string> _ways = new();
    private readonly string _unique = $"k{Guid.NewGuid().ToString("N")[..10]}";
    private int _subjects;

    /// <summary>How far it has gone, for who reads a failure.</summary>
    public Func<string> State { get; set; } = () => "";

    public int Confirmed => _confirmed.Count;

    /// <summary>How often each way was gone, and how often something was said a second time.</summary>
    public string Summary => string.Join(", ", _ways.GroupBy(w => w).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"));

    /// <summary>No "task": of <c>/redmine new task …</c> that is not the subject's first word.</summary>
    public string Subject() => $"Errand {Interlocked.Increment(ref _subjects).ToString("0000", CultureInfo.InvariantCulture)} {_unique}";

    public void Confirm(IEnumerable<string> subjects)
    {
        foreach (var subject in subjects)
            _confirmed.Enqueue(subject);
    }

    public bool IsConfirmed(string subject) => _confirmed.Contains(subject);

    public void Count(string way) => _ways.Enqueue(way);

    public async Task<int> InRedmineAsync(string subject) => (await subjectsWith(subject)).Count;

    /// <summary>Each that was confirmed is there once, and nothing else.</summary>
    /// <returns>In words, for the log.</returns>
    public async Task<string> AssertEachOnceAsync()
    {
        var found = await subjectsWith(_unique);
        var confirmed = _confirmed.Order().ToArray();
        var wrong = confirmed.Concat(found).Distinct().Where(s => confirmed.Count(c => c == s) != 1 || found.Count(f => f == s) != 1)
            .Select(s => $"{s}: confirmed {confirmed.Count(c => c == s)} times, in Redmine {found.Count(f => f == s)} times");
        Assert.True(confirmed.Order().SequenceEqual(found.Order()), $"{string.Join("; ", wrong)}\n---\n{State()}");
        return $"{_confirmed.Count} confirmed, {found.Count} in Redmine, {found.Distinct().Count()} different; {Summary}";
    }
}
