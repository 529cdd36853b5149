using System.CommandLine;
using System.Runtime.InteropServices;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Commands;

/// <summary>
/// What comes before every command: a word that is neither an option nor a setting is refused before anything is done, and whoever asks the process to
/// end has the command told so, which finishes what it has begun.
/// </summary>
internal static class CommandLine
{
    private const string Program = "redmine-bridge";

    /// <summary>What setup reads beside the settings, each also from a file that the name with <c>_FILE</c> has.</summary>
    private static readonly string[] Credentials =
        ["SETUP_MATTERMOST_TOKEN", "SETUP_MATTERMOST_LOGIN", "SETUP_MATTERMOST_PASSWORD", "SETUP_REDMINE_KEY", "SETUP_REDMINE_LOGIN", "SETUP_REDMINE_PASSWORD"];

    private static readonly HashSet<string> Taken = new(
        [.. SettingsReader.Known.Select(k => k.Replace("__", ":", StringComparison.Ordinal)), .. Credentials, .. Credentials.Select(c => $"{c}_FILE")],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>As the process, until it is done or asked to end. Asked once more, it ends at once, unless a host that it runs says otherwise.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        // The command line's own way would be to end the process after two seconds.
        return await InvokeAsync(args, new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            if (stop.IsCancellationRequested)
                return;
            signal.Cancel = true;
            // A host that heard the signal first may have ended by now, and all of this with it: nothing may be thrown here.
            _ = stop.CancelAsync();
        }
    }

    /// <summary>Within this process, for as long as <paramref name="cancellation"/> lets it.</summary>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, InvocationConfiguration console, CancellationToken cancellation = default)
    {
        // A word that begins with an at-sign is somebody's login, and no file of further arguments.
        var parsed = new RunCommand().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var command = parsed.CommandResult.Command;
        // Whoever asks for help gets it, whatever else is there.
        var problems = parsed.Action == command.Action ? Problems(parsed, command) : [];
        foreach (var problem in problems)
            await console.Error.WriteLineAsync(problem);
        return problems.Count > 0 ? SettingsSources.BadSettings : await parsed.InvokeAsync(console, cancellation);
    }

    /// <summary>
    /// A sentence for each word that nothing takes. Settings have the forms that .NET reads: <c>--Section:Name=value</c>, the same with a slash or without
    /// a prefix, and with the value as the next word. Values are not repeated, since they may be secrets.
    /// </summary>
    private static List<string> Problems(ParseResult parsed, Command command)
    {
        // The command line takes anything for a login or a file.
        if (parsed.CommandResult.Tokens.FirstOrDefault(t => t.Value.StartsWith('-')) is { } misplaced)
            return [$"{misplaced.Value.Split('=')[0]} stands in the place of <{command.Arguments[0].Name}>: write it after that."];
        List<string> problems = [];
        var words = parsed.UnmatchedTokens;
        for (var i = 0; i < words.Count; i++)
        {
            var name = words[i].Split('=')[0];
            var key = name.StartsWith("--", StringComparison.Ordinal) ? name[2..] : name.StartsWith('/') ? name[1..] : name;
            var (hasValue, isSwitch) = (name.Length < words[i].Length, name.StartsWith('-') || name.StartsWith('/'));
            var isKnown = command is not SandboxCommand && Taken.Contains(key);
            // Where the command itself takes words, it would take the value for one of them, and the value's place would have another.
            var hasNext = !hasValue && isSwitch && i + 1 < words.Count && !words[i + 1].StartsWith('-') && command.Arguments.Count == 0;
            if (hasNext)
                i++;
            if (!isKnown)
                problems.Add(NothingTakes(command, name, key));
            else if (!hasValue && !hasNext)
                problems.Add($"{name} has no value: write it as --{key}=value.");
        }

        return problems;
    }

    private static string NothingTakes(Command command, string name, string key)
    {
        if (key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase))
            return $"{name} does not count on the command line: set {key.Replace(":", "__", StringComparison.Ordinal)} in the environment.";
        var inEnvironment = key.Replace("__", ":", StringComparison.Ordinal);
        if (command is not SandboxCommand && Taken.Contains(inEnvironment))
            return $"{name} is the setting's name in the environment: write it here as --{inEnvironment}=value.";
        var (called, takes) = command is RootCommand ? (Program, "command") : ($"{Program} {command.Name}", "option");
        return $"{name} is no {takes} of {called} and no setting: correct it (`{called} --help` has them all), or remove it.";
    }
}
