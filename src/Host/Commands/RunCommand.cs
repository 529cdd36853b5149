using System.CommandLine;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Storage;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Commands;

/// <summary><c>run</c>: the bridge between real servers, set up by appsettings.json, the environment and the command line.</summary>
internal sealed class RunCommand : RootCommand
{
    private const int BadSettings = 2;

    public RunCommand()
        : base("Redmine Bridge: work with Redmine from Mattermost. Without a command the bridge runs, as set up by its settings (see README).")
    {
        TreatUnmatchedTokensAsErrors = false;
        SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, cancellation));
        var run = new Command("run", "Runs the bridge (the default).") { TreatUnmatchedTokensAsErrors = false };
        run.SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, cancellation));
        Subcommands.Add(run);
        Subcommands.Add(new SandboxCommand());
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellation)
    {
        BridgeSettings settings;
        try
        {
            settings = SettingsReader.Read(new ConfigurationBuilder()
                .SetBasePath(Environment.CurrentDirectory)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .AddCommandLine([.. args])
                .Build());
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync("The bridge can't start with these settings:");
            foreach (var problem in wrong.Problems)
                await Console.Error.WriteLineAsync($"  {problem}");
            return BadSettings;
        }

        try
        {
            await using var app = Bridge.Build(settings);
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or NewerDatabaseException)
        {
            // A taken port, above all.
            await Console.Error.WriteLineAsync($"The bridge can't start: {failure.Message}");
            return 1;
        }
    }
}
