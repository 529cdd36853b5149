using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Contract.Tests.Mattermost;

/// <summary>The other end of slash commands and buttons: notes each call and answers what it was told to.</summary>
public sealed class IntegrationPeer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _calls = new();
    private WebApplication? _app;

    /// <summary>Those until now, in their order.</summary>
    public IReadOnlyList<Received> Calls => [.. _calls];

    public Uri Url { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Status, content type and body for a call.</summary>
    public Func<Received, (int Status, string ContentType, string Body)> Answer { get; set; } = _ => (200, "application/json", "{}");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var call = new Received(
                context.Request.Method,
                context.Request.Path,
                context.Request.QueryString.Value ?? "",
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync());
            _calls.Enqueue(call);
            var (status, type, body) = Answer(call);
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        });
        await app.StartAsync();
        _app = app;
        Url = new(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    public sealed record Received(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public IReadOnlyDictionary<string, string> Form => QueryHelpers.ParseQuery(Body).ToDictionary(p => p.Key, p => p.Value.ToString());
    }
}
