using Akka.Actor;
using Akka.Hosting;
using RedmineBridge.Actors.Sessions;

namespace RedmineBridge.Host.Wiring;

/// <summary>At start, wakes the sessions of those who have tickets to be created or results to be told; ten a second.</summary>
internal sealed class SessionWaker(
    IUnfinishedSessions unfinished, IRequiredActor<SessionDoor> sessions, TimeProvider clock, ILogger<SessionWaker> log) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var door = await sessions.GetAsync(stoppingToken);
        foreach (var (user, stamp) in await LoadAsync(stoppingToken))
        {
            door.Tell(new SessionDoor.Wake(user, stamp));
            await Task.Delay(Between, clock, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<(Actors.Chat.UserId User, long Stamp)>> LoadAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await unfinished.LoadAsync(stopping);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning("Unfinished sessions can't be read ({Why}); trying again", failure.GetBaseException().Message);
                await Task.Delay(RetryPause, clock, stopping);
            }
        }
    }
}
