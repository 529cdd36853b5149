using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RedmineBridge.Sandbox.Serving;

/// <summary>
/// A stand-in for a server, on a real socket of the loopback interface. Its world outlives <see cref="StopAsync"/>, so that
/// stopping and starting again is the restart of a server that kept its database.
/// </summary>
/// <param name="path">Below which it lies, as behind a host that has more than this server; empty for the root.</param>
public abstract class StandInServer(int port = 0, string path = "") : IAsyncDisposable
{
    private WebApplication? _app;
    private int _port = port;

    /// <summary>Known after the first start; the port stays the same ever after.</summary>
    public Uri Url => _port == 0 ? throw new InvalidOperationException("Not started yet.") : new($"http://127.0.0.1:{_port}{path}");

    public bool IsRunning => _app is not null;

    public FaultPlan Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (_app is not null)
            return;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, _port));
        Configure(builder.Services);
        var app = builder.Build();
        if (path.Length > 0)
            LieBelow(app, path);
        app.Use(ApplyFaults);
        Map(app);
        await app.StartAsync(cancellation);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _port = new Uri(address).Port;
        _app = app;
    }

    /// <summary>Closes the port and, without ceremony, every connection: as a killed server does.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(IServiceCollection services)
    {
    }

    protected abstract void Map(WebApplication app);

    /// <summary>The login a request acts as, for <see cref="Requests"/>; null where there is none.</summary>
    protected virtual string? ActingAs(HttpRequest request) => null;

    /// <summary>Elsewhere on that host there is nothing.</summary>
    private static void LieBelow(WebApplication app, string path)
    {
        app.UsePathBase(path);
        app.Use((context, next) =>
        {
            if (context.Request.PathBase.HasValue)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.UseRouting();
    }

    private static async Task WithoutAnswer(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Response.Body = body;
    }

    private async Task ApplyFaults(HttpContext context, RequestDelegate next)
    {
        Requests.Add(new(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", ActingAs(context.Request)));
        switch (Faults.Take(context.Request))
        {
            case Fault.Refuse:
                context.Abort();
                return;
            case Fault.Answer answer:
                context.Response.StatusCode = answer.Status;
                context.Response.ContentType = answer.ContentType;
                foreach (var (name, value) in answer.Headers)
                    context.Response.Headers[name] = value;
                await context.Response.WriteAsync(answer.Body, context.RequestAborted);
                return;
            case Fault.DropAnswer:
                await WithoutAnswer(context, next);
                context.Abort();
                return;
            case Fault.SpoilAnswer spoil:
                await WithoutAnswer(context, next);
                context.Response.Headers.Clear();
                context.Response.StatusCode = spoil.Status;
                return;
            case Fault.Hold hold:
                await hold.Released.WaitAsync(context.RequestAborted);
                break;
            case Fault.Delay delay:
                await Task.Delay(delay.By, context.RequestAborted);
                break;
        }

        await next(context);
    }
}
