using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Who has the bridge's port: the running bridge, nobody, or another program.</summary>
internal static class ListeningCheck
{
    private const string Subject = "Bridge__ListenUrl";

    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settings = tools.Settings;
        // A proxy that the environment names has its own idea of who this machine is.
        using var direct = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });
        var here = (await WhoAnswers.AtAsync(ListenAddress.Reachable(settings.ListenUrl), direct, tools.Limits, cancellation)).Who;
        // Behind it or in another container it may run all the same.
        facts.BridgeRuns = here == WhoAnswers.Kind.Bridge || (await WhoAnswers.AtAsync(settings.PublicUrl, settings.PublicUrl.IsLoopback ? direct : tools.Http, tools.Limits, cancellation)).Who == WhoAnswers.Kind.Bridge;
        var refused = here == WhoAnswers.Kind.Nobody ? ListenAddress.Try(settings.ListenUrl) : SocketError.AddressAlreadyInUse;
        if (here == WhoAnswers.Kind.Bridge)
            yield return Finding.Green(Areas.Bridge, Subject, $"A bridge listens at {settings.ListenUrl}.");
        else if (refused is not { } why)
            yield return Finding.Green(Areas.Bridge, Subject, $"Nobody listens at {settings.ListenUrl} yet, and the bridge may.");
        else
        {
            var (said, mend) = ListenAddress.Of(settings.ListenUrl, why);
            yield return Finding.Red(Areas.Bridge, Subject, said, mend);
        }
    }
}
