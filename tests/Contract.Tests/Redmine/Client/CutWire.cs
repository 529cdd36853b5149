using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Contract.Tests.Redmine.Client;

/// <summary>A wire between the client and a server, which can be cut when the server has done its work and begins to answer.</summary>
public sealed class CutWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _answerBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _posts;

    public CutWire(Uri server)
    {
        _server = server;
        _listener.Start();
        Url = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{server.AbsolutePath}");
        _accepting = Accept();
    }

    public Uri Url { get; }

    public End Ending { get; set; } = End.None;

    /// <summary>How many POSTs came through.</summary>
    public int Posts => _posts;

    /// <summary>An answer that isn't let through has begun to come.</summary>
    public Task AnswerBegan => _answerBegan.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task Accept()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(Connect(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
            await Task.WhenAll(connections);
        }
    }

    private async Task Connect(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stopping.Token);
                await Task.WhenAny(Requests(client.GetStream(), server.GetStream()), Answers(server.GetStream(), client)).Unwrap();
            }
            catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side has gone, which is what this is for.
            }
        }
    }

    private async Task Requests(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[64 * 1024];
        while (await client.ReadAsync(buffer, _stopping.Token) is var count and > 0)
        {
            if (buffer.AsSpan(0, count).StartsWith("POST "u8))
                Interlocked.Increment(ref _posts);
            await server.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
        }
    }

    private async Task Answers(NetworkStream server, TcpClient client)
    {
        var buffer = new byte[64 * 1024];
        while (await server.ReadAsync(buffer, _stopping.Token) is var count and > 0)
        {
            if (Ending == End.None)
            {
                await client.GetStream().WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
                continue;
            }

            _answerBegan.TrySetResult();
            if (Ending == End.Silence)
                continue;
            client.LingerState = new(Ending == End.Reset, 0);
            return;
        }
    }

    /// <summary>How a connection ends when an answer comes.</summary>
    public enum End
    {
        /// <summary>It doesn't.</summary>
        None,

        /// <summary>As by a killed process.</summary>
        Reset,

        /// <summary>As by a server that shuts down.</summary>
        Close,

        /// <summary>Nothing comes any more.</summary>
        Silence,
    }
}
