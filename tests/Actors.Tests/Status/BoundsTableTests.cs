using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Status;

/// <summary>What docs/architecture.md promises of each bound.</summary>
public sealed partial class BoundsTableTests
{
    private static readonly string[][] Rows = Read();

    [Fact]
    public void Every_bound_says_what_happens_and_has_a_metric()
    {
        Assert.True(Rows.Length > 20);
        Assert.All(Rows, row => Assert.True(row.All(cell => cell.Length > 0) && (Metric().IsMatch(row[3]) || Name().IsMatch(row[3])), string.Join(" | ", row)));
    }

    [Fact]
    public void Every_metric_that_is_named_exists()
    {
        var metrics = new HashSet<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => metrics.Add(instrument.Name) };
        listener.Start();
        TestMetrics.New();

        Assert.All(Rows.SelectMany(row => Metric().Matches(row[3])), name => Assert.Contains(name.Groups[1].Value, metrics));
    }

    [Fact]
    public void Every_bound_that_is_counted_by_name_stands_there_and_no_other() =>
        Assert.Equal(
            typeof(BoundReached).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(),
            Rows.SelectMany(row => Name().Matches(row[3])).Select(m => m.Groups[1].Value).Order());

    private static string[][] Read() =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "architecture.md"))
            .SkipWhile(line => line != "## Bounds").SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [GeneratedRegex("`(bridge_[a-z_]+)`")]
    private static partial Regex Metric();

    [GeneratedRegex("`bound=\"([a-z_]+)\"`")]
    private static partial Regex Name();
}
