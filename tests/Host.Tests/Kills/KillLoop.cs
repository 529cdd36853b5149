using System.Collections.Concurrent;
using System.Globalization;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Host.Tests.Kills;

/// <summary>
/// Three people talk tickets into being and paste lists, one after the other, while the bridge is killed at random moments and started
/// again. What they confirm is written down here; at the end Redmine must have exactly that.
/// </summary>
/// <param name="tickets">So many are asked for.</param>
/// <param name="kills">So many, in step with the tickets.</param>
internal sealed class KillLoop(Office office, int seed, int tickets, int kills, IReadOnlyDictionary<string, string> settings)
{
    private const int ListLength = 10;

    /// <summary>The longest wait for one answer, with a few deaths in between; then something is lost.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2.5);

    private readonly string _unique = $"k{Guid.NewGuid().ToString("N")[..10]}";
    private readonly ConcurrentQueue<string> _confirmed = new();
    private readonly TaskCompletionSource _allKilled = new();
    private BridgeProcess? _bridge;
    private volatile int _asked;
    private int _subjects;

    public int Kills { get; private set; }

    /// <summary>The subjects of all tickets that were confirmed.</summary>
    public IReadOnlyCollection<string> Confirmed => _confirmed;

    public string Unique => _unique;

    public async Task RunAsync()
    {
        using var done = new CancellationTokenSource();
        var killing = KillAsync(done.Token);
        MattermostUser[] people = [office.Alice, office.Bob, office.Ivan];
        try
        {
            await Task.WhenAll(people.Select((person, number) => WorkAsync(person, new Chance(seed + number + 1))));
            await _allKilled.Task.WaitAsync(Longest);
        }
        finally
        {
            // However it went, no bridge is left behind.
            await done.CancelAsync();
            await killing;
        }
    }

    private async Task WorkAsync(MattermostUser person, Chance chance)
    {
        // Nobody runs ahead of the kills by more than those who are at work when the next one comes.
        while (await InStepAsync(() => _asked >= tickets || _asked < Due(Kills + 2)) && Claim(chance.OneIn(3) ? ListLength : 1) is > 0 and var mine)
        {
            if (mine > 1)
                await PasteListAsync(person, chance, mine);
            else
                await TalkAsync(person, chance);
        }
    }

    /// <summary>How many tickets have been asked for when it has been killed so often.</summary>
    private int Due(int killed) => (int)((long)tickets * killed / kills);

    private int Claim(int most)
    {
        lock (_confirmed)
        {
            var mine = Math.Min(most, tickets - _asked);
            _asked += mine;
            return mine;
        }
    }

    private static async Task<bool> InStepAsync(Func<bool> isTime, CancellationToken done = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(done);
        patience.CancelAfter(Longest);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isTime())
            await pause.WaitForNextTickAsync(patience.Token);
        return true;
    }

    private async Task TalkAsync(MattermostUser person, Chance chance)
    {
        var subject = Subject();
        var channel = office.Direct(person);
        office.World.PostAs(person, channel, chance.OneIn(2) ? $"{subject} in 9 days" : $"{subject} через 9 дней");
        var card = await ShownAsync(person, p => p.Message.Contains(subject, StringComparison.Ordinal) && Has(p, "create"));
        if (chance.OneIn(4))
        {
            // Changed before it is confirmed: a step more to be killed in.
            office.World.PostAs(person, channel, chance.OneIn(2) ? "change due in 10 days" : "перенеси на через 10 дней");
            card = await ShownAsync(person, p => p.Id != card.Id && p.Message.Contains(subject, StringComparison.Ordinal) && Has(p, "create"));
        }

        _confirmed.Enqueue(subject);
        if (chance.OneIn(2))
            office.World.PostAs(person, channel, chance.OneIn(2) ? "yes" : "да");
        else
            await PressAsync(person, card, "create");
        await ShownAsync(person, p => p.Message.Contains(subject, StringComparison.Ordinal) && p.Message.Contains("/issues/", StringComparison.Ordinal));
    }

    private async Task PasteListAsync(MattermostUser person, Chance chance, int length)
    {
        string[] subjects = [.. Enumerable.Range(0, length).Select(_ => Subject())];
        office.World.PostAs(person, office.Direct(person), string.Join('\n', subjects.Select((s, i) => $"{i + 1}. {s}{(chance.OneIn(2) ? " in 9 days" : "")}")));
        var preview = await ShownAsync(person, p => p.Message.Contains(subjects[^1], StringComparison.Ordinal) && Has(p, "create"));
        foreach (var subject in subjects)
            _confirmed.Enqueue(subject);
        await PressAsync(person, preview, "create");
        await ShownAsync(person, p => p.Id == preview.Id && p.Message.Contains("/issues/", StringComparison.Ordinal) && subjects.All(s => p.Message.Contains(s, StringComparison.Ordinal)));
    }

    /// <summary>As people do: again, until what stood there is gone. Nobody may be there to hear it.</summary>
    private async Task PressAsync(MattermostUser person, MattermostPost post, string action)
    {
        using var patience = new CancellationTokenSource(Longest);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(400));
        while (Has(office.World.Post(post.Id), action))
        {
            try
            {
                await office.Mattermost.PressAs(person, office.World.Post(post.Id), action);
            }
            catch (Sandbox.Mattermost.World.MattermostRefusalException)
            {
                // The bridge is dead, or was just killed.
            }

            await pause.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<MattermostPost> ShownAsync(MattermostUser person, Func<MattermostPost, bool> isWanted)
    {
        try
        {
            await office.World.WaitAsync(_ => office.DirectMessages(person).Any(isWanted), Longest);
        }
        catch (TimeoutException)
        {
            var talk = office.World.PostsIn(office.Direct(person)).TakeLast(12).Select(p => $"{(p.UserId == person.Id ? person.Username : "bot")} {p.Id}: {p.Message} {string.Join(' ', Controls.Of(p).Select(a => $"[{a["id"]}]"))}");
            Assert.Fail($"Nothing more came in {Longest}, after {Kills} kills:\n{string.Join('\n', talk)}\n---\n{_bridge?.Log}");
        }

        return office.DirectMessages(person).Last(isWanted);
    }

    private async Task KillAsync(CancellationToken done)
    {
        var chance = new Chance(seed);
        while (!done.IsCancellationRequested)
        {
            using var bridge = office.StartProcess(settings);
            _bridge = bridge;
            await office.World.WaitAsync(_ => office.Mattermost.Connected.Contains("redmine"), Longest);
            try
            {
                if (Kills == kills)
                    await Task.Delay(Timeout.InfiniteTimeSpan, done);
                await InStepAsync(() => _asked >= Due(Kills), done);
                await Task.Delay(chance.Pause(50, 2_500), done);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await bridge.KillAsync();
            Kills++;
            if (Kills == kills)
                _allKilled.SetResult();
            await office.World.WaitAsync(_ => !office.Mattermost.Connected.Contains("redmine"), Longest);
        }
    }

    private string Subject() => $"Task {Interlocked.Increment(ref _subjects).ToString("0000", CultureInfo.InvariantCulture)} {_unique}";

    private static bool Has(MattermostPost post, string action) => Controls.Of(post).Any(a => (string?)a["id"] == action);
}
