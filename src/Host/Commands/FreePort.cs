using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Host.Commands;

/// <summary>Looks for a port of the loopback interface that nobody has.</summary>
internal static class FreePort
{
    /// <exception cref="IOException">All of them are taken.</exception>
    public static int From(int first, int atMost)
    {
        for (var port = first; port < first + atMost && port <= IPEndPoint.MaxPort; port++)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // The next one, then.
            }
        }

        throw new IOException($"The ports {first} to {first + atMost - 1} are all taken.");
    }
}
