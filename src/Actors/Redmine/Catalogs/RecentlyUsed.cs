using System.Diagnostics.CodeAnalysis;

namespace RedmineBridge.Actors.Redmine.Catalogs;

/// <summary>
/// Remembers values for a while: at most so many, and at most so many rows in all of them; what was used longest ago goes first. Owned by
/// one actor.
/// </summary>
/// <param name="rowsOf">How much room a value takes.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int atMost, int rowsAtMost, Func<TValue, int> rowsOf, TimeSpan keptFor)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];
    private int _rows;

    public int Count => _entries.Count;

    /// <summary>What is too old isn't found, and is forgotten.</summary>
    public bool TryGet(TKey key, DateTimeOffset now, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_entries.TryGetValue(key, out var node))
            return false;
        if (node.Value.Until <= now)
        {
            Remove(node);
            return false;
        }

        _order.Remove(node);
        _order.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>The newest is kept even if it alone takes more room than there is.</summary>
    /// <returns>False when others had to go for it.</returns>
    public bool Put(TKey key, TValue value, DateTimeOffset now)
    {
        if (_entries.TryGetValue(key, out var old))
            Remove(old);
        var rows = rowsOf(value);
        _entries[key] = _order.AddLast(new Entry(key, value, rows, now + keptFor));
        _rows += rows;
        var had = _entries.Count;
        while (_entries.Count > 1 && (_entries.Count > atMost || _rows > rowsAtMost))
            Remove(_order.First!);
        return _entries.Count == had;
    }

    public void RemoveAll(Func<TKey, bool> which)
    {
        foreach (var node in _entries.Where(e => which(e.Key)).Select(e => e.Value).ToArray())
            Remove(node);
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _order.Remove(node);
        _entries.Remove(node.Value.Key);
        _rows -= node.Value.Rows;
    }

    private sealed record Entry(TKey Key, TValue Value, int Rows, DateTimeOffset Until);
}
