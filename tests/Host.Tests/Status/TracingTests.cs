using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Sandbox.Serving;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Status;

/// <summary>What belongs to one post, or to one call of a person, is one trace.</summary>
public sealed class TracingTests : IDisposable
{
    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public TracingTests()
    {
        // Other bridges of this process are heard, too: a test looks at its own traces.
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task From_the_post_to_Redmine_and_to_the_edit()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "The secret party is #t1");

        Assert.Equal(LinkOutcome.Linked, await office.DoneAsync(post));

        var root = await SpanAsync(s => s.OperationName == "post" && Tag(s, "mattermost.post") == post.Id);
        await SpanAsync(s => s.OperationName == "mattermost WriteLinks" && s.TraceId == root.TraceId);
        var all = _spans.Where(s => s.TraceId == root.TraceId).ToArray();
        var read = Assert.Single(all, s => s.OperationName == "redmine SeeTickets");
        var write = Assert.Single(all, s => s.OperationName == "mattermost WriteLinks");
        Assert.Equal((root.SpanId, root.SpanId), (read.ParentSpanId, write.ParentSpanId));
        Assert.Equal(("Linked", "TicketsSeen"), (Tag(root, "bridge.outcome"), Tag(read, "redmine.outcome")));
        Assert.Contains(read.Events, e => e.Name == "sent");
        Assert.Equal(["GET posts/…", "PUT posts/…/patch"], all.Where(s => s.ParentSpanId == write.SpanId).OrderBy(s => s.StartTimeUtc).Select(s => s.OperationName));
        Assert.All(all.SelectMany(s => s.TagObjects), tag => Assert.DoesNotContain("party", $"{tag.Value}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Posts_that_are_looked_up_together_are_linked_by_the_look_up()
    {
        await using var office = await Office.OpenAsync();
        var numbers = office.Services.GetRequiredService<StatusNumbers>();
        var looked = new TaskCompletionSource();
        using var held = office.Redmine.Faults.Inject("GET", "/issues.json", new Fault.Hold(looked.Task), times: 1);
        var posts = Enumerable.Range(1, 4).Select(i => office.Write(office.Alice, $"{i}: #t1")).ToArray();
        await Look.UntilAsync(() => numbers.Now(BridgeMetrics.PostsUnderWay) == posts.Length, Office.Patience);
        looked.SetResult();
        foreach (var post in posts)
            await office.DoneAsync(post);

        var roots = new List<Activity>();
        foreach (var post in posts)
            roots.Add(await SpanAsync(s => s.OperationName == "post" && Tag(s, "mattermost.post") == post.Id));
        var reads = _spans.Where(s => s.OperationName == "redmine SeeTickets" && roots.Any(r => r.TraceId == s.TraceId)).ToArray();

        Assert.InRange(reads.Length, 1, 3);
        Assert.Equal(
            roots.Select(r => r.TraceId.ToString()).Order(),
            reads.SelectMany(r => r.Links.Select(l => l.Context.TraceId).Append(r.TraceId)).Select(t => t.ToString()).Distinct().Order());
    }

    [Fact]
    public async Task From_the_command_to_Redmine()
    {
        await using var office = await Office.OpenAsync();
        await office.CommandsAreThereAsync();
        var command = office.World.Commands.First(c => c.Trigger == "redmine");

        using var answer = await office.PostCommandAsync(command, office.Alice, "mine");

        answer.EnsureSuccessStatusCode();
        var call = await SpanAsync(s => s.OperationName == "call SlashCommand" && Tag(s, "mattermost.channel") == office.World.Channel("dev").Id);
        var list = await SpanAsync(s => s.OperationName == "redmine ListTickets" && s.ParentSpanId == call.SpanId);
        Assert.Equal("TicketsListed", Tag(list, "redmine.outcome"));
    }

    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_that_is_named_and_nowhere_without()
    {
        var heard = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{OwnPort.Next()}");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            heard.AddOrUpdate(signal, _ => Readable(body), (_, before) => before + Readable(body));
        });
        await collector.StartAsync();
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        using var process = office.StartProcess(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        });
        await office.ListeningAsync();
        var post = office.Write(office.Alice, "see #t1");
        await office.ChangedAsync(post);

        await Look.UntilAsync(
            () => heard.GetValueOrDefault("traces", "").Contains("redmine SeeTickets", StringComparison.Ordinal)
                && heard.GetValueOrDefault("metrics", "").Contains("bridge_posts_done", StringComparison.Ordinal),
            Office.Patience,
            seen: () => string.Join(", ", heard.Keys));
        Assert.Contains("redmine-bridge", heard["traces"], StringComparison.Ordinal);
        var line = $@"(?m)^\d{{4}}-\d\d-\d\dT[\d:.]+Z info  gateway/listener/inbox: Post {post.Id} of {office.Alice.Id} in {post.ChannelId}: Linked, 1 linked$";
        await Look.UntilAsync(() => Regex.IsMatch(process.Log, line), Office.Patience, seen: () => process.Log);
        Assert.All(heard.Values, said => Assert.All(office.Secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal)));
    }

    private static string Readable(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());

    private static string? Tag(Activity span, string name) => span.GetTagItem(name) as string;

    /// <summary>A span is there when it has ended, which may be a moment after what is seen from outside.</summary>
    private async Task<Activity> SpanAsync(Func<Activity, bool> isIt)
    {
        await Look.UntilAsync(() => _spans.Any(isIt), Office.Patience);
        return _spans.First(isIt);
    }
}
