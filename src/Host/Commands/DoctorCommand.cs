using System.CommandLine;
using RedmineBridge.Host.Doctoring;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary><c>doctor</c>: says what is wrong with settings, servers, rights and the map, and how to mend it. Beside the running bridge, with its settings.</summary>
internal sealed class DoctorCommand : Command
{
    private const int SomethingRed = 1;

    private readonly TimeProvider _clock;

    public DoctorCommand(TimeProvider clock)
        : base("doctor", "Looks at everything that the bridge needs, and says what is wrong and how to mend it. Changes nothing.")
    {
        _clock = clock;
        TreatUnmatchedTokensAsErrors = false;
        var json = new Option<bool>("--json") { Description = "For scripts." };
        Options.Add(json);
        SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, parsed.GetValue(json), parsed.InvocationConfiguration, cancellation));
    }

    private async Task<int> RunAsync(IReadOnlyList<string> args, bool isJson, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (isJson)
            return await RunForScriptsAsync(args, console.Output, cancellation);
        if (await SettingsSources.ReadAsync(args, console.Error) is not { } settings)
            return SettingsSources.BadSettings;
        var report = new DoctorReport(console.Output, isTerminal: console.Output == Console.Out && !Console.IsOutputRedirected);
        List<Finding> findings = [];
        await foreach (var finding in Doctor.ExamineAsync(settings, _clock, DoctorLimits.Usual, cancellation))
        {
            findings.Add(finding);
            report.Write(finding);
        }

        report.WriteSummary(findings);
        return Code(findings);
    }

    /// <summary>The same as one JSON value, wrong settings too.</summary>
    private async Task<int> RunForScriptsAsync(IReadOnlyList<string> args, TextWriter output, CancellationToken cancellation)
    {
        List<Finding> findings = [];
        var code = SettingsSources.BadSettings;
        try
        {
            await foreach (var finding in Doctor.ExamineAsync(SettingsReader.Read(SettingsSources.Of(args)), _clock, DoctorLimits.Usual, cancellation))
                findings.Add(finding);
            code = Code(findings);
        }
        catch (SettingsException wrong)
        {
            findings.AddRange(wrong.Problems.Select(p => Finding.Red(Areas.Settings, "settings", "The bridge can't start with these settings.", p)));
        }

        await output.WriteLineAsync(DoctorReport.Json(findings));
        return code;
    }

    private static int Code(List<Finding> findings) => findings.Any(f => f.Level == Level.Red) ? SomethingRed : 0;
}
