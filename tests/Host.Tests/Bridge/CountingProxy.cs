using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Stands before a server, counts the requests that go through, and loses answers when told to.</summary>
public sealed class CountingProxy : IDisposable
{
    private readonly HttpClient _http;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _seen = new();

    private int _toLose;
    private Func<Task> _meanwhile = () => Task.CompletedTask;

    private CountingProxy(Uri target)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = target };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(PassAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Method and address of each request since the last <see cref="Reset"/>.</summary>
    public IReadOnlyList<string> Seen => [.. _seen];

    public static async Task<CountingProxy> StartAsync(Uri target)
    {
        var proxy = new CountingProxy(target);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>The next answers to a POST don't come back: the work is done, then the connection ends.</summary>
    /// <param name="meanwhile">What somebody else does before that.</param>
    public void LoseAnswers(int count, Func<Task>? meanwhile = null)
    {
        _meanwhile = meanwhile ?? _meanwhile;
        Volatile.Write(ref _toLose, count);
    }

    public void Reset() => _seen.Clear();

    public void Dispose()
    {
        _app.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        _seen.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        using var request = new HttpRequestMessage(new(context.Request.Method), context.Request.Path + context.Request.QueryString.Value);
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        foreach (var (name, value) in context.Request.Headers.Where(h => h.Key.StartsWith("X-Redmine", StringComparison.OrdinalIgnoreCase) || h.Key == "Accept"))
            request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        using var response = await _http.SendAsync(request, context.RequestAborted);
        if (request.Method == HttpMethod.Post && Interlocked.Decrement(ref _toLose) >= 0)
        {
            await _meanwhile();
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        if (response.Content.Headers.ContentType is { } type)
            context.Response.ContentType = type.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
