using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RedmineBridge.Actors.Status;

/// <summary>All that the bridge counts. Names follow Prometheus' conventions; the Host exports them.</summary>
public sealed class BridgeMetrics
{
    public const string MeterName = "RedmineBridge";
    public const string RedmineCalls = "bridge_redmine_calls";
    public const string RedmineWaiting = "bridge_redmine_waiting";
    public const string PostsUnderWay = "bridge_posts_under_way";
    public const string PostsDone = "bridge_posts_done";
    public const string Sessions = "bridge_sessions";

    private readonly Counter<long> _redmineCalls;
    private readonly UpDownCounter<int> _redmineWaiting;
    private readonly Counter<long> _mattermostCalls;
    private readonly Counter<long> _posts;
    private readonly UpDownCounter<int> _underWay;
    private readonly Counter<long> _links;
    private readonly Counter<long> _leftToCatchUp;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _dialogs;
    private readonly Counter<long> _refusedCalls;
    private readonly Counter<long> _socketStarts;
    private readonly Counter<long> _bounds;
    private readonly UpDownCounter<int> _mapFindings;
    private readonly UpDownCounter<int> _sessions;
    private readonly ConcurrentDictionary<string, ConnectionState> _connections = new();

    public BridgeMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _redmineCalls = meter.CreateCounter<long>(RedmineCalls, description: "Calls to Redmine, by call and outcome.");
        _redmineWaiting = meter.CreateUpDownCounter<int>(RedmineWaiting, description: "Requests waiting for Redmine.");
        _mattermostCalls = meter.CreateCounter<long>("bridge_mattermost_calls", description: "REST calls to Mattermost, by status.");
        _posts = meter.CreateCounter<long>("bridge_posts_seen", description: "Posts seen, live or caught up.");
        _underWay = meter.CreateUpDownCounter<int>(PostsUnderWay, description: "Posts with references being worked on.");
        _links = meter.CreateCounter<long>(PostsDone, description: "Posts with references that are done, by outcome.");
        _leftToCatchUp = meter.CreateCounter<long>("bridge_posts_left_to_catch_up", description: "Posts forgotten past a bound; the catch-up reads them.");
        _commands = meter.CreateCounter<long>("bridge_commands", description: "Commands, buttons and dialogs, by intent.");
        _dialogs = meter.CreateCounter<long>("bridge_dialogs", description: "Dialogs to be opened, by outcome.");
        _refusedCalls = meter.CreateCounter<long>("bridge_http_refused", description: "HTTP calls that could not prove where they come from, by door.");
        _socketStarts = meter.CreateCounter<long>("bridge_socket_starts", description: "Connections made to Mattermost's WebSocket.");
        _bounds = meter.CreateCounter<long>("bridge_bounds_reached", description: "How often something bounded was full, by bound.");
        _mapFindings = meter.CreateUpDownCounter<int>("bridge_people_map_findings", description: "What an administrator should mend in the map of people.");
        _sessions = meter.CreateUpDownCounter<int>(Sessions, description: "Sessions of people in memory.");
        meter.CreateObservableGauge(
            "bridge_connection_state", ConnectionStates, description: "1 for the state that a connection is in, 0 for each other; by connection and state.");
    }

    public void RedmineCalled(string call, string outcome) => _redmineCalls.Add(1, new("call", call), new("outcome", outcome));

    public void RedmineWaitingChanged(int by) => _redmineWaiting.Add(by);

    public void MattermostCalled(int status) => _mattermostCalls.Add(1, new KeyValuePair<string, object?>("status", status));

    public void PostSeen() => _posts.Add(1);

    public void PostsUnderWayChanged(int by) => _underWay.Add(by);

    public void PostDone(string outcome) => _links.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void PostLeftToCatchUp() => _leftToCatchUp.Add(1);

    public void CommandReceived(string intent) => _commands.Add(1, new KeyValuePair<string, object?>("intent", intent));

    public void DialogOpened(string outcome) => _dialogs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void CallRefused(string door) => _refusedCalls.Add(1, new KeyValuePair<string, object?>("door", door));

    /// <param name="bound">One of the constants of <see cref="Status.BoundReached"/>.</param>
    public void BoundReached(string bound) => _bounds.Add(1, new KeyValuePair<string, object?>("bound", bound));

    public void SocketStarted() => _socketStarts.Add(1);

    public void PeopleMapFindingsChanged(int by) => _mapFindings.Add(by);

    public void SessionsChanged(int by) => _sessions.Add(by);

    public void ConnectionChanged(string connection, ConnectionState state) => _connections[connection] = state;

    private IEnumerable<Measurement<int>> ConnectionStates() =>
        from connection in _connections
        from state in Enum.GetValues<ConnectionState>()
        select new Measurement<int>(
            connection.Value == state ? 1 : 0,
            new KeyValuePair<string, object?>("connection", connection.Key),
            new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant()));
}
