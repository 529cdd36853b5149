using System.Globalization;
using RedmineBridge.Sandbox.Mattermost;
using RedmineBridge.Sandbox.Mattermost.World;
using RedmineBridge.Sandbox.Redmine;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Benchmarks.ColdStart;

/// <summary>
/// How long the published bridge takes from the start of its process until <c>/health/ready</c> says that both servers and the database are
/// reached, and how much memory it has at rest and under load. The stand-ins run in this process, on the same cores.
/// </summary>
internal static class ColdStarts
{
    private const int Posts = 5_000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);
    private static readonly Uri Listen = new("http://127.0.0.1:28090");

    public static async Task<int> MeasureAsync(string bridge, int runs)
    {
        var world = MattermostWorld.CreateSeeded(TimeProvider.System, Guid.NewGuid().ToString("N"));
        await using var mattermost = new StandInMattermost(world);
        await using var redmine = new StandInRedmine(RedmineWorld.CreateSeeded(TimeProvider.System));
        await mattermost.StartAsync();
        await redmine.StartAsync();
        var directory = Directory.CreateTempSubdirectory("bridge-cold-start-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["Mattermost__Url"] = mattermost.Url.AbsoluteUri,
            ["Mattermost__Token"] = world.IssueToken(world.User("redmine")),
            ["Redmine__Url"] = redmine.Url.AbsoluteUri,
            ["Redmine__ApiKey"] = RedmineWorld.AdminKey,
            ["Bridge__ListenUrl"] = Listen.AbsoluteUri,
            ["Bridge__Database"] = $"Data Source={Path.Combine(directory, "bridge.db")}",
            ["Users__Map"] = "alice=alice;bob=bob;ivan=ivan",
        };
        try
        {
            // The stand-ins, and what the system keeps of files, are warm afterwards.
            await StartAsync();
            Console.WriteLine("| | `/health/live`, min / median / max | `/health/ready`, min / median / max | processor |\n|---|---|---|---|");
            await RowAsync("new database", before: Forget);
            await RowAsync("existing database", before: () => { });
            await FloodAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        async Task RowAsync(string name, Action before)
        {
            List<Start> starts = [];
            for (var run = 0; run < runs; run++)
            {
                before();
                starts.Add(await StartAsync());
            }

            Console.WriteLine($"| {name} | {Spread(starts.Select(s => s.Live))} | {Spread(starts.Select(s => s.Ready))} | {Spread(starts.Select(s => s.Worked))} |");
        }

        async Task<Start> StartAsync()
        {
            using var process = new PublishedBridge(bridge, directory, settings, Listen);
            var live = await process.AnsweredAsync("/health/live");
            var ready = await process.AnsweredAsync("/health/ready");
            var start = new Start(live, ready, process.Worked);
            await process.StopAsync();
            return start;
        }

        void Forget()
        {
            foreach (var file in Directory.GetFiles(directory, "bridge.db*"))
                File.Delete(file);
        }

        async Task FloodAsync()
        {
            using var process = new PublishedBridge(bridge, directory, settings, Listen);
            await process.AnsweredAsync("/health/ready");
            await Task.Delay(Rest);
            var rest = process.Memory().Now;
            MattermostUser[] authors = [world.User("alice"), world.User("bob"), world.User("ivan")];
            var since = System.Diagnostics.Stopwatch.StartNew();
            var worked = process.Worked;
            var posts = Enumerable.Range(0, Posts).Select(i => world.PostAs(authors[i % authors.Length], world.Channel("dev"), $"Post {i}: #t1 and #t2")).ToList();
            await world.WaitAsync(w => posts.All(p => w.Post(p.Id).Message != p.Message), TimeSpan.FromMinutes(5));
            var (took, most) = (since.Elapsed, process.Memory().Most);
            worked = process.Worked - worked;
            await Task.Delay(Rest);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

                | memory (RSS) | MB |
                |---|---|
                | at rest, {Rest.TotalSeconds:0} s after the start | {rest:0} |
                | the most while {Posts:N0} posts of two tickets each were linked, in {took.TotalSeconds:0.0} s ({Posts / took.TotalSeconds:0} a second; {worked.TotalSeconds:0.0} s of one processor) | {most:0} |
                | {Rest.TotalSeconds:0} s after them | {process.Memory().Now:0} |
                """));
            await process.StopAsync();
        }
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(t => t.TotalSeconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[0]:0.00} / {sorted[sorted.Count / 2]:0.00} / {sorted[^1]:0.00} s");
    }

    private sealed record Start(TimeSpan Live, TimeSpan Ready, TimeSpan Worked);
}
