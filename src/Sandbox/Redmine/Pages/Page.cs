using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>A page, and the frame around it. The title is plain text; the body is HTML, what people wrote in it escaped by <see cref="Safe"/>.</summary>
internal sealed partial record Page(string Title, string Body)
{
    private const string Style = """
        :root {
          color-scheme: light dark;
          --bar: #3f6a94; --page: #f4f6f9; --sheet: #fff; --line: #dde2e9; --text: #1f2733; --faint: #5f6b7c; --link: #1f5bc9; --late: #b3261e; --mark: #eaf1fb;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --bar: #263b52; --page: #171b23; --sheet: #1f2530; --line: #363f4e; --text: #e3e7ee; --faint: #9ba6b7; --link: #82adff; --late: #ff8a80; --mark: #2a3546;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; font: 15px/1.5 "Inter", "Segoe UI", system-ui, sans-serif; color: var(--text); background: var(--page); }
        header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; background: var(--bar); color: #fff; padding: .7rem 1.5rem; }
        header a { color: #fff; text-decoration: none; font-weight: 650; }
        header small { opacity: .85; }
        main { max-width: 82rem; margin: 1.5rem auto; padding: 0 1.5rem; }
        a { color: var(--link); }
        h1 { margin: 0 0 .2rem; font-size: 1.35rem; line-height: 1.3; overflow-wrap: anywhere; }
        .kind { margin: 0 0 .1rem; color: var(--faint); font-weight: 600; }
        .kind a { color: inherit; }
        .sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
        .issue { padding: 1.3rem 1.6rem 1.6rem; }
        .author, .summary { color: var(--faint); margin: .2rem 0 1.2rem; }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 40%), 1fr)); gap: .9rem 1.5rem; margin: 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
        dt { color: var(--faint); font-size: .85rem; } dd { margin: 0; font-weight: 550; overflow-wrap: anywhere; }
        .overdue { color: var(--late); font-weight: 650; white-space: nowrap; }
        h2 { margin: 1.2rem 0 .4rem; font-size: 1rem; }
        .description { white-space: pre-wrap; overflow-wrap: anywhere; }
        .none { color: var(--faint); }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th, td { text-align: left; vertical-align: top; padding: .45rem .65rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { color: var(--faint); font-size: .85rem; font-weight: 600; }
        tbody tr:last-child td { border-bottom: 0; }
        tbody tr:hover { background: var(--mark); }
        td.subject { width: 100%; min-width: 14rem; white-space: normal; overflow-wrap: anywhere; }
        .me { display: flex; flex-wrap: wrap; gap: .4rem .5rem; align-items: center; margin: 0 0 1rem; }
        .me a { padding: .1rem .7rem; border: 1px solid var(--line); border-radius: 99px; background: var(--sheet); text-decoration: none; }
        .me .here { border-color: var(--link); font-weight: 650; }
        @media (max-width: 40rem) { main { padding: 0 .8rem; margin-top: 1rem; } header { padding: .6rem .9rem; } .issue { padding: 1rem; } }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public string Html => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Safe(Title)} - Stand-in Redmine</title>
        <style>{Style}</style>
        </head>
        <body>
        <header><a href="/issues">Redmine</a><small>A stand-in, to try things out: not a real Redmine, and it forgets everything when it stops.</small></header>
        <main>{Body}</main>
        </body>
        </html>
        """;

    public static string Safe(string text) => Encoder.Encode(text);

    /// <summary>As <see cref="Safe"/>, with addresses to press.</summary>
    public static string Linked(string text)
    {
        var html = new StringBuilder();
        var end = 0;
        foreach (var address in Address().EnumerateMatches(text))
        {
            var link = Safe(text.Substring(address.Index, address.Length));
            html.Append(Safe(text[end..address.Index])).Append("<a href=\"").Append(link).Append("\" rel=\"noopener noreferrer\">").Append(link).Append("</a>");
            end = address.Index + address.Length;
        }

        return html.Append(Safe(text[end..])).ToString();
    }

    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>"".,;:!?)\]}']")]
    private static partial Regex Address();
}
