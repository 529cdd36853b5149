using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Status;

namespace RedmineBridge.Host.Tests.Status;

public sealed class StatusNumbersTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 10, 59, 59, TimeSpan.Zero));
    private readonly BridgeMetrics _metrics;
    private readonly StatusNumbers _numbers;

    public StatusNumbersTests()
    {
        _metrics = new(_services.GetRequiredService<IMeterFactory>());
        _numbers = new(_services.GetRequiredService<IMeterFactory>(), _clock);
    }

    public void Dispose()
    {
        _numbers.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void What_was_done_is_counted_by_the_hour_for_a_day()
    {
        _metrics.PostDone("Linked");
        _metrics.PostDone("Nothing");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _metrics.PostDone("Linked");
        _metrics.PostDone("Linked");
        _metrics.RedmineCalled("CreateTicket", "TicketCreated");
        _metrics.RedmineCalled("CreateTicket", "Invalid");
        Assert.Equal([1L, 2L], _numbers.LinkedPosts.TakeLast(2));
        Assert.Equal([0L, 1L], _numbers.CreatedTickets.TakeLast(2));

        _clock.Advance(TimeSpan.FromHours(22));
        Assert.Equal([1L, 2L], _numbers.LinkedPosts.Take(2));
        Assert.Equal(3, _numbers.LinkedPosts.Sum());

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([2L, 0L], _numbers.LinkedPosts.Take(2));
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, _numbers.LinkedPosts.Sum() + _numbers.CreatedTickets.Sum());
        Assert.Equal(StatusNumbers.HoursShown, _numbers.LinkedPosts.Count);
    }

    [Fact]
    public void What_there_is_now_goes_up_and_down()
    {
        _metrics.PostsUnderWayChanged(+3);
        _metrics.PostsUnderWayChanged(-1);
        _metrics.SessionsChanged(+5);

        Assert.Equal((2, 5, 0), (_numbers.Now(BridgeMetrics.PostsUnderWay), _numbers.Now(BridgeMetrics.Sessions), _numbers.Now(BridgeMetrics.RedmineWaiting)));
    }

    [Fact]
    public void Another_bridge_of_the_process_counts_for_itself()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        new BridgeMetrics(other.GetRequiredService<IMeterFactory>()).PostDone("Linked");

        Assert.Equal(0, _numbers.LinkedPosts.Sum());
    }
}
