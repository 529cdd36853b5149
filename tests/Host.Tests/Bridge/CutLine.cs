using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A plain line of TCP to a server, which can be cut, or frozen, and mended: nothing of what passes is looked at.</summary>
public sealed class CutLine : IDisposable
{
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly DnsEndPoint _target;
    private readonly int _port;
    private Socket? _listening;
    private volatile TaskCompletionSource _thawed = Thawed();

    public CutLine(Uri target)
    {
        _target = new(target.Host, target.Port);
        _port = OwnPort.Next();
        _listening = Listen(_port);
    }

    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>Every connection breaks, and no new one is taken.</summary>
    public void Cut()
    {
        _listening?.Dispose();
        _listening = null;
        foreach (var socket in _open.Keys)
            socket.Dispose();
        _open.Clear();
    }

    /// <summary>Everything stays open, and nothing passes any more in either direction.</summary>
    public void Freeze() => _thawed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        _listening ??= Listen(_port);
        _thawed.TrySetResult();
    }

    public void Dispose()
    {
        Cut();
        _thawed.TrySetResult();
    }

    private Socket Listen(int port)
    {
        var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listening.Listen();
        _ = AcceptAsync(listening);
        return listening;
    }

    private async Task AcceptAsync(Socket listening)
    {
        try
        {
            while (true)
            {
                var near = await listening.AcceptAsync();
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _open[near] = _open[far] = true;
                await far.ConnectAsync(_target);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // That is what the line is for.
        }
    }

    private static TaskCompletionSource Thawed()
    {
        var thawed = new TaskCompletionSource();
        thawed.SetResult();
        return thawed;
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _thawed.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
