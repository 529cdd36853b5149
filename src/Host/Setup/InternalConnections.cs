using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Mattermost's own rule about addresses of its own network: nothing there is called but what <c>AllowedUntrustedInternalConnections</c>
/// names, a host as it stands in the address, or a network that has the address.
/// </summary>
internal static class InternalConnections
{
    private static readonly IReadOnlyList<IPNetwork> Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "::/128", "::1/128", "fc00::/7", "fe80::/10",
        }.Select(IPNetwork.Parse),
    ];

    public static bool Covers(string list, string host, IReadOnlyList<IPAddress> addresses)
    {
        var entries = list.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return entries.Contains(host) || (addresses.Count > 0 && addresses.All(a => entries.Any(e => IPNetwork.TryParse(e, out var network) && network.Contains(a))));
    }

    /// <summary>A host that this machine doesn't find is taken for one: names of a container's network are known nowhere else.</summary>
    /// <param name="mattermost">The host of Mattermost: its own machine's addresses count as inside, whatever they are.</param>
    public static bool IsInside(string host, IReadOnlyList<IPAddress> addresses, string mattermost) =>
        addresses.Count == 0 || host == mattermost || addresses.Any(a => Reserved.Any(r => r.Contains(a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a)));

    /// <summary>None where the host isn't found.</summary>
    public static async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
