using System.Runtime.CompilerServices;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Whether an outgoing proxy stands between here and the servers, which variables of the environment decide for doctor and bridge alike.</summary>
internal static class ProxyCheck
{
    public static async IAsyncEnumerable<Finding> LookAsync(DoctorTools tools, Facts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (server, url) in new[] { ("Mattermost", tools.Settings.MattermostUrl), ("Redmine", tools.Settings.RedmineUrl) })
        {
            if (HttpClient.DefaultProxy.IsBypassed(url) || HttpClient.DefaultProxy.GetProxy(url) is not { } proxy || proxy == url)
                continue;
            var name = Variable(url.Scheme);
            yield return Finding.Yellow(
                Areas.Settings,
                name,
                // The proxy's password may stand in its address.
                $"{server} is asked through the proxy {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, which {name} names; a bridge with the same environment asks it so, too.",
                $"Where only the proxy leads to {url.Host}, nothing needs to be done. Else write {url.Host} into NO_PROXY, here and where the bridge is started.");
        }
    }

    /// <summary>The first that .NET looks for.</summary>
    private static string Variable(string scheme) =>
        new[] { $"{scheme}_proxy", $"{scheme}_proxy".ToUpperInvariant(), "all_proxy", "ALL_PROXY" }.FirstOrDefault(n => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(n)))
            ?? "the system's setting";
}
