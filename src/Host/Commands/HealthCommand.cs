using System.CommandLine;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Commands;

/// <summary>
/// <c>health</c>: asks the bridge that runs on this machine whether it lives, for whoever has no other program to ask with: a container's health check
/// above all. Of the settings it needs the address alone.
/// </summary>
internal sealed class HealthCommand : Command
{
    private const string Path = "/health/live";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public HealthCommand()
        : base("health", "Asks the running bridge, at Bridge__ListenUrl, whether it lives: exit code 0, else 1.")
    {
        TreatUnmatchedTokensAsErrors = false;
        SetAction((parsed, cancellation) => AskAsync(parsed.UnmatchedTokens, parsed.InvocationConfiguration, cancellation));
    }

    private static async Task<int> AskAsync(IReadOnlyList<string> args, InvocationConfiguration to, CancellationToken cancellation)
    {
        if (await SettingsSources.ReadAsync(args, SettingsReader.ReadListenUrl, to.Error) is not { } listen)
            return SettingsSources.BadSettings;
        var address = new Uri(ListenAddress.Reachable(listen), Path);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = AnswerWithin };
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            await to.Output.WriteLineAsync($"{address} answers {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await to.Error.WriteLineAsync($"No bridge answers at {address}: {failure.Message}");
            return 1;
        }
    }
}
