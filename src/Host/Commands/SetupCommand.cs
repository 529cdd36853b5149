using System.CommandLine;
using System.Text.Json;
using RedmineBridge.Host.Setup;
using Spectre.Console;

namespace RedmineBridge.Host.Commands;

/// <summary><c>setup</c>: given administrators' credentials, makes everything that the bridge needs in both servers, and its settings.</summary>
internal sealed class SetupCommand : Command
{
    private const int NotDone = 1;

    private readonly Option<string?> _bot = new("--bot") { Description = "The bot's username, made or adopted; redmine, or the one whose token the settings have, if none is given." };
    private readonly Option<string?> _teams = new("--teams") { Description = "The teams that the bot shall be in, separated by commas; all if none are given." };
    private readonly Option<string?> _channels = new("--channels") { Description = "Channels that it shall be in, as team/channel, separated by commas." };
    private readonly Option<string?> _settings = new("--settings") { Description = "The settings file; appsettings.json in the working directory if none is given." };
    private readonly Option<string?> _former = new("--from-env-file") { Description = "Takes addresses and people over from the first version's .docker.env." };
    private readonly Option<bool> _keeps = new("--keep-switches") { Description = "Leaves the settings of the Mattermost server as they are." };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Shows what would be done, and does nothing." };
    private readonly Option<bool> _undo = new("--undo") { Description = "Takes back what setup has done." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Does it without asking." };

    public SetupCommand()
        : base("setup", "Sets Mattermost, Redmine and the bridge up, with administrators' credentials (see docs/setup.md).")
    {
        TreatUnmatchedTokensAsErrors = false;
        foreach (var option in new Option[] { _bot, _teams, _channels, _settings, _former, _keeps, _dry, _undo, _yes })
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new SetupOptions
        {
            Bot = parsed.GetValue(_bot)?.TrimStart('@').ToLowerInvariant(),
            Teams = List(parsed.GetValue(_teams)),
            Channels = List(parsed.GetValue(_channels)),
            SettingsPath = Path.GetFullPath(parsed.GetValue(_settings) ?? "appsettings.json"),
            FormerSettingsPath = parsed.GetValue(_former),
            KeepsSwitches = parsed.GetValue(_keeps),
            IsDryRun = parsed.GetValue(_dry),
            IsAgreed = parsed.GetValue(_yes),
        };
        var console = parsed.InvocationConfiguration;
        var terminal = Terminal(console);
        try
        {
            var setup = new SetupConversation(options, parsed.UnmatchedTokens, terminal);
            return await (parsed.GetValue(_undo) ? setup.UndoAsync(cancellation) : setup.RunAsync(cancellation));
        }
        catch (ServerRefusedException refused)
        {
            terminal.Complain($"{refused.Message}.");
        }
        catch (OperationCanceledException)
        {
            terminal.Complain("Interrupted: what was said to be done is done. Run setup again to go on, or with --undo.");
        }
        catch (JsonException)
        {
            terminal.Complain($"{options.RecordPath} is no record of setup: look what it is, and move it away.");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            terminal.Complain(failure.Message);
        }

        return NotDone;
    }

    /// <summary>Tests and pipes get plain lines.</summary>
    private static ISetupTerminal Terminal(InvocationConfiguration console) =>
        ReferenceEquals(console.Output, Console.Out) && !Console.IsOutputRedirected && !Console.IsInputRedirected
            ? new SpectreTerminal(AnsiConsole.Console)
            : new PlainTerminal(console.Output, console.Error);

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
