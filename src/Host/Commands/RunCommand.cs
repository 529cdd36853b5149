using System.CommandLine;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Storage;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Commands;

/// <summary><c>run</c>: the bridge between real servers, set up by appsettings.json, the environment and the command line.</summary>
internal sealed class RunCommand : RootCommand
{
    public RunCommand()
        : base("Redmine Bridge: work with Redmine from Mattermost. Without a command the bridge runs, as set up by its settings (see README).")
    {
        TreatUnmatchedTokensAsErrors = false;
        SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, parsed.InvocationConfiguration.Error, cancellation));
        var run = new Command("run", "Runs the bridge (the default).") { TreatUnmatchedTokensAsErrors = false };
        run.SetAction((parsed, cancellation) => RunAsync(parsed.UnmatchedTokens, parsed.InvocationConfiguration.Error, cancellation));
        Subcommands.Add(run);
        Subcommands.Add(new DoctorCommand(TimeProvider.System));
        Subcommands.Add(new ConfirmCommand());
        Subcommands.Add(new ForgetCommand());
        Subcommands.Add(new ExportCommand());
        Subcommands.Add(new BackupCommand());
        Subcommands.Add(new HealthCommand());
        Subcommands.Add(new SetupCommand());
        Subcommands.Add(new SandboxCommand());
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter error, CancellationToken cancellation)
    {
        if (await SettingsSources.ReadAsync(args, error) is not { } settings)
            return SettingsSources.BadSettings;
        // Before all else, since the server only finds out when half the bridge works already.
        if (ListenAddress.Try(settings.ListenUrl) is { } refused)
            return await CantStartAsync(error, Sentence(ListenAddress.Of(settings.ListenUrl, refused)));
        try
        {
            await using var app = Bridge.Build(settings);
            await RunAsync(app, cancellation);
            return 0;
        }
        catch (SettingsException wrong)
        {
            await SettingsSources.SayAsync(wrong, error);
            return SettingsSources.BadSettings;
        }
        catch (NewerDatabaseException newer)
        {
            // Trying again does not mend it.
            await CantStartAsync(error, newer.Message);
            return SettingsSources.BadSettings;
        }
        catch (IOException failure)
        {
            return await CantStartAsync(error, failure.Message);
        }
    }

    /// <summary>Until it is asked to end.</summary>
    /// <exception cref="NewerDatabaseException">It has found out while it ran.</exception>
    private static async Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
            await app.WaitForShutdownAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was asked to end before it had begun.
            await app.StopAsync(CancellationToken.None);
        }

        // What works in the background and fails ends the host, which doesn't say why.
        foreach (var service in app.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true } failed)
                await failed;
        }
    }

    private static string Sentence((string Said, string Mend) trouble) => $"{trouble.Said} {trouble.Mend}";

    private static async Task<int> CantStartAsync(TextWriter error, string why)
    {
        await error.WriteLineAsync($"The bridge can't start: {why}");
        return 1;
    }
}
