using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RedmineBridge.Actors.Status;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Status;

namespace RedmineBridge.Host.Wiring;

/// <summary>
/// Metrics and traces by OTLP, where OpenTelemetry's own variables name a collector; all of those count. Without one nothing is recorded, and nothing leaves
/// the machine.
/// </summary>
internal static class Telemetry
{
    private const string ServiceName = "redmine-bridge";

    public static void Configure(IServiceCollection services, BridgeSettings settings)
    {
        if (!settings.SendsTelemetry)
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: StatusPage.Version).AddEnvironmentVariableDetector())
            .WithTracing(traces => traces.AddSource(Tracing.SourceName).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(BridgeMetrics.MeterName, "System.Runtime").AddOtlpExporter());
    }
}
