using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Sockets;

/// <summary>Who is connected, and who gets which event. It lives as long as the server runs; a restart forgets everybody.</summary>
internal sealed class SocketHub(MattermostWorld world) : IDisposable
{
    /// <summary>A real server looks every five minutes and so may forget earlier; never later than twice that.</summary>
    private static readonly TimeSpan SeatKept = TimeSpan.FromMinutes(5);

    private const int LeftKept = 100;

    private readonly Lock _lock = new();
    private readonly List<Seat> _seats = [];
    private readonly Queue<(string UserId, WebSocketCloseStatus? Status)> _left = new();
    private readonly IdSource _ids = new("sockets");
    private (int Left, string? UserId) _losing;

    public IReadOnlyList<Seat> Seats
    {
        get
        {
            lock (_lock)
                return [.. _seats];
        }
    }

    /// <summary>Who has left, oldest first, and what their close frame said; null for those whose line broke.</summary>
    public IReadOnlyList<(string UserId, WebSocketCloseStatus? Status)> Left
    {
        get
        {
            lock (_lock)
                return [.. _left];
        }
    }

    public void Open() => world.Happened += Deliver;

    public void Dispose()
    {
        world.Happened -= Deliver;
        lock (_lock)
            _seats.Clear();
    }

    public void Lose(int events, string? userId)
    {
        lock (_lock)
            _losing = (events, userId);
    }

    /// <summary>
    /// A seat, and what is to be sent before anything else: a greeting, or what a returning client missed. Null: the client named
    /// a connection in a way that no server understands, and is shown the door.
    /// </summary>
    public (Seat Seat, IReadOnlyList<string> First)? Sit(HttpContext client, MattermostUser user, string token, bool mayResume)
    {
        var settings = world.Settings;
        var isReliable = settings.EnableReliableWebSockets || settings.IsAtLeast(6, 3);
        var id = client.Request.Query["connection_id"].ToString();
        var version = settings.VersionId;
        // The world is never asked anything inside: events come from it, with its own lock held.
        lock (_lock)
        {
            if (!isReliable || !mayResume || id.Length == 0)
                return Fresh(client, user, token, isReliable, version);
            if (id.Length != 26 || !id.All(char.IsAsciiLetterOrDigit))
                return null;
            var now = world.Time.GetUtcNow();
            foreach (var old in _seats.Where(s => s.Client is null && now - s.EmptySince > SeatKept).ToList())
                _seats.Remove(old);
            if (_seats.Find(s => s.Id == id && s.UserId == user.Id && s.Client is null) is not { } seat)
                return Fresh(client, user, token, isReliable, version);
            if (!long.TryParse(client.Request.Query["sequence_number"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wanted) || wanted < 0)
                return null;
            seat.Client = client;
            seat.Token = token;
            if (seat.Queue.Resume(wanted) is { } missed)
                return (seat, missed);
            seat.Id = _ids.Next();
            return (seat, [seat.Queue.Restart(Hello(seat, version))]);
        }
    }

    public void Leave(Seat seat, WebSocketCloseStatus? status)
    {
        lock (_lock)
        {
            _left.Enqueue((seat.UserId, status));
            if (_left.Count > LeftKept)
                _left.Dequeue();
            seat.Client = null;
            seat.EmptySince = world.Time.GetUtcNow();
            if (seat.Id.Length == 0)
                _seats.Remove(seat);
        }

        world.Touch();
    }

    private (Seat, IReadOnlyList<string>) Fresh(HttpContext client, MattermostUser user, string token, bool isReliable, string version)
    {
        var seat = new Seat(isReliable ? _ids.Next() : "", user.Id) { Token = token, Client = client };
        _seats.Add(seat);
        return (seat, [seat.Queue.Restart(Hello(seat, version))]);
    }

    private static string Hello(Seat seat, string version) => new WorldEvent(
        "hello", new() { ["connection_id"] = seat.Id, ["server_version"] = version }, new(UserId: seat.UserId), _ => true).Head;

    private void Deliver(WorldEvent happened)
    {
        lock (_lock)
        {
            var listeners = _seats.Where(s => happened.IsFor(s.UserId) && world.Bearer(s.Token) is not null).ToList();
            var isLost = _losing.Left > 0 && listeners.Exists(s => _losing.UserId is null || s.UserId == _losing.UserId);
            if (isLost)
                _losing.Left--;
            foreach (var seat in listeners)
            {
                if (seat.Queue.TryAdd(happened.Head, isLost && (_losing.UserId is null || seat.UserId == _losing.UserId)))
                    continue;
                _seats.Remove(seat);
                seat.Client?.Abort();
            }
        }
    }
}
