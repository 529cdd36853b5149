using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Host.Status;

namespace RedmineBridge.Host.Tests.Status;

public sealed class RecentTroublesTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecentTroubles _troubles;

    public RecentTroublesTests() => _troubles = new(_clock);

    public void Dispose() => _troubles.Dispose();

    [Fact]
    public void The_same_is_counted_whatever_ids_and_numbers_stand_in_it()
    {
        Say(LogLevel.Warning, "Post abcdefghijklmnopqrstuvwxyz is set aside after 3 tries");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Say(LogLevel.Warning, "Post zyxwvutsrqponmlkjihgfedcba is set aside after 12 tries");
        Say(LogLevel.Information, "All is well");

        var trouble = Assert.Single(_troubles.All);
        Assert.Equal((false, 2, "Post zyxwvutsrqponmlkjihgfedcba is set aside after 12 tries", _clock.GetUtcNow()), (trouble.IsError, trouble.Times, trouble.Text, trouble.LastAt));
    }

    [Fact]
    public void Of_Akkas_lines_who_says_it_and_what_is_shown()
    {
        Say(LogLevel.Error, "[ERROR][11/28/2026 10:00:00.000Z][Thread 0007][akka://redmine-bridge/user/gateway/poster#17] It broke");

        var trouble = Assert.Single(_troubles.All);
        Assert.Equal((true, "gateway/poster", "It broke"), (trouble.IsError, trouble.Who, trouble.Text));
    }

    [Fact]
    public void Only_so_many_are_kept_and_the_latest_stand_first()
    {
        for (var i = 0; i < RecentTroubles.AtMost + 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            Say(LogLevel.Error, $"{new string('x', i)} {new string('y', 1000)}");
        }

        Assert.Equal(RecentTroubles.AtMost, _troubles.All.Count);
        Assert.Equal(_clock.GetUtcNow(), _troubles.All[0].LastAt);
        Assert.All(_troubles.All, t => Assert.InRange(t.Text.Length, 1, 401));
    }

#pragma warning disable CA1848, CA2254 // What is said is the test's own.
    private void Say(LogLevel level, string text) => _troubles.CreateLogger("Here").Log(level, text);
#pragma warning restore CA1848, CA2254
}
