using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Status;

/// <summary>
/// The page at <c>/</c>, for administrators: how each connection is doing and what to do where one isn't well, what is under way, what was done, and
/// what the log has complained of. One file without scripts.
/// </summary>
internal sealed class StatusPage(StatusBoard board, StatusNumbers numbers, RecentTroubles troubles, TimeProvider clock)
{
    private const int BarWidth = 12;
    private const int BarHeight = 64;

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public static string Version { get; } =
        typeof(StatusPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string Render() => $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="15"><title>Redmine Bridge: {{(board.IsReady ? "ready" : "not ready")}}</title>
        <style>
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --fade: #59636e; --line: #8883; --bar: #0969da; --good: #1a7f37; --fair: #9a6700; --bad: #cf222e }
        @media (prefers-color-scheme: dark) { :root { --fade: #9198a1; --bar: #4493f8; --good: #3fb950; --fair: #d29922; --bad: #f85149 } }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.2rem 0 .4rem }
        table { border-collapse: collapse; width: 100% }
        td, th { text-align: left; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
        th { color: var(--fade); font-weight: 500 } td.number { font-variant-numeric: tabular-nums; white-space: nowrap }
        td:first-child { white-space: nowrap } td.text { overflow-wrap: anywhere }
        .good { color: var(--good) } .fair { color: var(--fair) } .bad { color: var(--bad) } .fade { color: var(--fade) }
        .tiles { display: flex; flex-wrap: wrap; gap: .8rem 2.5rem; margin: 0 } .tiles dt { color: var(--fade) } .tiles dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums }
        .plots { display: flex; flex-wrap: wrap; gap: 1rem 3rem } figure { margin: 0; flex: 1 1 18rem; max-width: 26rem } figcaption { color: var(--fade) }
        svg { display: block; width: 100%; height: auto } rect { fill: var(--bar) } line { stroke: var(--line) }
        @media (max-width: 40rem) {
          thead { display: none } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) }
          td { display: inline; border: 0; padding: 0; margin-right: .5rem } td.text { display: block; margin: 0 }
        }
        </style></head><body>
        <h1>Redmine Bridge <span class="{{(board.IsReady ? "good" : "bad")}}">{{(board.IsReady ? "ready" : "not ready")}}</span></h1>
        <h2>Connections</h2>
        <table><thead><tr><th>Connection</th><th>State</th><th>Since (UTC)</th><th>What to do</th></tr></thead><tbody>
        {{Rows(board.Entries, Row)}}</tbody></table>
        <h2>Under way</h2>
        <dl class="tiles">
        {{Tile("Posts", BridgeMetrics.PostsUnderWay)}}{{Tile("Waiting for Redmine", BridgeMetrics.RedmineWaiting)}}{{Tile("Sessions in memory", BridgeMetrics.Sessions)}}</dl>
        <h2>The last 24 hours</h2>
        <div class="plots">
        {{Plot("Posts linked", numbers.LinkedPosts)}}{{Plot("Tickets created", numbers.CreatedTickets)}}</div>
        <h2>Last warnings and errors</h2>
        {{Complaints(troubles.All)}}
        <p class="fade">Version {{Encode(Version)}}, one node, started {{Stamp(_startedAt)}} UTC; shown as of {{Stamp(clock.GetUtcNow())}} UTC</p>
        </body></html>
        """;

    private static string Row(StatusEntry entry) => $"""
        <tr><td>{Encode(entry.Report.Name)}</td><td class="{Mood(entry.Report.State)}">{Encode(entry.Report.State.ToString().ToLowerInvariant())}</td>
        <td class="number">{(entry.Since == DateTimeOffset.MinValue ? "" : Stamp(entry.Since))}</td><td class="text">{Encode(entry.Report.Detail)}</td></tr>
        """;

    private static string Complaint(Trouble trouble) => $"""
        <tr><td class="number">{Stamp(trouble.LastAt)}</td><td class="{(trouble.IsError ? "bad" : "fair")}">{(trouble.IsError ? "error" : "warning")}</td>
        <td class="number">{Number(trouble.Times)} ×</td><td class="text"><span class="fade">{Encode(trouble.Who)}</span> {Encode(trouble.Text)}</td></tr>
        """;

    private static string Complaints(IReadOnlyList<Trouble> all) => all.Count == 0
        ? "<p class=\"fade\">None since the start.</p>"
        : $"<table><thead><tr><th>Last (UTC)</th><th></th><th>Times</th><th>What</th></tr></thead><tbody>\n{Rows(all, Complaint)}</tbody></table>";

    private static string Rows<T>(IEnumerable<T> all, Func<T, string> row) => string.Concat(all.Select(one => $"{row(one)}\n"));

    private string Tile(string name, string instrument) => $"<div><dt>{name}</dt><dd>{Number(numbers.Now(instrument))}</dd></div>\n";

    /// <summary>A bar an hour, the present one at the right; the highest fills the plot.</summary>
    private static string Plot(string name, IReadOnlyList<long> hours)
    {
        var (most, width) = (Math.Max(hours.Max(), 1), BarWidth * hours.Count);
        var bars = new StringBuilder();
        for (var i = 0; i < hours.Count; i++)
        {
            var height = (int)Math.Ceiling((double)hours[i] / most * BarHeight);
            var ago = hours.Count - 1 - i;
            bars.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{i * BarWidth + 1}\" y=\"{BarHeight - height}\" width=\"{BarWidth - 2}\" height=\"{height}\"><title>{(ago == 0 ? "this hour" : $"{ago} h ago")}: {hours[i]}</title></rect>");
        }

        return $"""
            <figure><svg viewBox="0 0 {width} {BarHeight + 1}" role="img" aria-label="{name} per hour, {Number(hours.Sum())} in all">{bars}<line x1="0" x2="{width}" y1="{BarHeight}" y2="{BarHeight}"/></svg>
            <figcaption>{name} per hour: {Number(hours[^1])} in this one, {Number(hours.Max())} at most, {Number(hours.Sum())} in all</figcaption></figure>

            """;
    }

    private static string Mood(ConnectionState state) => state switch
    {
        ConnectionState.Online => "good",
        ConnectionState.Degraded or ConnectionState.Connecting => "fair",
        _ => "bad",
    };

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
