using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Tests.Doors;

/// <summary>One HTTP request as it goes over the wire, to the letter: no client mends anything in it.</summary>
/// <param name="Path">As it stands in the first line.</param>
internal sealed record Knock(string Method, string Path, byte[] Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Besides the host, the length, and that the connection ends with it.</summary>
    public ImmutableList<(string Name, string Value)> Headers { get; init; } = [];

    public bool IsChunked { get; init; }

    public string Text => Encoding.UTF8.GetString(Body);

    public static Knock Json(string path, JsonNode body) =>
        new Knock("POST", path, Encoding.UTF8.GetBytes(body.ToJsonString())).With("Content-Type", "application/json");

    public static Knock Form(string path, IReadOnlyDictionary<string, string> fields) =>
        new Knock("POST", path, Encoding.UTF8.GetBytes(string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"))))
            .With("Content-Type", "application/x-www-form-urlencoded");

    /// <summary>With this header, and no other of its name.</summary>
    public Knock With(string name, string value) => Without(name) with { Headers = Without(name).Headers.Add((name, value)) };

    public Knock Without(string name) => this with { Headers = Headers.RemoveAll(h => h.Name == name) };

    public Knock AndAlso(string name, string value) => this with { Headers = Headers.Add((name, value)) };

    public Knock With(string body) => this with { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>The same with something else in its JSON.</summary>
    public Knock Change(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Body)!.AsObject();
        change(json);
        return With(json.ToJsonString());
    }

    /// <summary>The same with another value of one field of its form.</summary>
    public Knock Field(string name, string value) =>
        With(string.Join('&', Text.Split('&').Where(f => !f.StartsWith(name + '=', StringComparison.Ordinal)).Append($"{name}={Uri.EscapeDataString(value)}")));

    public async Task<(int Status, string Body)> SendAsync(Uri bridge)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var line = new TcpClient();
        await line.ConnectAsync(bridge.Host, bridge.Port, patience.Token);
        var stream = line.GetStream();
        try
        {
            await stream.WriteAsync(Written(bridge), patience.Token);
        }
        catch (IOException)
        {
            // It was refused before all of it was heard.
        }

        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The same, once the answer had come.
        }

        return Read(Encoding.Latin1.GetString(answer.ToArray()));
    }

    private static (int Status, string Body) Read(string answer)
    {
        var head = answer[..(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        var rest = answer[head.Length..];
        var body = new StringBuilder();
        while (head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) && rest.Length > 0)
        {
            var end = rest.IndexOf("\r\n", StringComparison.Ordinal);
            var length = int.Parse(rest.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(rest, end + 2, length);
            rest = rest[(end + length + 4)..];
        }

        return (int.Parse(head.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture), Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body + rest)));
    }

    private byte[] Written(Uri bridge)
    {
        var head = new StringBuilder($"{Method} {Path} HTTP/1.1\r\n");
        if (!Headers.Any(h => h.Name == "Host"))
            head.Append(CultureInfo.InvariantCulture, $"Host: {bridge.Authority}\r\n");
        head.Append("Connection: close\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (IsChunked)
            head.Append(CultureInfo.InvariantCulture, $"Transfer-Encoding: chunked\r\n\r\n{Body.Length:x}\r\n");
        else if (Method == "POST" && !Headers.Any(h => h.Name == "Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n\r\n");
        else
            head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. Body, .. IsChunked ? "\r\n0\r\n\r\n"u8.ToArray() : []];
    }
}
