using System.CommandLine;
using System.Data.Common;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Host.Storage;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Commands;

/// <summary>A command of an administrator about one person, beside the running bridge and with its settings.</summary>
internal abstract class PersonCommand : Command
{
    private const int NotDone = 1;

    protected PersonCommand(string name, string description, string argument)
        : base(name, description)
    {
        TreatUnmatchedTokensAsErrors = false;
        var login = new Argument<string>("login") { Description = argument };
        Arguments.Add(login);
        SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(login)!.TrimStart('@').ToLowerInvariant(),
            parsed.UnmatchedTokens,
            parsed.InvocationConfiguration,
            cancellation));
    }

    /// <returns>What to say, on the output when it is done and among the errors when it isn't.</returns>
    protected abstract Task<(bool IsDone, string Said)> DoAsync(string login, IServiceProvider services, CancellationToken cancellation);

    private async Task<int> RunAsync(string login, IReadOnlyList<string> args, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (await SettingsSources.ReadAsync(args, console.Error) is not { } settings)
            return SettingsSources.BadSettings;
        // Nothing of it is started; what is said of its end would stand among the answer.
        await using var bridge = Bridge.Build(settings, adapt: b => b.Logging.SetMinimumLevel(LogLevel.Warning));
        try
        {
            await bridge.Services.GetRequiredService<BridgeDatabase>().PrepareAsync(cancellation);
            var (isDone, said) = await DoAsync(login, bridge.Services, cancellation);
            await (isDone ? console.Output : console.Error).WriteLineAsync(said);
            return isDone ? 0 : NotDone;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Interrupted: run the command again to see what is done.");
        }
        catch (MattermostException failure)
        {
            await console.Error.WriteLineAsync($"Mattermost can't be asked who has `{login}`, so nothing was changed: {failure.Message}.");
        }
        catch (NewerDatabaseException failure)
        {
            await console.Error.WriteLineAsync(failure.Message);
        }
        catch (DbException failure)
        {
            await console.Error.WriteLineAsync($"The database of Bridge__Database does not answer, so nothing was changed: {failure.Message}.");
        }

        return NotDone;
    }
}
