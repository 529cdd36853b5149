using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RedmineBridge.Host.Tests.Bridge;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>
/// Caddy or nginx before a bridge, with the three examples of <c>docker/</c> at once, each on a port of its own. The files are taken as they are,
/// but for addresses, ports and the place of the certificate.
/// </summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    /// <summary>Of the certificate that it shows.</summary>
    public const string Subject = "CN=localhost";

    private const string ExampleBridge = "127.0.0.1:8090";

    private readonly string _directory = Directory.CreateTempSubdirectory("redmine-bridge-proxy-").FullName;
    private readonly int _plain = OwnPort.Next();
    private readonly int _host = OwnPort.Next();
    private readonly int _tls = OwnPort.Next();
    private Process? _process;

    /// <summary>The bridge at a port of its own.</summary>
    public Uri Plain => new($"http://127.0.0.1:{_plain}");

    /// <summary>The bridge below a path of a host that has something else.</summary>
    public Uri Below => new($"http://127.0.0.1:{_host}/redmine-bridge");

    /// <summary>The bridge under a name of its own.</summary>
    public Uri Own => new($"https://localhost:{_tls}");

    public IReadOnlyList<Uri> All => [Plain, Below, Own];

    /// <summary>Starts it; the test is skipped by name where it isn't installed.</summary>
    public async Task StartAsync(string program, Uri bridge)
    {
        var path = new[] { "/usr/sbin", "/usr/bin", "/usr/local/bin" }.Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);
        Skip.If(path is null, $"{program} is not installed: as root, tests/run.sh installs it");
        WriteCertificate();
        string[] args = program == "caddy" ? ["run", "--adapter", "caddyfile", "--config", Caddyfile(bridge)] : ["-c", NginxConf(bridge), "-e", "stderr"];
        var start = new ProcessStartInfo(path, args) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _directory };
        start.Environment["HOME"] = _directory;
        start.Environment["XDG_DATA_HOME"] = _directory;
        start.Environment["XDG_CONFIG_HOME"] = _directory;
        _process = Process.Start(start)!;
        var said = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        foreach (var port in new[] { _plain, _host, _tls })
            await ListensAsync(port, said);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ListensAsync(int port, Task<string> said)
    {
        using var patience = new CancellationTokenSource(Office.Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            Assert.False(_process!.HasExited, $"It has ended: {(_process.HasExited ? await said : "")}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await pause.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    private string Caddyfile(Uri bridge) => Write("Caddyfile", $$"""
        {
            admin off
            auto_https disable_redirects
        }
        {{Example("docker/caddy/Caddyfile.plain", bridge, ("http://:8091", $"http://127.0.0.1:{_plain}"))}}
        http://127.0.0.1:{{_host}} {
            import {{Write("path", Example("docker/caddy/Caddyfile.path", bridge))}}
            handle {
                respond "something else"
            }
        }
        {{Example("docker/caddy/Caddyfile.tls", bridge, ("\nbridge.example.org {", $"\nhttps://localhost:{_tls} {{\n\ttls {_directory}/pem {_directory}/key"))}}
        """);

    private string NginxConf(Uri bridge) => Write("nginx.conf", $$"""
        daemon off;
        master_process off;
        pid {{_directory}}/pid;
        events { }
        http {
            access_log off;
            client_body_temp_path {{_directory}}/body;
            proxy_temp_path {{_directory}}/proxy;
            fastcgi_temp_path {{_directory}}/fastcgi;
            uwsgi_temp_path {{_directory}}/uwsgi;
            scgi_temp_path {{_directory}}/scgi;
            {{Example("docker/nginx/plain.conf", bridge, ("listen 8091", $"listen 127.0.0.1:{_plain}"))}}
            server {
                listen 127.0.0.1:{{_host}};
                include {{Write("path", Example("docker/nginx/path.conf", bridge))}};
                location / { return 200 "something else"; }
            }
            {{Example(
                "docker/nginx/tls.conf",
                bridge,
                ("listen 443", $"listen 127.0.0.1:{_tls}"),
                ("server_name bridge.example.org", "server_name localhost"),
                ("/etc/ssl/bridge.example.org.pem", $"{_directory}/pem"),
                ("/etc/ssl/private/bridge.example.org.key", $"{_directory}/key"))}}
        }
        """);

    private static string Example(string file, Uri bridge, params (string Old, string New)[] changes)
    {
        var text = Repository.Read(file);
        foreach (var (old, other) in changes.Append(($" {ExampleBridge}\n", $" {bridge.Authority}\n")).Append(($"http://{ExampleBridge};", $"http://{bridge.Authority};")))
        {
            Assert.True(text.Contains(old, StringComparison.Ordinal) || old.Contains(ExampleBridge, StringComparison.Ordinal), $"{file} has no {old}.");
            text = text.Replace(old, other, StringComparison.Ordinal);
        }

        Assert.Contains(bridge.Authority, text, StringComparison.Ordinal);
        return text;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Write("pem", certificate.ExportCertificatePem());
        Write("key", key.ExportPkcs8PrivateKeyPem());
    }
}
