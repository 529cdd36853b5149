using RedmineBridge.Actors.Redmine.Catalogs;

namespace RedmineBridge.Actors.Tests.Redmine;

public sealed class RecentlyUsedTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly RecentlyUsed<string, int> _values = new(3, 100, v => v, TimeSpan.FromMinutes(5));

    [Fact]
    public void What_is_put_is_found_until_it_is_too_old()
    {
        _values.Put("a", 1, Now);
        Assert.Equal(1, Found("a", Now.AddMinutes(5).AddTicks(-1)));
        Assert.Null(Found("a", Now.AddMinutes(5)));
        Assert.Equal(0, _values.Count);
    }

    [Fact]
    public void What_was_used_longest_ago_goes_first()
    {
        foreach (var key in new[] { "a", "b", "c" })
            _values.Put(key, 1, Now);
        Found("a", Now);
        _values.Put("d", 1, Now);
        Assert.Equal("acd", Keys());
    }

    [Fact]
    public void Room_is_counted_too_and_given_back()
    {
        _values.Put("a", 60, Now);
        _values.Put("b", 40, Now);
        Assert.Equal("ab", Keys());
        _values.Put("a", 61, Now);
        Assert.Equal("a", Keys());
        _values.Put("a", 10, Now);
        _values.Put("b", 90, Now);
        Assert.Equal("ab", Keys());
    }

    [Fact]
    public void The_newest_is_kept_however_large_it_is()
    {
        _values.Put("a", 1, Now);
        _values.Put("b", 1_000, Now);
        Assert.Equal("b", Keys());
    }

    [Fact]
    public void What_is_forgotten_is_gone()
    {
        _values.Put("a", 90, Now);
        _values.Put("b", 1, Now);
        _values.RemoveAll(k => k == "a");
        _values.Put("c", 99, Now);
        Assert.Equal("bc", Keys());
    }

    private int? Found(string key, DateTimeOffset now) => _values.TryGet(key, now, out var value) ? value : null;

    private string Keys() => string.Concat(new[] { "a", "b", "c", "d" }.Where(k => Found(k, Now) is not null));
}
