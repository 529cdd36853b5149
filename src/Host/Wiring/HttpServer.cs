using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Settings;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// Where the bridge listens, and what the HTTP server takes from whoever calls, before any door of ours hears of it. All of these limits
/// stand here.
/// </summary>
internal static class HttpServer
{
    /// <summary>More than calls are worked on at once, so that health is answered beside as many of them as there may be.</summary>
    private const int ConnectionsAtMost = 2_000;

    /// <summary>The longest is the Apps plugin's token, or that of an outgoing OAuth connection.</summary>
    private const int HeaderBytesAtMost = 16 * 1024;

    private const int RequestLineBytesAtMost = 4 * 1024;
    private const double BodyBytesASecond = 240;

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    public static void Configure(WebApplicationBuilder builder, BridgeSettings settings)
    {
        builder.WebHost.UseUrls(settings.ListenUrl.AbsoluteUri);
        builder.Services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxConcurrentConnections = ConnectionsAtMost;
            server.Limits.RequestHeadersTimeout = HeadersWithin;
            server.Limits.MaxRequestHeadersTotalSize = HeaderBytesAtMost;
            server.Limits.MaxRequestLineSize = RequestLineBytesAtMost;
            server.Limits.MaxRequestBodySize = SlashEndpoints.BodyBytesAtMost;
            server.Limits.MinRequestBodyDataRate = new(BodyBytesASecond, BodyGrace);
        });
        if (settings.TrustedProxies.Count == 0)
            return;
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            // As many as there are, one behind the other, and each of them named: nothing is believed of the header beyond the first stranger.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies)
                forwarded.KnownIPNetworks.Add(proxy);
        });
    }

    public static void Use(WebApplication app, BridgeSettings settings)
    {
        CountBounds(app);
        if (settings.TrustedProxies.Count > 0)
            app.UseForwardedHeaders();
        // A proxy may pass the path of the public address on, or take it away: both come to the same door.
        app.UsePathBase(PathString.FromUriComponent(settings.PublicUrl.AbsolutePath.TrimEnd('/')));
        app.UseRouting();
        // A body that is too long is not read to its end, so nothing can come behind it: the caller shall know.
        app.Use((context, next) =>
        {
            if (context.Request.ContentLength > SlashEndpoints.BodyBytesAtMost)
                context.Response.Headers.Connection = "close";
            return next(context);
        });
    }

    /// <summary>The server tells by a meter of its own why it has ended a connection.</summary>
    private static void CountBounds(WebApplication app)
    {
        var scope = app.Services.GetRequiredService<IMeterFactory>();
        var metrics = app.Services.GetRequiredService<BridgeMetrics>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "kestrel.connection.duration" && instrument.Meter.Scope == scope)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "error.type", Value: string why } && BoundOf(why) is { } bound)
                    metrics.BoundReached(bound);
            }
        });
        listener.Start();
        app.Lifetime.ApplicationStopped.Register(listener.Dispose);
    }

    private static string? BoundOf(string why) => why switch
    {
        "max_concurrent_connections_exceeded" => BoundReached.HttpConnections,
        "request_headers_timeout" or "max_request_headers_total_size_exceeded" or "max_request_header_count_exceeded" or "invalid_request_line"
            or "min_request_body_data_rate" => BoundReached.HttpRequest,
        _ => null,
    };
}
