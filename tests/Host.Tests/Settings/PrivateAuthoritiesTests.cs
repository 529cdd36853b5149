using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>A server of https on the loopback interface, whose certificate is of an authority that no machine knows.</summary>
public sealed class PrivateAuthoritiesTests : IAsyncLifetime
{
    private readonly CertificateRequest _authorityRequest = Request("Our authority", isAuthority: true);
    private readonly X509Certificate2 _authority;
    private readonly List<WebApplication> _servers = [];
    private readonly ConcurrentBag<string> _asked = [];

    public PrivateAuthoritiesTests() => _authority = _authorityRequest.CreateSelfSigned(Yesterday, NextWeek);

    private RemoteCertificateValidationCallback Ours => PrivateAuthorities.Parse(_authority.ExportCertificatePem())!.Trusts;

    private static DateTimeOffset Yesterday => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>An authority must outlive what it signs, and the clock goes on between the two.</summary>
    private static DateTimeOffset NextWeek => TimeProvider.System.GetUtcNow().AddDays(7);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task What_our_authority_has_signed_is_trusted_by_all_three_connections()
    {
        var server = await ServeAsync(Signed(_authority, "localhost", Tomorrow));

        await AskAsync(server, Ours);

        Assert.Equal(["/api/v4/users/me", "/api/v4/websocket", "/users/current.json"], _asked.Order());
    }

    [Fact]
    public async Task Without_it_nothing_is_sent()
    {
        await AskAsync(await ServeAsync(Signed(_authority, "localhost", Tomorrow)), null);

        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("another.example.org", 1)]
    [InlineData("localhost", -0.5)]
    public async Task Another_name_or_one_that_is_over_is_refused_all_the_same(string name, double days)
    {
        await AskAsync(await ServeAsync(Signed(_authority, name, TimeProvider.System.GetUtcNow().AddDays(days))), Ours);

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task An_authority_of_the_same_name_with_another_key_is_not_ours()
    {
        using var another = Request("Our authority", isAuthority: true).CreateSelfSigned(Yesterday, NextWeek);

        await AskAsync(await ServeAsync(Signed(another, "localhost", Tomorrow)), Ours);

        Assert.Empty(_asked);
    }

    /// <summary>By each of the bridge's three connections, whatever becomes of it.</summary>
    private async Task AskAsync(Uri server, RemoteCertificateValidationCallback? trust)
    {
        using var redmine = new RedmineApi(server, "key", trust);
        await redmine.SendAsync(new RedmineCall.CheckKey(), CancellationToken.None);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new BridgeMetrics(services.GetRequiredService<IMeterFactory>());
        using var mattermost = new MattermostApi(server, new("token"), metrics, TimeProvider.System, trust);
        await Assert.ThrowsAsync<MattermostException>(() => mattermost.GetMeAsync(CancellationToken.None));
        using var socket = new MattermostSocket(server, new("token"), trust);
        await Record.ExceptionAsync(() => socket.ConnectAsync(null, null, CancellationToken.None));
    }

    private static CertificateRequest Request(string name, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        return request;
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, Yesterday, until, RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }

    private async Task<Uri> ServeAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, on => on.UseHttps(certificate)));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            _asked.Add(context.Request.Path);
            return next(context);
        });
        app.UseWebSockets();
        app.Map("/api/v4/websocket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        app.MapFallback(context => context.Response.WriteAsync("{}"));
        await app.StartAsync();
        _servers.Add(app);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return new($"https://localhost:{port}");
    }
}
