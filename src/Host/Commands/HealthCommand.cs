using System.CommandLine;
using System.Net;
using RedmineBridge.Host.Settings;

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
        var address = Reachable(listen);
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

    /// <summary>Who listens on every address is asked on the machine's own.</summary>
    private static Uri Reachable(Uri listen)
    {
        var isAddress = IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address);
        var host = isAddress && address!.Equals(IPAddress.Any) ? "127.0.0.1" : isAddress && address!.Equals(IPAddress.IPv6Any) ? "[::1]" : listen.Host;
        return new UriBuilder(listen) { Host = host, Path = Path }.Uri;
    }
}
