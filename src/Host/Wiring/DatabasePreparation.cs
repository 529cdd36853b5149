using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// Makes the database ready before the actors start. One that doesn't answer does not stop the start: it is tried until it does, and
/// whoever needs it waits meanwhile. One of a newer version does.
/// </summary>
internal sealed class DatabasePreparation(BridgeDatabase database, ILogger<DatabasePreparation> log, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan FirstTryWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(FirstTryWithin);
        if (!await TryAsync(limit.Token, cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            await Task.Delay(Pause, clock, stoppingToken);
        }
        while (!await TryAsync(stoppingToken, stoppingToken));
    }

    /// <param name="stopping">The bridge is asked to end: nothing of that is the database's fault.</param>
    private async Task<bool> TryAsync(CancellationToken cancellation, CancellationToken stopping)
    {
        try
        {
            await database.PrepareAsync(cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not NewerDatabaseException)
        {
            stopping.ThrowIfCancellationRequested();
            log.LogError("The database can't be prepared: {Why}; trying again in {Pause}", failure.GetBaseException().Message, Pause);
            return false;
        }
    }
}
