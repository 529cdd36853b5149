using Microsoft.AspNetCore.Http;

namespace RedmineBridge.Sandbox.Mattermost.Sockets;

/// <summary>A client's place in the hub. It is held for a while after its socket is gone, if sockets can be resumed.</summary>
internal sealed class Seat(string id, string userId)
{
    /// <summary>What the client resumes by; empty where nothing can be resumed.</summary>
    public string Id { get; set; } = id;

    public string UserId { get; } = userId;

    /// <summary>Asked for each event: a revoked token makes the seat deaf.</summary>
    public required string Token { get; set; }

    public EventQueue Queue { get; } = new();

    /// <summary>Null while nobody sits here.</summary>
    public HttpContext? Client { get; set; }

    public DateTimeOffset EmptySince { get; set; }
}
