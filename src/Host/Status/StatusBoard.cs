using System.Collections.Immutable;
using RedmineBridge.Actors.Status;

namespace RedmineBridge.Host.Status;

/// <summary>The last report of each connection. Written by <see cref="StatusActor"/> alone, read from anywhere.</summary>
public sealed class StatusBoard
{
    /// <summary>Without these the bridge can't do its work.</summary>
    private static readonly string[] Needed =
        [ConnectionReport.Redmine, ConnectionReport.MattermostApi, ConnectionReport.MattermostSocket, ConnectionReport.Database];

    private ImmutableSortedDictionary<string, StatusEntry> _entries = ImmutableSortedDictionary<string, StatusEntry>.Empty
        .AddRange(Needed.Select(n => KeyValuePair.Create(n, new StatusEntry(new(n, ConnectionState.Connecting, "Starting."), DateTimeOffset.MinValue))));

    public IReadOnlyCollection<StatusEntry> Entries => [.. Volatile.Read(ref _entries).Values];

    public bool IsReady => Needed.All(n => Volatile.Read(ref _entries)[n].Report.State is ConnectionState.Online or ConnectionState.Degraded);

    internal void Write(ConnectionReport report, DateTimeOffset now)
    {
        var since = _entries.TryGetValue(report.Name, out var before) && before.Report.State == report.State ? before.Since : now;
        Volatile.Write(ref _entries, _entries.SetItem(report.Name, new(report, since)));
    }
}
