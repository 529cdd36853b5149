using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// Wakes sessions that nobody asks: at start those that have tickets to create or results to tell, and all the while those in whose history
/// something is old, or who are to be forgotten; ten a second.
/// </summary>
internal sealed class SessionWaker(
    IUnfinishedSessions unfinished, IHistoryTerms terms, IRequiredActor<SessionDoor> sessions, TimeProvider clock, ILogger<SessionWaker> log) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>So many are woken between two looks.</summary>
    private static readonly int AtMost = (int)(LookEvery / Between);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var door = await sessions.GetAsync(stoppingToken);
        var left = await LoadAsync("Unfinished sessions", unfinished.LoadAsync, stoppingToken);
        await WakeAsync(door, left.Select(u => new SessionDoor.Wake(u.User, u.Stamp)), stoppingToken);
        while (true)
        {
            var due = await LoadAsync("Terms of histories", c => terms.LoadDueAsync(clock.GetUtcNow(), AtMost, c), stoppingToken);
            await WakeAsync(door, due.Select(d => new SessionDoor.Trim(d.User, d.All)), stoppingToken);
            await Task.Delay(LookEvery, clock, stoppingToken);
        }
    }

    private async Task WakeAsync(IActorRef door, IEnumerable<ISessionMessage> messages, CancellationToken stopping)
    {
        foreach (var message in messages)
        {
            door.Tell(message);
            await Task.Delay(Between, clock, stopping);
        }
    }

    private async Task<IReadOnlyList<T>> LoadAsync<T>(string what, Func<CancellationToken, Task<IReadOnlyList<T>>> load, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await load(stopping);
            }
            catch (Exception failure)
            {
                stopping.ThrowIfCancellationRequested();
                log.LogWarning("{What} can't be read ({Why}); trying again", what, failure.GetBaseException().Message);
                await Task.Delay(RetryPause, clock, stopping);
            }
        }
    }
}
