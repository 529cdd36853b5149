using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Mattermost's own rule about addresses of its own network and of its own machine: nothing there is called but what
/// <c>AllowedUntrustedInternalConnections</c> names, a host as it stands in the address, or a network that has the address.
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

    public static string[] Entries(string list) => list.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    public static bool Covers(string list, string host, IReadOnlyList<IPAddress> addresses)
    {
        var entries = Entries(list);
        return entries.Contains(host) || (addresses.Count > 0 && addresses.All(a => entries.Any(e => IPNetwork.TryParse(e, out var network) && network.Contains(a))));
    }

    /// <summary>A host that this machine doesn't find is taken for one: names of a container's network are known nowhere else.</summary>
    /// <param name="mattermost">All addresses of Mattermost's machine, as far as they are known: whatever they are, it doesn't call itself.</param>
    public static bool IsInside(IReadOnlyList<IPAddress> addresses, IReadOnlyList<IPAddress> mattermost) =>
        addresses.Count == 0 || addresses.Any(IsReserved) || IsOwn(addresses, mattermost);

    /// <summary>One of them is Mattermost's own.</summary>
    public static bool IsOwn(IReadOnlyList<IPAddress> addresses, IReadOnlyList<IPAddress> mattermost) =>
        addresses.Select(Plain).Intersect(mattermost.Select(Plain)).Any();

    public static bool IsReserved(IPAddress address) => Reserved.Any(r => r.Contains(Plain(address)));

    /// <summary>None where the host isn't found.</summary>
    public static async Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellation);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Longer than a name may be is not found either.
            return [];
        }
    }

    /// <summary>Where the host is this machine, its other addresses as well: Mattermost doesn't call any of them.</summary>
    public static async Task<IReadOnlyList<IPAddress>> FindMachineAsync(string host, CancellationToken cancellation)
    {
        var found = await FindAsync(host, cancellation);
        if (found.Count == 0)
            return found;
        var here = Here();
        return found.Any(IPAddress.IsLoopback) || IsOwn(found, here) ? [.. found.Union(here)] : found;
    }

    /// <summary>None where the system doesn't tell.</summary>
    private static IReadOnlyList<IPAddress> Here()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    /// <summary>One that has the form of IPv6 and is one of IPv4, and one that names the interface, are the same without.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address.IsIPv6LinkLocal ? new(address.GetAddressBytes()) : address;
}
