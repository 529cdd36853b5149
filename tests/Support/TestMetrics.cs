using System.Diagnostics.Metrics;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Tests.Support;

/// <summary>Metrics nobody reads.</summary>
public static class TestMetrics
{
    public static BridgeMetrics New() => new(new Factory());

    private sealed class Factory : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
