using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Host.Status;
using Spectre.Console;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Writes findings as they come: by area, with the mend below what isn't green; coloured where somebody looks at a terminal.</summary>
internal sealed class DoctorReport(TextWriter output, bool isTerminal)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IAnsiConsole? _console = isTerminal ? AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) }) : null;
    private string? _area;

    public void Write(Finding finding)
    {
        if (finding.Area != _area)
        {
            if (_area is not null)
                output.WriteLine();
            Line(0, finding.Area, "bold");
            _area = finding.Area;
        }

        var (word, sign, colour) = finding.Level switch
        {
            Level.Green => ("ok  ", "✓", "green"),
            Level.Yellow => ("warn", "!", "yellow"),
            _ => ("FAIL", "✗", "red"),
        };
        if (_console is null)
            output.WriteLine($"  {word}  {finding.Subject}: {finding.Said}");
        else
            Line(2, $"[{colour}]{sign}[/] [dim]{Markup.Escape(finding.Subject)}:[/] {Markup.Escape(finding.Said)}");
        foreach (var line in finding.Mend?.Split('\n') ?? [])
            Line(8, line.TrimEnd('\r'), "italic");
    }

    public void WriteSummary(IReadOnlyCollection<Finding> findings)
    {
        output.WriteLine();
        Line(0, $"{Count(findings, Level.Green)} ok, {Count(findings, Level.Yellow)} to look at, {Count(findings, Level.Red)} to mend.", "bold");
    }

    /// <summary>The names in it stay as they are; further ones may come.</summary>
    public static string Json(IReadOnlyCollection<Finding> findings) => new JsonObject
    {
        ["version"] = StatusPage.Version,
        ["findings"] = new JsonArray([.. findings.Select(f => new JsonObject
        {
            ["area"] = f.Area, ["subject"] = f.Subject, ["level"] = Name(f.Level), ["said"] = f.Said, ["mend"] = f.Mend,
        })]),
        ["summary"] = new JsonObject
        {
            ["green"] = Count(findings, Level.Green), ["yellow"] = Count(findings, Level.Yellow), ["red"] = Count(findings, Level.Red),
        },
    }.ToJsonString(Readable);

    private static string Name(Level level) => level.ToString().ToLowerInvariant();

    private static int Count(IReadOnlyCollection<Finding> findings, Level level) => findings.Count(f => f.Level == level);

    private void Line(int indent, string text, string style)
    {
        if (_console is null)
            output.WriteLine(new string(' ', indent) + text);
        else
            Line(indent, $"[{style}]{Markup.Escape(text)}[/]");
    }

    /// <summary>What is too long for one line of the terminal goes on below itself.</summary>
    private void Line(int indent, string markup) => _console!.Write(new Padder(new Markup(markup), new(indent, 0, 0, 0)));
}
