using System.Net;
using System.Runtime.CompilerServices;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Who has the bridge's port: the running bridge, nobody, or another program.</summary>
internal static class ListeningCheck
{
    private const string Subject = "Bridge__ListenUrl";

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (settings, http) = (tools.Settings, tools.Http);
        var here = (await WhoAnswers.AtAsync(Reachable(settings.ListenUrl), http, cancellation)).Who;
        // Behind it or in another container it may run all the same.
        facts.BridgeRuns = here == WhoAnswers.Kind.Bridge || (await WhoAnswers.AtAsync(settings.PublicUrl, http, cancellation)).Who == WhoAnswers.Kind.Bridge;
        yield return here switch
        {
            WhoAnswers.Kind.Bridge => Finding.Green(Areas.Bridge, Subject, $"A bridge listens at {settings.ListenUrl}."),
            WhoAnswers.Kind.Nobody => Finding.Green(Areas.Bridge, Subject, $"Nobody listens at {settings.ListenUrl} yet."),
            _ => Finding.Red(
                Areas.Bridge,
                Subject,
                $"Another program listens at {settings.ListenUrl}, so the bridge can't.",
                "Stop that program, or set Bridge__ListenUrl to a free port, and Bridge__PublicUrl to where Mattermost then finds it."),
        };
    }

    /// <summary>Who listens on all addresses is reached at this machine's own.</summary>
    private static Uri Reachable(Uri listen) => IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address)
        ? new UriBuilder(listen) { Host = address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "[::1]" : listen.Host }.Uri
        : listen;
}
