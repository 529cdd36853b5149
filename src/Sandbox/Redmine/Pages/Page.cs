using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace RedmineBridge.Sandbox.Redmine.Pages;

/// <summary>A page, and the frame around it. The title is plain text; the body is HTML, what people wrote in it escaped by <see cref="Safe"/>.</summary>
internal sealed record Page(string Title, string Body)
{
    private const string Style = """
        body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #222; background: #f6f7f9; }
        header { background: #628db6; color: #fff; padding: .6rem 1.5rem; }
        header a { color: #fff; text-decoration: none; font-weight: 600; }
        header small { opacity: .85; margin-left: 1rem; }
        main { max-width: 68rem; margin: 1.5rem auto; padding: 0 1.5rem; }
        a { color: #2a5685; }
        .issue { background: #ffffdd; border: 1px solid #d7d7d7; border-radius: 4px; padding: 1rem 1.5rem; }
        .subject { margin: 0; }
        .author { color: #666; margin: .2rem 0 1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; }
        dt { font-weight: 600; } dd { margin: 0; }
        .overdue { color: #b00; font-weight: 600; }
        .description { white-space: pre-wrap; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; background: #fff; }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #e3e5e8; }
        .me a { margin-left: .6rem; } .me .here { font-weight: 700; }
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
}
