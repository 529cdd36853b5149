using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Tests.Support;

/// <summary>
/// A port for a server that may be stopped and started again. It lies below those that the system gives to outgoing connections (32768 and
/// up): one of these would have it meanwhile.
/// </summary>
public static class OwnPort
{
    private const int First = 11_000;
    private const int Last = 31_000;
    private static int _next = Environment.ProcessId * 97 % (Last - First);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % (Last - First));
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
    }
}
