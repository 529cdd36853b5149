using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Status;

/// <summary>What monitoring is given ready-made asks for nothing that the bridge doesn't tell.</summary>
public sealed partial class MonitoringTests
{
    [Theory]
    [InlineData("grafana/redmine-bridge.json")]
    [InlineData("prometheus/alerts.yaml")]
    public async Task Every_metric_that_is_asked_for_is_there(string file)
    {
        var instruments = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == BridgeMetrics.MeterName)
                    instruments.Add($"redminebridge_{instrument.Name}");
            },
        };
        listener.Start();
        await using var office = await Office.OpenAsync();
        using var answer = await office.GetAsync("metrics");
        // One of ours is told of once it has counted something.
        var told = Help().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value).Concat(instruments).ToHashSet(StringComparer.Ordinal);

        var asked = Name().Matches(await File.ReadAllTextAsync(Repository.PathOf("docker", file))).Select(m => m.Value).ToArray();

        Assert.NotEmpty(asked);
        Assert.All(asked, name => Assert.Contains(name, told));
    }

    [Fact]
    public async Task The_dashboard_is_one_of_Grafanas()
    {
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("docker", "grafana", "redmine-bridge.json")))!;

        Assert.Equal("redmine-bridge", (string)dashboard["uid"]!);
        Assert.All(dashboard["panels"]!.AsArray(), panel => Assert.NotEmpty(panel!["targets"]!.AsArray()));
        Assert.Equal(dashboard["panels"]!.AsArray().Count, dashboard["panels"]!.AsArray().Select(p => (int)p!["id"]!).Distinct().Count());
    }

    [GeneratedRegex(@"\b(redminebridge|process|dotnet)_[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^# HELP ([a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Help();
}
