using System.Collections.Concurrent;
using System.Diagnostics;
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

    /// <summary>A counter begins with what it counts first, which an increase alone doesn't see.</summary>
    [Fact]
    public async Task No_alert_overlooks_what_a_counter_begins_with()
    {
        var counting = Alert().Matches(await File.ReadAllTextAsync(Repository.PathOf("docker", "prometheus", "alerts.yaml")))
            .Select(m => m.Value).Where(a => a.Contains("increase(", StringComparison.Ordinal) || a.Contains("rate(", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(counting);
        Assert.All(counting, alert => Assert.Contains(" offset ", alert, StringComparison.Ordinal));
    }

    /// <summary>As Prometheus reckons: <c>alerts.test.yaml</c> has the counts and what is told of them.</summary>
    [SkippableFact]
    public async Task Alerts_are_told_when_they_should_be()
    {
        var promtool = new[] { "/usr/bin/promtool", "/usr/local/bin/promtool" }.FirstOrDefault(File.Exists);
        Skip.If(promtool is null, "promtool is not installed: it is part of Debian's package prometheus");
        var start = new ProcessStartInfo(promtool, ["test", "rules", Repository.PathOf("tests", "Host.Tests", "Status", "alerts.test.yaml")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, said);
    }

    [GeneratedRegex(@"^ *- alert:.*\n(?: {8}.*\n?)*", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"\b(redminebridge|process|dotnet)_[a-z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"^# HELP ([a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Help();
}
