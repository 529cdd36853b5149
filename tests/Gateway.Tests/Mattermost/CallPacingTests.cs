using Flurl.Util;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Gateway.Mattermost;

namespace RedmineBridge.Gateway.Tests.Mattermost;

public sealed class CallPacingTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly DateTimeOffset _start;
    private readonly CallPacing _pacing;

    public CallPacingTests() => (_pacing, _start) = (new(_clock), _clock.GetUtcNow());

    public void Dispose() => _pacing.Dispose();

    [Theory]
    [InlineData(null, null, null, true, true)]
    [InlineData("101", "60", "5", true, true)]
    [InlineData("101", "51", "5", true, true)]
    [InlineData("101", "50", "6", true, false)]
    [InlineData("101", "1", "10", true, false)]
    [InlineData("101", "0", "11", false, false)]
    [InlineData("1", "1", "0", true, true)]
    [InlineData("odd", "0", "1", true, true)]
    [InlineData("101", "none", "1", true, true)]
    public void What_the_server_says_decides_who_goes_on(string? limit, string? remaining, string? reset, bool awaited, bool background)
    {
        Heard(200, limit, remaining, reset);

        Assert.Equal(awaited, Enter().IsCompletedSuccessfully);
        // As it was before.
        Heard(200, limit, remaining, reset);
        Assert.Equal(background, Enter(isBackground: true).IsCompletedSuccessfully);
    }

    [Fact]
    public void Without_a_limit_nothing_waits() =>
        Assert.All(Enumerable.Range(0, 1_000).Select(_ => Enter()), turn => Assert.True(turn.IsCompletedSuccessfully));

    [Fact]
    public void Calls_are_counted_before_the_server_tells()
    {
        Heard(200, "10", "2", "1");

        Assert.Equal([true, true, false], new[] { Enter(), Enter(), Enter() }.Select(t => t.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Calls_under_way_are_taken_off_what_the_server_tells()
    {
        var (slow, quick) = (await Enter(), await Enter());
        quick.Heard(200, Headers("10", "2", "1"));
        quick.Dispose();

        Assert.Equal([true, false], new[] { Enter(), Enter() }.Select(t => t.IsCompletedSuccessfully));
        slow.Dispose();
    }

    [Fact]
    public async Task Who_waits_goes_on_one_by_one_as_the_bucket_fills()
    {
        Heard(200, "10", "0", "1");
        var waiting = Enumerable.Range(0, 5).Select(_ => Enter()).ToArray();

        for (var gone = 1; gone <= 5; gone++)
            Assert.True(await GoneAtAsync(waiting, gone) - _start >= gone * TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task After_a_refusal_nobody_goes_before_its_time_and_then_one_by_one()
    {
        Heard(429, "10", "0", "1", retryAfter: "2");
        var waiting = Enumerable.Range(0, 3).Select(_ => Enter()).ToArray();
        _clock.Advance(TimeSpan.FromMilliseconds(1_999));
        await GoneAsync(waiting, 0);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await GoneAsync(waiting, 1);
        Assert.True(await GoneAtAsync(waiting, 2) - _start >= TimeSpan.FromMilliseconds(2_100));
        Assert.True(await GoneAtAsync(waiting, 3) - _start >= TimeSpan.FromMilliseconds(2_200));
    }

    [Fact]
    public async Task What_was_answered_late_does_not_open_what_a_refusal_has_closed()
    {
        Heard(429, "10", "0", "1", retryAfter: "2");
        Heard(200, "10", "9", "1");

        var waiting = new[] { Enter() };
        await GoneAsync(waiting, 0);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await GoneAsync(waiting, 1);
    }

    [Fact]
    public async Task No_server_makes_it_wait_longer_than_twenty_seconds()
    {
        Heard(429, "10", "0", "1", retryAfter: "86400");
        var waiting = new[] { Enter() };

        _clock.Advance(TimeSpan.FromSeconds(20));

        await GoneAsync(waiting, 1);
    }

    [Fact]
    public async Task A_bucket_that_hardly_fills_does_not_hold_the_background_for_ever()
    {
        Heard(200, "1000000", "0", "86400");
        var waiting = new[] { Enter(isBackground: true) };

        _clock.Advance(TimeSpan.FromSeconds(20));

        await GoneAsync(waiting, 1);
    }

    [Fact]
    public async Task What_is_waited_for_goes_before_the_background_that_waits_longer()
    {
        Heard(200, "10", "0", "1");
        var background = new[] { Enter(isBackground: true) };
        var awaited = new[] { Enter() };

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await GoneAsync(awaited, 1);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await GoneAsync(background, 0);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await GoneAsync(background, 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public async Task A_refusal_without_numbers_slows_down_until_it_is_calm(string? retryAfter)
    {
        Heard(429, null, null, null, retryAfter);
        var waiting = new[] { Enter(), Enter() };
        await GoneAsync(waiting, 0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await GoneAsync(waiting, 1);
        await GoneAtAsync(waiting, 2);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Heard(200, null, null, null);

        Without_a_limit_nothing_waits();
    }

    [Fact]
    public void A_limit_that_was_only_guessed_is_tried_again_after_some_seconds_however_much_there_is_to_do()
    {
        Heard(429, null, null, null);
        _clock.Advance(TimeSpan.FromSeconds(1));
        // It never comes to rest: as much is called as the guess lets be.
        for (var i = 0; i < 45; i++)
        {
            Assert.True(Enter().IsCompletedSuccessfully);
            Heard(200, null, null, null);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Without_a_limit_nothing_waits();
    }

    [Fact]
    public void A_limit_that_was_switched_off_is_forgotten()
    {
        Heard(200, "10", "0", "1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Heard(200, null, null, null);

        Without_a_limit_nothing_waits();
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_hold_the_others()
    {
        Heard(200, "10", "0", "1");
        using var gaveUp = new CancellationTokenSource();
        var first = _pacing.EnterAsync(false, gaveUp.Token);
        var second = new[] { Enter() };

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await GoneAsync(second, 1);
    }

    private Task<CallPacing.Turn> Enter(bool isBackground = false) => _pacing.EnterAsync(isBackground, CancellationToken.None);

    /// <summary>An earlier call has ended thus.</summary>
    private void Heard(int status, string? limit, string? remaining, string? reset, string? retryAfter = null) =>
        new CallPacing.Turn(_pacing).Heard(status, Headers(limit, remaining, reset, retryAfter));

    private static NameValueList<string> Headers(string? limit, string? remaining, string? reset, string? retryAfter = null)
    {
        NameValueList<string> headers = new(caseSensitiveNames: false);
        foreach (var (name, value) in new[]
        {
            ("X-RateLimit-Limit", limit), ("X-RateLimit-Remaining", remaining), ("X-RateLimit-Reset", reset), ("Retry-After", retryAfter),
        })
        {
            if (value is not null)
                headers.Add(name, value);
        }

        return headers;
    }

    /// <summary>So many go on as time passes: the next begins to wait only after the one before it has gone, and nobody sees when.</summary>
    /// <returns>When so many had gone.</returns>
    private async Task<DateTimeOffset> GoneAtAsync(IReadOnlyList<Task> waiting, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (waiting.Count(t => t.IsCompletedSuccessfully) < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        return _clock.GetUtcNow();
    }

    /// <summary>So many go on, and no more.</summary>
    private static async Task GoneAsync(IReadOnlyList<Task> waiting, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (waiting.Count(t => t.IsCompletedSuccessfully) < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(count, waiting.Count(t => t.IsCompletedSuccessfully));
    }
}
