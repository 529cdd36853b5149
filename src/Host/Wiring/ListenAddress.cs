using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Host.Wiring;

/// <summary>Whether this process may listen at <c>Bridge__ListenUrl</c>, tried as the HTTP server does it, and what is to be done where it may not.</summary>
internal static class ListenAddress
{
    /// <summary>Takes the address and gives it back. Null where that goes.</summary>
    public static SocketError? Try(Uri listen)
    {
        try
        {
            var address = AddressOf(listen);
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, listen.Port));
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    /// <summary>What is wrong, and what mends it: a sentence each.</summary>
    public static (string Said, string Mend) Of(Uri listen, SocketError why) => why switch
    {
        SocketError.AddressAlreadyInUse => (
            $"Another program listens at {listen}, so the bridge can't.",
            "Stop that program, or set Bridge__ListenUrl to a free port, and Bridge__PublicUrl to where Mattermost then finds it."),
        SocketError.AddressNotAvailable => (
            $"The bridge can't listen at {listen}: this machine has no such address.",
            $"Set Bridge__ListenUrl to an address of this machine, or to http://0.0.0.0:{listen.Port} for all of them."),
        SocketError.AccessDenied => (
            $"The bridge can't listen at {listen}: its account has no right to that port.",
            "Set Bridge__ListenUrl to a port from 1024 on, or give the service that right (`AmbientCapabilities=CAP_NET_BIND_SERVICE` with systemd)."),
        _ => ($"The bridge can't listen at {listen} ({why}).", "Set Bridge__ListenUrl to an address of this machine and a free port."),
    };

    /// <summary>Where this machine itself finds who listens there: on all addresses, that is its own.</summary>
    public static Uri Reachable(Uri listen) => IsEverywhere(listen)
        ? new UriBuilder(listen) { Host = listen.HostNameType == UriHostNameType.IPv4 ? "127.0.0.1" : "[::1]" }.Uri
        : listen;

    /// <summary>It stands for all addresses of the machine, and is none by which anybody could reach it.</summary>
    public static bool IsEverywhere(Uri listen) =>
        IPAddress.TryParse(listen.IdnHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>A name is no address: the server then listens everywhere.</summary>
    private static IPAddress AddressOf(Uri listen) =>
        IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) ? address
        : listen.IsLoopback ? IPAddress.Loopback
        : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any
        : IPAddress.Any;
}
