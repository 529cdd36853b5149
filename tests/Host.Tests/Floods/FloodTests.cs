using System.Diagnostics;
using System.Globalization;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Host.Tests.Floods;

/// <summary>More than the bridge can take at once. FLOOD says how many posts the second one writes; tests/soak.sh has it write 10,000.</summary>
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int Unseen = 13;

    /// <summary>What an office of 20 channels writes in ten minutes of a busy day: 1,500 posts in 50 threads, 1,200 of them with tickets.</summary>
    [Fact]
    public async Task What_was_written_in_ten_minutes_of_absence_is_linked_within_two()
    {
        var clock = new PastClock { Ago = TimeSpan.FromMinutes(11) };
        var crowd = new Crowd(people: 60, channels: 20);
        await using var office = await Office.OpenAsync(crowd.Known, prepare: crowd.Enter, prepareRedmine: crowd.Enter, clock: clock);
        await office.StopBridgeOnceAllIsReadAsync();
        var roots = new List<Crowd.Note>();
        for (var n = 0; n < 1_500; n++)
        {
            clock.Ago = TimeSpan.FromMinutes(10) * (1 - (n / 1_500.0));
            var root = n % 3 == 0 && roots.Count == 50 ? roots[n / 3 % 50] : null;
            var (text, expected) = (n % 5, n % 3) switch
            {
                (0, 0) => ("it is like `#t1`", "it is like `#t1`"),
                (0, 1) => ("no ticket at all", "no ticket at all"),
                (0, _) => ($"hidden #t{Unseen}", $"hidden #t{Unseen}"),
                _ => ("#t1, #t10 (#t2)", $"{office.Link(1)}, {office.Link(10)} ({office.Link(2)})"),
            };
            var note = crowd.Write(office, Crowd.Name(1 + (n * 7 % 60)), root?.Channel ?? Crowd.Channel(1 + (n % 20)), $"{n}: {text}", $"{n}: {expected}", root?.Post);
            if (root is null && roots.Count < 50 && n > 100)
                roots.Add(note);
        }

        clock.Ago = TimeSpan.Zero;
        var start = Stopwatch.GetTimestamp();
        await office.StartBridgeAsync();
        await crowd.LinkedAsync(office, TimeSpan.FromMinutes(2));

        output.WriteLine($"{crowd.Written} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.Equal((1_500, 1_200), crowd.Written);
        crowd.AssertEachOnce(office);
    }

    /// <summary>
    /// All at once, each as long as Mattermost lets it be: the texts together don't fit into the memory that the bridge is given here.
    /// </summary>
    [Fact]
    public async Task A_flood_fills_no_memory_holds_up_no_command_and_is_linked_in_the_end()
    {
        var posts = SoakSetting.Number("FLOOD", 1_500);
        var crowd = new Crowd(people: posts / 20, channels: 20);
        await using var office = await Office.OpenAsync(crowd.Known, prepare: crowd.Enter, prepareRedmine: crowd.Enter);
        await office.CommandsAreThereAsync();
        await office.StopBridgeOnceAllIsReadAsync();
        using var bridge = office.StartProcess(new Dictionary<string, string>
        {
            ["Users__Map"] = crowd.Map,
            ["DOTNET_GCHeapHardLimit"] = (200 * 1024 * 1024).ToString("X", CultureInfo.InvariantCulture),
        });
        await office.ListeningAsync();
        await office.HealthAsync("slash-commands", "online");
        var long_ = new string('x', 15_000);
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < posts; n++)
            crowd.Write(office, Crowd.Name(1 + (n % (posts / 20))), Crowd.Channel(1 + (n % 20)), $"{n}: #t1 #t10 {long_}", $"{n}: {office.Link(1)} {office.Link(10)} {long_}");

        var asks = office.World.User(Crowd.Name(1));
        var heard = office.World.EphemeralsFor(asks).Count;
        var answer = await office.TypeAsync(asks, "/redmine mine", Crowd.Channel(1));
        if (answer == Sentences.In(Language.English)["StillWorking"])
        {
            await office.UntilAsync(w => w.EphemeralsFor(asks).Count > heard + 1);
            answer = office.World.EphemeralsFor(asks)[^1].Message;
        }

        var left = crowd.Left(office).Count;
        output.WriteLine($"the command was answered after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, when {left} of {posts} were left");
        Assert.Contains("No open ticket", answer, StringComparison.OrdinalIgnoreCase);
        Assert.True(left > 0, "It was answered when all else was done.");
        try
        {
            await crowd.LinkedAsync(office, TimeSpan.FromSeconds(60 + (posts / 20)));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{crowd.Left(office).Count} of {posts} are left:\n{bridge.Log}");
        }

        output.WriteLine($"{posts} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        crowd.AssertEachOnce(office);
        await bridge.EndAsync(Office.Patience);
    }
}
