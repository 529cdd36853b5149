using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Status;

/// <summary>The page at <c>/</c>: how each connection is doing, and what to do where one isn't well.</summary>
internal static class StatusPage
{
    public static string Version { get; } =
        typeof(StatusPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static string Render(StatusBoard board, DateTimeOffset startedAt)
    {
        var rows = new StringBuilder();
        foreach (var (report, since) in board.Entries)
        {
            rows.Append(CultureInfo.InvariantCulture, $"""
                <tr><td>{Encode(report.Name)}</td><td class="{Mood(report.State)}">{Encode(report.State.ToString().ToLowerInvariant())}</td>
                <td>{(since == DateTimeOffset.MinValue ? "" : since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))}</td>
                <td>{Encode(report.Detail)}</td></tr>

                """);
        }

        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="15"><title>Redmine Bridge</title>
            <style>
            :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
            body { max-width: 56rem; margin: 3rem auto; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% }
            td, th { text-align: left; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid #8884; vertical-align: top }
            .good { color: #1a7f37 } .fair { color: #9a6700 } .bad { color: #cf222e }
            p { color: #888 }
            </style></head><body>
            <h1>Redmine Bridge</h1>
            <table><thead><tr><th>Connection</th><th>State</th><th>Since (UTC)</th><th>What to do</th></tr></thead><tbody>
            {{rows}}</tbody></table>
            <p>Version {{Encode(Version)}}, started {{startedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}} UTC</p>
            </body></html>
            """;
    }

    private static string Mood(ConnectionState state) => state switch
    {
        ConnectionState.Online => "good",
        ConnectionState.Degraded or ConnectionState.Connecting => "fair",
        _ => "bad",
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
