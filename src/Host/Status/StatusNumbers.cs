using System.Diagnostics.Metrics;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Status;

/// <summary>What the status page shows of the bridge's own metrics: how much there is of something now, and how much was done in each hour of the last day.</summary>
internal sealed class StatusNumbers : IDisposable
{
    public const int HoursShown = 24;

    private readonly Lock _lock = new();
    private readonly MeterListener _listener;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, int> _now = [];
    private readonly long[] _links = new long[HoursShown];
    private readonly long[] _tickets = new long[HoursShown];
    private long _hour;

    /// <param name="scope">Whose meters count: those of another bridge in the process are its own.</param>
    public StatusNumbers(IMeterFactory scope, TimeProvider clock)
    {
        _clock = clock;
        _hour = Hour();
        _listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == BridgeMetrics.MeterName && instrument.Meter.Scope == scope)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<int>(Changed);
        _listener.SetMeasurementEventCallback<long>(Counted);
        _listener.Start();
    }

    /// <summary>Posts that got links in each hour, the present one last.</summary>
    public IReadOnlyList<long> LinkedPosts => Hours(_links);

    /// <summary>Tickets that were created in each hour, the present one last.</summary>
    public IReadOnlyList<long> CreatedTickets => Hours(_tickets);

    public void Dispose() => _listener.Dispose();

    /// <param name="instrument">The name of an up-down counter.</param>
    public int Now(string instrument)
    {
        lock (_lock)
            return _now.GetValueOrDefault(instrument);
    }

    private void Changed(Instrument instrument, int by, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        // What is observed is told as it is, and nobody asks this listener to observe.
        lock (_lock)
            _now[instrument.Name] = _now.GetValueOrDefault(instrument.Name) + by;
    }

    private void Counted(Instrument instrument, long by, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if ((instrument.Name, Tag(tags, "outcome")) switch
            {
                (BridgeMetrics.PostsDone, nameof(LinkOutcome.Linked)) => _links,
                (BridgeMetrics.RedmineCalls, nameof(RedmineAnswer.TicketCreated)) => _tickets,
                _ => null,
            } is not { } hours)
        {
            return;
        }

        lock (_lock)
        {
            Pass();
            hours[^1] += by;
        }
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
                return tag.Value as string;
        }

        return null;
    }

    private long[] Hours(long[] hours)
    {
        lock (_lock)
        {
            Pass();
            return [.. hours];
        }
    }

    /// <summary>Hours that have begun since the last look are the last ones now.</summary>
    private void Pass()
    {
        var now = Hour();
        for (var passed = Math.Min(now - _hour, HoursShown); passed > 0; passed--)
        {
            foreach (var hours in new[] { _links, _tickets })
            {
                Array.Copy(hours, 1, hours, 0, HoursShown - 1);
                hours[^1] = 0;
            }
        }

        _hour = Math.Max(_hour, now);
    }

    private long Hour() => _clock.GetUtcNow().ToUnixTimeSeconds() / 3600;
}
