using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>
/// Three people make tickets, one after the other, while the bridge is killed at random moments and started again. What they confirm is
/// written down here; at the end Redmine must have exactly that.
/// </summary>
/// <param name="tickets">So many are asked for.</param>
/// <param name="kills">So many, in step with the tickets.</param>
internal sealed class KillLoop(Office office, TicketBook book, int seed, int tickets, int kills, IReadOnlyDictionary<string, string> settings)
{
    private const int ListLength = 10;

    private readonly Lock _claiming = new();
    private readonly TaskCompletionSource _allKilled = new();
    private BridgeProcess? _bridge;
    private volatile int _asked;

    public int Kills { get; private set; }

    public async Task RunAsync()
    {
        book.State = () => $"After {Kills} kills:\n{_bridge?.Log}";
        using var done = new CancellationTokenSource();
        var killing = KillAsync(done.Token);
        try
        {
            await Task.WhenAll(new[] { office.Alice, office.Bob, office.Ivan }.Select((person, number) => WorkAsync(person, new(seed + number + 1))));
            await _allKilled.Task.WaitAsync(Worker.Longest);
        }
        finally
        {
            // However it went, no bridge is left behind.
            await done.CancelAsync();
            await killing;
        }
    }

    private async Task WorkAsync(Sandbox.Mattermost.World.MattermostUser person, Chance chance)
    {
        var worker = new Worker(office, person, chance, book);
        // Nobody runs ahead of the kills by more than those who are at work when the next one comes.
        while (await InStepAsync(() => _asked >= tickets || _asked < Due(Kills + 2)) && Claim(chance.OneIn(3) ? ListLength : 1) is > 0 and var mine)
            await worker.MakeAsync(mine);
    }

    /// <summary>How many tickets have been asked for when it has been killed so often.</summary>
    private int Due(int killed) => (int)((long)tickets * killed / kills);

    private int Claim(int most)
    {
        lock (_claiming)
        {
            var mine = Math.Min(most, tickets - _asked);
            _asked += mine;
            return mine;
        }
    }

    private static async Task<bool> InStepAsync(Func<bool> isTime, CancellationToken done = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(done);
        patience.CancelAfter(Worker.Longest);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isTime())
            await pause.WaitForNextTickAsync(patience.Token);
        return true;
    }

    private async Task KillAsync(CancellationToken done)
    {
        var chance = new Chance(seed);
        while (!done.IsCancellationRequested)
        {
            using var bridge = office.StartProcess(settings);
            _bridge = bridge;
            await office.World.WaitAsync(_ => office.Mattermost.Connected.Contains("redmine"), Worker.Longest);
            try
            {
                if (Kills == kills)
                    await Task.Delay(Timeout.InfiniteTimeSpan, done);
                await InStepAsync(() => _asked >= Due(Kills), done);
                // A ticket whose answer was lost is sent again only when Redmine__SettleSeconds, 3 here, have passed in one life: were all
                // lives shorter, it would wait until the last kill.
                await Task.Delay(chance.OneIn(4) ? chance.Pause(3_500, 6_000) : chance.Pause(50, 2_500), done);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await bridge.KillAsync();
            Kills++;
            if (Kills == kills)
                _allKilled.SetResult();
            await office.World.WaitAsync(_ => !office.Mattermost.Connected.Contains("redmine"), Worker.Longest);
        }
    }
}
